"""`weft node load`: report files in, without a browser."""

from pathlib import Path
from typing import Annotated

import typer

from weftnode.cli import place

NAME = "load"
EXAMPLE = "weft node load reports.csv --dir weft-node --compartment general"


def command(
    files: Annotated[
        list[Path], typer.Argument(metavar="REPORT_FILE...", help="Report files, as `weft networks` reads them.")
    ],
    folder: place.Dir = None,
    compartment: Annotated[
        str, typer.Option("--compartment", help="Code of the compartment the reports belong to.")
    ] = "general",
    country: Annotated[str, typer.Option("--country", help="Country of reports that name none.")] = "",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="TOML file that says what each column holds.")
    ] = None,
) -> None:
    """Read report files into the node, each as one batch that can be undone."""
    place.enter(folder)
    from weftnode.cli import loading  # noqa: PLC0415 -- needs Django

    for line in loading.load(files, compartment, country, mapping):
        typer.echo(line, err=True)
