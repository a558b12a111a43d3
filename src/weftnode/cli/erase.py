"""`weft node erase`: what old entries of the log say, erased by two people."""

import datetime as dt
from typing import Annotated

import typer

from weft.errors import InputProblem
from weftnode.cli import place

NAME = "erase"
EXAMPLE = "weft node erase --dir weft-node --before 2020-01-01"


def command(
    folder: place.Dir = None,
    before: Annotated[
        str, typer.Option("--before", help="Day, as 2020-01-31. Default: the newest that may be erased.")
    ] = "",
    why: Annotated[
        str, typer.Option("--why", help="Ask for it, with this reason; a person approves it on the page Erasures.")
    ] = "",
) -> None:
    """Count the entries of the log whose readable side (who, when, what, why) is old enough to be erased; with --why, ask for it. The tree stays."""
    place.enter(folder)
    from weftnode.audit import actions, queries  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django

    try:
        until = dt.date.fromisoformat(before) if before else queries.erasable_until()
    except ValueError:
        raise InputProblem(f"{before!r} is no day", hint="write it as 2020-01-31") from None
    if why:
        made = actions.propose_erasure(by=SHELL, until=until, why=why)
        typer.echo(
            f"asked for: {made.found} entries before {until}; somebody with an account approves it on the page Erasures"
        )
        return
    count = queries.erasable(SHELL, min(until, queries.erasable_until())).count()
    typer.echo(f"{count} entries before {min(until, queries.erasable_until())} could be erased; nothing was changed")
