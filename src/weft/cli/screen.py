"""What people see on the terminal: progress while it is long, a table at the end. All of it on stderr."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

words = Console(stderr=True, highlight=False, markup=False)
"""Where words go. Markup is off: what a report says is never an instruction to the terminal."""
data = Console(highlight=False, markup=False)
"""Where tables go that were asked for as data."""


class Step(Protocol):
    """What a long-running part calls: what it does now, how far it is, and out of how much (0: unknown)."""

    def __call__(self, what: str, done: int, total: int) -> None: ...


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Step]:
    """A progress bar for each step of a long run; silent when stderr is not a terminal or ``quiet``."""
    if quiet or not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=words, transient=True) as bars:
        tasks: dict[str, int] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield step


def table(
    title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, right: tuple[int, ...] = ()
) -> Table:
    """A table for :data:`words`; ``right`` names the columns that hold figures."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for place, name in enumerate(header):
        grid.add_column(name, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(printable(cell) for cell in row))
    return grid


def printable(text: str) -> str:
    """``text`` without what would move the cursor or turn the line around (control and bidi characters)."""
    return "".join(sign if sign.isprintable() or sign == " " else "�" for sign in text)


def shown(path: Path) -> str:
    """``path`` as a person typed it, or as short as it gets."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
