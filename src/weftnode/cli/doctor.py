"""`weft node doctor`: is everything as it should be?"""

import sys

import typer

from weftnode.cli import place

NAME = "doctor"
EXAMPLE = "weft node doctor --dir weft-node"


def command(folder: place.Dir = None) -> None:
    """Look at secrets, permissions, disk, database, clock and log; one line each. Ends with 2 when something must be mended."""
    place.enter(folder)
    from weftnode.cli import checks  # noqa: PLC0415 -- needs Django

    found = list(checks.all_of_them())
    for check in found:
        typer.echo(f"{check.mark:8}{check.what}: {check.said}")
        if check.hint:
            typer.echo(f"        {check.hint}")
    if any(check.mark == "bad" for check in found):
        sys.exit(2)
