"""What `weft epoch` and `weft ask` share: options, and the list of rows that were not used."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen
from weft.errors import WeftError
from weft.model import Problem

Country = Annotated[
    str | None,
    typer.Option("--country", help="Country by which local numbers are read. Default: the party's own."),
]
Threads = Annotated[
    int | None, typer.Option("--threads", help="Threads to use. Default: one a processor.", min=1, max=256)
]
_MOST_SHOWN = 20


def now() -> dt.datetime:
    """The time by this machine: the engine has no clock."""
    return dt.datetime.now(dt.UTC)


def workers(threads: int | None) -> int:
    """How many cores to use."""
    return threads or os.cpu_count() or 1


def local(country: str | None) -> str | None:
    """A country as the engine spells it."""
    return country.upper() if country else None


def show(problems: Sequence[Problem], path: Path | None) -> None:
    """List the rows that were not used, each with its reason; all of them in ``path``."""
    if not problems:
        return
    from weft.findings import tables  # noqa: PLC0415 -- slow import

    for one in problems[:_MOST_SHOWN]:
        screen.words.print(screen.printable(f"  {one.file}, row {one.row}, {one.column or 'whole row'}: {one.message}"))
    if path is None:
        return
    tables.write_problems(path, problems)
    more = f"the first {_MOST_SHOWN} of " if len(problems) > _MOST_SHOWN else ""
    screen.words.print(f"Not used: {more}{len(problems):,} rows or values; all in {screen.shown(path)}.")


@contextmanager
def refusals() -> Iterator[None]:
    """Show the rows behind an error before the error itself is shown."""
    try:
        yield
    except WeftError as wrong:
        problems = wrong.data.get("problems")
        if isinstance(problems, list):
            show(problems, None)
        raise
