"""`weft press`: what a news article says, as suggestions with their sentences."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen
from weft.errors import FileNotRead

NAME = "press"
EXAMPLE = "weft press article.txt"


def command(
    file: Annotated[
        Path,
        typer.Argument(metavar="ARTICLE", help="The article as plain text, in any encoding we read. '-' reads stdin."),
    ],
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            help="Day of publication, YYYY-MM-DD; relative dates count from it. Default: the day the text gives.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="en, vi, th, zh, ko, km or lo. Default: told by the script.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON on stdout.")] = False,
) -> None:
    """Read a news article: who, which countries and bodies, meetings, forums, tracks, commitments with their dates.

    Everything is a suggestion, shown with the sentence it came from. Nothing is fetched and nothing is kept.
    """
    from weft import press  # noqa: PLC0415 -- slow import

    article = press.read(press.text_of(_bytes(file)), published=_day(published), language=language)
    if as_json:
        typer.echo(json.dumps(article.as_json(), ensure_ascii=False, indent=2))
        return
    when = article.published.isoformat() if article.published else "day unknown"
    title = f"{article.agency or 'agency unknown'}, {article.place or 'place unknown'}, {when} ({article.language})"
    rows = [
        (
            fact.kind,
            fact.value,
            ", ".join(f"{name} {value}" for name, value in fact.details.items()),
            fact.as_written,
            str(fact.sentence + 1),
        )
        for fact in article.facts
    ]
    screen.data.print(screen.table(title, ("what", "value", "says", "as written", "sentence"), rows, right=(4,)))
    for number in sorted({fact.sentence for fact in article.facts}):
        screen.data.print(
            screen.printable(f"{number + 1:>3}  {article.sentence(number)}"), highlight=False, markup=False
        )
    for note in article.notes:
        screen.words.print(note)


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as problem:
        raise FileNotRead(f"{file}: {problem.strerror}", hint="Give the path of a text file.") from problem


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(f"{text!r} is no day like 2031-05-06") from problem
