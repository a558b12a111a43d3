"""Plain text: one report a paragraph, or the whole file as one.

Lines of dashes, equals signs or asterisks part reports where there are any; else blank lines do. A text with neither is one report.
"""

import re
from typing import Final

from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, batched
from weft.formats.text_lines import Lines

_RULE: Final = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,})\s*")


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """The reports of a text file, each numbered by the line it starts on."""
    source = Lines(name, data, encoding)
    lines = [line.rstrip("\r\n").lstrip("\ufeff") for line in source]
    ruled = any(_RULE.fullmatch(line) for line in lines)
    numbers: list[int] = []
    rows: list[list[str]] = []
    start, paragraph = 0, list[str]()
    for number, line in enumerate([*lines, ""], start=1):
        ends = number > len(lines) or (_RULE.fullmatch(line) is not None if ruled else not line.strip())
        if ends and paragraph:
            text = "\n".join(paragraph).strip()
            if text:
                numbers.append(start)
                rows.append([text])
            paragraph = []
        elif not ends and (paragraph or line.strip()):
            start = start if paragraph else number
            paragraph.append(line)
    return Grid(
        name=name,
        format="text",
        encoding=encoding.name,
        header=["text"],
        batches=batched(numbers, rows, source.problems),
        fields={"text": "narrative"},
    )
