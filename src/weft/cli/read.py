"""`weft read`: what is in a report file, as JSON Lines."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen
from weft.cli.options import Country, Files, Mapping

NAME = "read"
EXAMPLE = "weft read reports.csv --table"


def command(
    files: Files,
    mapping: Mapping = None,
    country: Country = None,
    table: Annotated[
        bool, typer.Option("--table", help="A table of the identifiers found, for eyes, instead of JSON Lines.")
    ] = False,
    problems: Annotated[
        Path | None, typer.Option("--problems", help="Write what could not be read into this CSV file.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no count of problems.")] = False,
) -> None:
    """Read report files and print one JSON object a report, with the identifiers found in it."""
    from weft import formats  # noqa: PLC0415 -- slow import
    from weft.findings import run, tables  # noqa: PLC0415 -- slow import

    with screen.progress(quiet=quiet) as step, run.named(files) as paths:
        reading = formats.read(paths, mapping=run.mapping_of(mapping), country=country, progress=run.reading_step(step))
    if problems:
        tables.write_problems(problems, reading.problems)
    if table:
        rows = [
            (str(report), kind, value, as_written) for report, kind, value, as_written in run.sighting_rows(reading)
        ]
        screen.data.print(screen.table("Identifiers", ("report", "kind", "value", "as written"), rows))
    else:
        for report in run.report_objects(reading):
            typer.echo(json.dumps(report, ensure_ascii=False))
    if not quiet:
        screen.words.print(
            f"{reading.reports.num_rows:,} reports, {reading.sightings.num_rows:,} sightings, {len(reading.problems):,} problems"
        )
        for problem in reading.problems[:10]:
            screen.words.print(
                screen.printable(
                    f"  {problem.file}, row {problem.row}, {problem.column or 'whole row'}: {problem.message}"
                )
            )
        if len(reading.problems) > 10:
            screen.words.print(f"  … and {len(reading.problems) - 10:,} more; --problems FILE writes all of them")
