"""`weft node init`: a folder becomes a node. Every secret is drawn here; no password is."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from weft.errors import Refused
from weftnode import given
from weftnode.cli import place

NAME = "init"
EXAMPLE = "weft node init --dir weft-node --login ana --name 'Ana Example'"


def command(
    folder: place.Dir = None,
    login: Annotated[str, typer.Option("--login", help="Sign-in name of the first administrator.")] = "admin",
    name: Annotated[str, typer.Option("--name", help="Name of the first administrator.")] = "Administrator",
    node_name: Annotated[
        str, typer.Option("--node-name", help="Name of the agency or country, shown on every page.")
    ] = "Weft",
    country: Annotated[str, typer.Option("--country", help="Country of reports that name none, for instance TH.")] = "",
    language: Annotated[str, typer.Option("--language", help="Language before a person has chosen.")] = "en",
    time_zone: Annotated[
        str, typer.Option("--time-zone", help="Time zone of the pages, for instance Asia/Bangkok.")
    ] = "UTC",
    hosts: Annotated[str, typer.Option("--hosts", help="Host names people will type, separated by commas.")] = "",
    address: Annotated[
        str, typer.Option("--address", help="How people reach the node; for the link that is printed.")
    ] = "http://localhost:8000",
) -> None:
    """Make a node: secrets, database, one compartment, and the first administrator, who signs in by a link that works once."""
    if folder is not None:
        os.environ["WEFT_DIR"] = str(folder.absolute())
    there = given.folder()
    if (there / "secrets").exists():
        raise Refused(
            f"there is a node in {there} already; nothing was changed", hint="weft node doctor tells how it is"
        )
    make_folder(
        there,
        {
            "WEFT_NAME": node_name, "WEFT_COUNTRY": country, "WEFT_LANGUAGE": language, "WEFT_TIME_ZONE": time_zone,
            "WEFT_HOSTS": ",".join(filter(None, [hosts, "localhost,127.0.0.1,[::1]"])),
        },
    )  # fmt: skip
    place.enter(there)
    make_database()
    token = first_account(login, name)
    typer.echo(f"The node is in {there}. What may be set stands in {there / 'weft.env'}.", err=True)
    typer.echo(
        "Start it with `weft node serve`, and `weft node work` beside it. Sign in once, within three days, at:",
        err=True,
    )
    typer.echo(f"{address.rstrip('/')}/sign-in/once/{token}/")


def make_folder(there: Path, settings: dict[str, str]) -> None:
    """The folder with its secrets, closed to everybody but its owner."""
    os.umask(0o077)
    there.mkdir(parents=True, exist_ok=True, mode=0o700)
    there.chmod(0o700)
    for part in ("secrets", "uploads", "backups", "cache"):
        (there / part).mkdir(exist_ok=True, mode=0o700)
    for file, _ in given.SECRETS.values():
        _write(there / "secrets" / file, secrets.token_hex(32) + "\n")
    lines = ["# What may be set: docs/reference/settings.md. The environment comes before this file."]
    lines += [f"{name}={value}" for name, value in settings.items() if value]
    _write(there / "weft.env", "\n".join(lines) + "\n")


def make_database() -> None:
    """Tables, the cache that counts attempts, and one compartment to begin with."""
    from django.core.management import call_command  # noqa: PLC0415 -- slow import

    from weftnode.accounts import actions  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    actions.open_compartment(by=SHELL, code="general", name="General", about="")


def first_account(login: str, name: str) -> str:
    """The first administrator; the token of the one-time link."""
    from weftnode.accounts import actions, roles  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django

    officer = actions.open_account(by=SHELL, login=login, name=name)
    actions.propose_role(by=SHELL, officer=officer, role=roles.Administrator.code)
    return actions.make_link(by=SHELL, officer=officer)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
