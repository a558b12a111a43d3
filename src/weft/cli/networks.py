"""`weft networks`: report files in, networks out. The main job."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen
from weft.cli.options import Country, Files, Mapping

NAME = "networks"
EXAMPLE = "weft networks reports.csv more.csv --out found"


def command(
    files: Files,
    out: Annotated[Path, typer.Option("--out", help="Folder for the results; made when absent.")],
    mapping: Mapping = None,
    country: Country = None,
    watch: Annotated[
        list[Path] | None,
        typer.Option("--watch", help="List of wallets or other identifiers to look out for. Repeatable."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", help="Results of an earlier run: networks keep its names. Default: what stands in --out."
        ),
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option(
            "--judgements",
            help="CSV of what people said, columns report_id, other, judgement (same, different, unsure); the run obeys it.",
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier results in --out.")] = False,
    safe: Annotated[
        bool,
        typer.Option(
            "--spreadsheet",
            help="CSV files for a spreadsheet: nothing in them can run as a formula. Other programs want the plain ones.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no summary.")] = False,
) -> None:
    """Find the networks behind reports.

    Writes members.csv, sightings.csv, networks.csv, ties.csv, damped.csv, problems.csv, changes.csv, duplicates.csv and
    index.html (the page a person reads; opens offline) into the folder.
    """
    from weft.cli import summary  # noqa: PLC0415 -- slow import
    from weft.findings import run  # noqa: PLC0415 -- slow import

    with screen.progress(quiet=quiet) as step:
        done = run.networks(
            files, out, mapping=mapping, country=country, watch=watch or [], since=since, judgements=judgements,
            fresh=fresh, safe=safe, progress=step,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
    if not quiet:
        summary.show(done)
