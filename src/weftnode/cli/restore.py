"""`weft node restore`: a backup becomes the node's records again. The log is never rolled back in silence."""

from pathlib import Path
from typing import Annotated

import typer

from weftnode.cli import place

NAME = "restore"
EXAMPLE = "weft node restore backups/monday.weft --dir weft-node"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `weft node backup` wrote.")],
    folder: place.Dir = None,
    shorter_log: Annotated[
        str,
        typer.Option(
            "--shorter-log",
            metavar="REASON",
            help="Go on although entries of the log are lost by it; the reason is kept in the log.",
        ),
    ] = "",
) -> None:
    """Put the records of a backup in place of what the node holds; what it held is kept beside. Stop serve and work first."""
    place.enter(folder)
    from weftnode.cli import keeping  # noqa: PLC0415 -- needs Django

    typer.echo(keeping.restore(file, shorter_log))
