"""Where the node is: the option every verb has, and Django made ready for it."""

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from weft.errors import NotConfigured
from weftnode import given

Dir = Annotated[Path | None, typer.Option("--dir", help="The node's folder. Default: WEFT_DIR, else ./weft-node.")]


def enter(folder: Path | None) -> Path:
    """Make Django ready for the node in ``folder``; NotConfigured when there is none, or it lacks a secret."""
    if folder is not None:
        os.environ["WEFT_DIR"] = str(folder.absolute())
    there = given.folder()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weftnode.settings")
    if not there.is_dir() and "WEFT_SECRET_KEY" not in os.environ and "WEFT_SECRET_KEY_FILE" not in os.environ:
        raise NotConfigured(f"there is no node in {there}", hint=f"make one: weft node init --dir {there}")
    import django  # noqa: PLC0415 -- slow import

    django.setup()
    return there


def free(host: str, port: int, *, hint: str) -> None:
    """NotConfigured with ``hint`` where nobody can listen at ``host:port``, as when another program does already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        # As the server itself does: a port just given up may be taken again at once.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise NotConfigured(f"nothing can listen at {host}:{port}: {error.strerror}", hint=hint) from error
