"""Workbooks: XLSX, XLSB, XLS and ODS, read by calamine in a child process with 1 GB of memory and a minute of CPU time.

What a workbook says about its own size is not believed, formulas are never computed (their stored results are read), hidden sheets
are read like others, and nothing it links to is opened. The limits of the child are POSIX resource limits; on other systems only
the look at the archive's directory stands guard.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from weft.errors import FileNotRead
from weft.formats import zip_guard
from weft.formats.grid import BATCH_ROWS, Batch, Grid, Number
from weft.formats.problems import problem

_CHILD: Final = Path(__file__).with_name("spreadsheet_child.py")
_SECONDS: Final = 120
_HINT: Final = "open it in a spreadsheet program and save the sheet as CSV"


def read(path: Path, name: str, *, sheet: str | None = None) -> Iterator[Grid]:
    """A grid for each sheet that holds anything. Raises FileNotRead for a damaged, locked or hostile workbook."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            zip_guard.check(path, name)
    sheets = _sheets(path, name, sheet)
    if not sheets:
        raise FileNotRead(
            f"{name} has no sheet {sheet!r}" if sheet else f"{name} holds no rows",
            hint="look at its sheets in a spreadsheet program",
        )
    for title, rows, problems in sheets:
        shown = name if len(sheets) == 1 else f"{name}[{title}]"
        numbers = [number for number, _ in rows]
        noted = [problem(shown, 0, "", "input.row_limit", message) for message in problems]
        yield Grid(
            name=shown,
            format="spreadsheet",
            encoding=None,
            header=None,
            sheet=title,
            batches=_batches(numbers, [row for _, row in rows]),
            problems=noted,
        )


def _batches(numbers: list[int], rows: list[list[str]]) -> Iterator[Batch]:
    for start in range(0, len(rows), BATCH_ROWS):
        yield Batch(numbers[start : start + BATCH_ROWS], rows[start : start + BATCH_ROWS])


def _sheets(path: Path, name: str, only: str | None) -> list[tuple[str, list[tuple[int, list[str]]], list[str]]]:
    """(title, numbered rows, what was left out) of each sheet with rows in it."""
    command = [sys.executable, "-I", str(_CHILD), str(path.resolve()), *([only] if only else [])]
    # stderr is the child's own cry when memory ends; the sentence for people is ours.
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 -- this interpreter, our own file
    try:
        sheets = _listen(child.stdout, name)
    finally:
        if child.poll() is None:
            child.kill()
        if child.stdout:
            child.stdout.close()
        child.wait(_SECONDS)
    return [one for one in sheets if one[1]]


def _listen(pipe: IO[bytes] | None, name: str) -> list[tuple[str, list[tuple[int, list[str]]], list[str]]]:
    sheets: list[tuple[str, list[tuple[int, list[str]]], list[str]]] = []
    number = 0
    for line in pipe or ():
        said: Any = json.loads(line)
        if isinstance(said, list):
            number += 1
            row = [cell if isinstance(cell, str) else _number(cell) for cell in said]
            if any(row):
                sheets[-1][1].append((number, row))
        elif "sheet" in said:
            sheets.append((said["sheet"], [], []))
            number = 0
        elif "error" in said:
            raise FileNotRead(f"{name} cannot be read as a workbook: {said['error']}", hint=_HINT)
        elif said.get("cut"):
            sheets[-1][2].append("only the first 1,048,576 rows and 256 columns are read")
        elif "stopped" in said:
            sheets[-1][2].append(f"reading stopped after 100 empty rows, at row {said['stopped']}")
        elif "end" in said:
            return sheets
    raise FileNotRead(f"{name} needs more memory or time than a report file should", hint=_HINT)


def _number(value: float) -> Number:
    """A number as a person would have typed it: 812345678, never 812345678.0 or 1e+16."""
    return Number(repr(value) if isinstance(value, float) else str(value))
