"""`weft node work`: what is done in the background."""

from typing import Annotated

import typer

from weftnode.cli import place

NAME = "work"
EXAMPLE = "weft node work --dir weft-node"


def command(
    folder: place.Dir = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is left to do.")] = False,
) -> None:
    """Do background tasks until stopped: imports, networks, what is done again and again."""
    place.enter(folder)
    from weftnode.reports import indexes  # noqa: PLC0415 -- needs Django
    from weftnode.work import runner  # noqa: PLC0415 -- needs Django

    indexes.mend()
    runner.run(once=once)
