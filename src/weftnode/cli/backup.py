"""`weft node backup`: one file that holds the records, not the secrets."""

from pathlib import Path
from typing import Annotated

import typer

from weftnode.cli import place

NAME = "backup"
EXAMPLE = "weft node backup --dir weft-node --to backups/monday.weft"


def command(
    folder: place.Dir = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write. Default: DIR/backups/ with the day and time.")
    ] = None,
) -> None:
    """Write the records into one file, whole and consistent, while people go on working. The secrets are not in it: keep them apart."""
    place.enter(folder)
    from weftnode.cli import keeping  # noqa: PLC0415 -- needs Django

    typer.echo(keeping.backup(to))
