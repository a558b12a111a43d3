"""What people see on the terminal: progress while it is long, a table at the end, errors. All of it on stderr."""

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import typer
from rich import box
from rich.console import Console, Group
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

# A pipe or a file has no width: wide enough that nothing is folded there.
_NO_TERMINAL = 4000


def _console(*, stderr: bool) -> Console:
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        width=None if terminal else _NO_TERMINAL,
        soft_wrap=False,
    )


words = _console(stderr=True)
"""Where words go. Markup is off: what a report says is never an instruction to the terminal."""
data = _console(stderr=False)
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
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=words, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(printable(what)[:50], total=total or None)
            # What is done leaves the screen: a folder of a thousand files shows the few that are being read.
            bars.update(tasks[what], completed=done, total=total or None, visible=not total or done < total)

        yield step


def table(
    title: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> Group:
    """A title and a table without vertical lines; ``right`` names columns of figures, ``whole`` those never folded."""
    grid = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(header):
        kept = place in whole or place in right
        grid.add_column(
            name, justify="right" if place in right else "left", no_wrap=kept, overflow="ellipsis" if kept else "fold"
        )
    for row in rows:
        grid.add_row(*(printable(cell) for cell in row))
    return Group(Text(printable(title), style="bold"), grid)


def printable(text: str) -> str:
    """``text`` without what would move the cursor or turn the line around (control, format and bidi characters)."""
    # Joiners shape Khmer, Burmese and Indic text: they stay. Line ends become spaces.
    signs = (" " if sign in "\n\t" else sign for sign in text)
    return "".join(
        sign
        if sign in "\u200b\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else "\ufffd"
        for sign in signs
    )


def shown(path: Path) -> str:
    """``path`` as a person typed it, or as short as it gets."""
    try:
        return printable(str(path.relative_to(Path.cwd())))
    except ValueError:
        return printable(str(path))


def complain(sentence: str, hint: str | None, code: int) -> int:
    """Say what is wrong and what to do about it; the exit code comes back."""
    typer.echo(f"weft: error: {printable(sentence)}", err=True)
    if hint:
        typer.echo(f"weft: hint: {printable(hint)}", err=True)
    return code


def complain_of_usage(problem: Exception) -> int:
    """A command that was typed wrong; without any words at all, the help."""
    where = getattr(problem, "ctx", None)
    if type(problem).__name__ == "NoArgsIsHelpError" and where is not None:
        typer.echo(where.get_help(), err=True)
        return 2
    sentence = getattr(problem, "format_message", problem.__str__)()
    return complain(sentence, f"{where.command_path if where else 'weft'} --help", 2)


def stopped() -> int:
    """Ctrl-C: files are moved into place whole at the end, so the results that were there are still there."""
    typer.echo("weft: stopped; nothing was written", err=True)
    return 130
