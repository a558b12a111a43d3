"""A file of what people said of reports: the judgements that the next run obeys."""

import csv
from pathlib import Path

from weft.errors import InputProblem
from weft.links.judged import VERDICTS

COLUMNS = ("report_id", "other", "judgement")


class JudgementsNotRead(InputProblem):
    """A file of judgements without its columns, or with a word that is no judgement."""

    code = "input.judgements"


def read(path: Path) -> dict[tuple[str, str], str]:
    """(report, other report or network) to ``same``, ``different`` or ``unsure``, from a CSV file with those three columns.

    A later row outranks an earlier one about the same two. Raises JudgementsNotRead with the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise JudgementsNotRead(
                    f"{path.name} has no column {', '.join(missing)}",
                    hint=f"A file of judgements has the columns {', '.join(COLUMNS)}.",
                )
            return {
                (row["report_id"] or "", row["other"] or ""): _verdict(row, path, number)
                for number, row in enumerate(rows, 2)
            }
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise JudgementsNotRead(f"{path.name} cannot be read: {problem}", hint="Save it as CSV in UTF-8.") from problem


def _verdict(row: dict[str, str], path: Path, number: int) -> str:
    said = (row["judgement"] or "").strip().casefold()
    if said not in VERDICTS:
        raise JudgementsNotRead(
            f"{path.name}, row {number}: {said[:40]!r} is no judgement", hint=f"Use one of {', '.join(VERDICTS)}."
        )
    return said
