"""Plain text: one report a paragraph, or the whole file as one.

Lines of dashes, equals signs or asterisks part reports where there are any; else blank lines do. A text with neither is one report, and
so is a chat saved from an app, however many lines it has, and a letter, whose end is its writer's own address. Paragraphs of ``Name: value``
lines are forms: their names become columns. Columns set with blanks are a table. A list of one identifier a line gives a report a line:
standing on one list ties nobody to anybody.
"""

import re
from typing import Final

from weft.formats import text_shapes
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, batched
from weft.formats.problems import problem
from weft.formats.text_lines import Lines

_RULE: Final = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,})\s*")


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """The reports of a text file, each numbered by the line it starts on."""
    source = Lines(name, data, encoding)
    lines = [line.rstrip("\r\n").lstrip("\ufeff") for line in source]
    fields = {"text": "narrative"}
    printed = text_shapes.ruled(lines)
    if printed is not None:
        top, rows = printed
        for number, line in enumerate(lines[:top], start=1):
            if line.strip():
                message = "expected a report, got a line above the table"
                source.problems.append(problem(name, number, "", "input.note_row", message, line.strip()))
        kept = [(number, row) for number, row in enumerate(rows, start=top + 1) if any(row)]
        return Grid(
            name=name,
            format="text",
            encoding=encoding.name,
            header=None,
            batches=batched([number for number, _ in kept], [row for _, row in kept], source.problems),
        )
    table = text_shapes.aligned(lines)
    if table is not None:
        numbers = [number for number, line in enumerate(lines, start=1) if line.strip()]
        return Grid(
            name=name,
            format="text",
            encoding=encoding.name,
            header=None,
            batches=batched(numbers, table, source.problems),
        )
    end = text_shapes.letter_ends(lines)
    if end is not None:
        letter = ["\n".join(lines[: end + 1]).strip(), "\n".join(lines[end + 1 :]).strip()]
        return Grid(
            name=name,
            format="text",
            encoding=encoding.name,
            header=["text", "signature"],
            batches=batched([1], [letter], source.problems),
            fields={"text": "narrative", "signature": "reporter"},
        )
    if text_shapes.is_chat(lines[:200]):
        return Grid(
            name=name,
            format="text",
            encoding=encoding.name,
            header=["text", "day"],
            batches=batched([1], [["\n".join(lines).strip(), text_shapes.day_of_chat(lines)]], source.problems),
            fields={"text": "narrative", "day": "reported_on"},
        )
    if text_shapes.is_list(lines):
        numbers = [number for number, line in enumerate(lines, start=1) if text_shapes.entry(line)]
        rows = [[text_shapes.entry(lines[number - 1])] for number in numbers]
        fields = {"text": "identifiers"}
    elif text_shapes.is_labelled_list(lines):
        numbers = [number for number, line in enumerate(lines, start=1) if line.strip() and not line.startswith("#")]
        rows = [[lines[number - 1].strip()] for number in numbers]
    else:
        numbers, texts = _paragraphs(lines)
        forms = [text_shapes.fields(text) for text in texts]
        if len(texts) > 1 and all(forms[1:]) and not forms[0] and text_shapes.is_title(texts[0]):
            message = "expected a report, got the title of those below"
            source.problems.append(problem(name, numbers[0], "", "input.note_row", message, texts[0]))
            del numbers[0], texts[0], forms[0]
        if texts and sum(1 for form in forms if form) * 10 >= 9 * len(texts):
            return _forms(name, encoding, numbers, texts, forms, source)
        rows = [[text] for text in texts]
    return Grid(
        name=name,
        format="text",
        encoding=encoding.name,
        header=["text"],
        batches=batched(numbers, rows, source.problems),
        fields=fields,
    )


def _paragraphs(lines: list[str]) -> tuple[list[int], list[str]]:
    """(first line, text) of what blank lines part, or rules where there are any."""
    ruled = any(_RULE.fullmatch(line) for line in lines)
    numbers: list[int] = []
    texts: list[str] = []
    start, paragraph = 0, list[str]()
    for number, line in enumerate([*lines, ""], start=1):
        ends = number > len(lines) or (_RULE.fullmatch(line) is not None if ruled else not line.strip())
        if ends and paragraph:
            text = "\n".join(paragraph).strip()
            if text:
                numbers.append(start)
                texts.append(text)
            paragraph = []
        elif not ends and (paragraph or line.strip()):
            start = start if paragraph else number
            paragraph.append(line)
    return numbers, texts


def _forms(
    name: str,
    encoding: Encoding,
    numbers: list[int],
    texts: list[str],
    forms: list[list[tuple[str, str]] | None],
    source: Lines,
) -> Grid:
    """Forms as rows; what is no form keeps its text in a column of its own, and the same name twice is one cell of both values."""
    header: dict[str, int] = {}
    rows: list[list[str]] = []
    for text, form in zip(texts, forms, strict=True):
        row: dict[int, str] = {}
        for field, value in form or [("text", text)]:
            place = header.setdefault(field, len(header))
            row[place] = f"{row[place]}; {value}" if row.get(place) else value
        rows.append([row.get(place, "") for place in range(len(header))])
    rows = [row + [""] * (len(header) - len(row)) for row in rows]
    return Grid(
        name=name,
        format="text",
        encoding=encoding.name,
        header=list(header),
        batches=batched(numbers, rows, source.problems),
    )
