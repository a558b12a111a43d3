"""`weft columns`: what each column of a file was taken for, and the mapping file that overrides it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen
from weft.cli.options import Country

NAME = "columns"
EXAMPLE = "weft columns reports.csv --write mapping.toml"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to look at; nothing of it is kept.")],
    write: Annotated[
        Path | None, typer.Option("--write", help="Write the mapping file here; edit it and give it to --mapping.")
    ] = None,
    country: Country = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was recognised as JSON on stdout.")] = False,
) -> None:
    """Show what each column of a report file was recognised as, why, and how sure."""
    from weft import formats  # noqa: PLC0415 -- slow import

    seen = formats.look(file, country=country)
    if as_json:
        typer.echo(json.dumps(seen.as_json(), ensure_ascii=False, indent=2))
    else:
        rows = [
            (column.header, column.field, f"{column.sureness:.0%}", column.because, column.example)
            for column in seen.columns
        ]
        screen.data.print(
            screen.table(
                f"{file.name}: {seen.format}, {seen.encoding or 'no text encoding'}",
                ("column", "field", "sure", "because", "for instance"),
                rows,
                right=(2,),
            )
        )
    if write:
        formats.mapping.write(write, seen)
        screen.words.print(
            f"Wrote {screen.shown(write)}. Edit it, then: weft networks {file.name} --mapping {screen.shown(write)} --out found"
        )
