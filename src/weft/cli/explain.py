"""`weft explain`: why a network holds together, why a report is where it is, or where an identifier is seen."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen

NAME = "explain"
EXAMPLE = "weft explain 081-234-5678 --in found"


def command(
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="A network id, a report id, or an identifier as any report writes it.")
    ],
    results: Annotated[Path, typer.Option("--in", help="Folder that `weft networks` wrote.")] = Path("found"),
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON on stdout.")] = False,
) -> None:
    """Explain a network, a report or an identifier from the results of an earlier run."""
    from weft.findings import explain  # noqa: PLC0415 -- slow import

    answer = explain.explain(results, wanted)
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
        return
    screen.data.print(screen.printable(answer.sentence))
    for part in (one for one in answer.parts if one.rows):
        screen.data.print()
        screen.data.print(screen.table(part.title, part.header, part.rows))
        if part.left_out:
            screen.data.print(f"… and {part.left_out:,} more in {part.file}")
