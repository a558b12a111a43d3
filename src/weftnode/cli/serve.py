"""`weft node serve`: the pages, by gunicorn on one machine."""

import contextlib
import ctypes
import os
from typing import Annotated, Any

import typer

from weft.errors import NotConfigured
from weftnode.cli import place

NAME = "serve"
EXAMPLE = "weft node serve --dir weft-node --port 8000"
# malloc.h of the GNU C library.
_M_ARENA_MAX = -8
# Answers after which a process makes way for a fresh one, so that memory does not grow with the days.
_REQUESTS = 20_000


def command(
    folder: place.Dir = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on. Others than this machine come through a reverse proxy.")
    ] = "127.0.0.1",
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=64, help="Requests that one process answers at once.")
    ] = 4,
    processes: Annotated[
        int, typer.Option("--processes", min=1, max=32, help="One for each core that pages may take.")
    ] = 2,
) -> None:
    """Serve the pages until stopped."""
    there = place.enter(folder)
    place.free(host, port, hint="another port: weft node serve --port 8001")
    from weftnode.work import queries  # noqa: PLC0415 -- needs Django

    lacking = queries.unapplied()
    if lacking:
        raise NotConfigured(
            f"the database lacks {len(lacking)} changes of its tables, first {lacking[0]}",
            hint="back it up, then: weft node manage migrate",
        )
    _ready()
    typer.echo(f"weft: the node in {there} answers at http://{host}:{port}/", err=True)
    _server(f"{host}:{port}", threads, processes).run()


def _frugal() -> None:
    """Memory that one page needed goes to the next: eight threads with an arena each would keep what the largest page of each took."""
    # Read when pyarrow is imported, which is later: its own pools keep what was freed.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with contextlib.suppress(OSError, AttributeError):  # only the GNU library has it
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _ready() -> None:
    """Read and compile what every process needs, before they part ways: they share it, and the first person does not wait for it."""
    import gc  # noqa: PLC0415 -- only here

    from django.conf import settings  # noqa: PLC0415 -- needs Django
    from django.db import connections  # noqa: PLC0415 -- needs Django
    from django.urls import get_resolver  # noqa: PLC0415 -- needs Django
    from django.utils import translation  # noqa: PLC0415 -- needs Django

    from weft import kinds  # noqa: PLC0415 -- slow import
    from weftnode.reports import indexes  # noqa: PLC0415 -- needs Django
    from weftnode.wsgi import application  # noqa: PLC0415, F401 -- needs Django

    indexes.mend()
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Reports")
    kinds.find("0812345678 example.com", settings.NODE_COUNTRY or None)
    # A connection that two processes hold is a database that breaks.
    connections.close_all()
    gc.collect()
    # What is shared stays shared: the collector would write a mark on every object.
    gc.freeze()


def _server(bind: str, threads: int, processes: int) -> Any:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 -- slow import

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            # No control socket: gunicorn would open one in the home folder by itself.
            options = {
                "bind": bind, "worker_class": "gthread", "threads": threads, "workers": processes, "control_socket_disable": True,
                "timeout": 120, "graceful_timeout": 20, "loglevel": "warning", "limit_request_line": 8190, "forwarded_allow_ips": "127.0.0.1",
                "worker_tmp_dir": None, "preload_app": True, "keepalive": 5, "max_requests": _REQUESTS,
                "max_requests_jitter": _REQUESTS // 10,
            }  # fmt: skip
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from weftnode.wsgi import application  # noqa: PLC0415 -- needs Django

            return application

    return Server()
