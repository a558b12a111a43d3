"""The million reports of `main_job.py`: an invented world, written as its nine offices write it, and again as one CSV and one JSONL.

The offices' files are CSV of several encodings and delimiters, JSON Lines, a workbook and loose notes in eight languages. The two single
files hold the same reports under one English header with ISO days, as a national hotline would export them.
"""

import csv
import datetime as dt
import json
from pathlib import Path

from weft.testing import world

FIELDS = (
    "report_id",
    "reported_on",
    "country",
    "category",
    "reporter",
    "phone",
    "bank",
    "bank_account",
    "wallet",
    "url",
    "platform",
    "handle",
    "amount",
    "narrative",
)


def write(folder: Path, reports: int, seed: int) -> None:
    """Write ``offices/``, ``one.csv`` and ``one.jsonl`` into ``folder``, unless they stand there."""
    if (folder / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    made = world.make(seed, reports)
    made.write(folder / "offices")
    day, first = made.plan.day.tolist(), made.knobs.first_on
    with (
        (folder / "one.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / "one.jsonl").open("w", encoding="utf-8") as lines,
    ):
        rows = csv.writer(table)
        rows.writerow(FIELDS)
        for number, told in enumerate(made.told()):
            fields = told.fields | {
                "reported_on": (first + dt.timedelta(days=day[number])).isoformat(),
                "country": told.office.country,
            }
            rows.writerow([fields.get(name, "") for name in FIELDS])
            lines.write(json.dumps({n: v for n in FIELDS if (v := fields.get(n))}, ensure_ascii=False) + "\n")
    (folder / "done").touch()


def report_files(folder: Path) -> list[Path]:
    """The offices' report files, without the truth beside them."""
    return sorted(path for path in (folder / "offices").iterdir() if "truth" not in path.name)
