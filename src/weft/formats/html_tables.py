"""Web pages that hold a table: what many offices' "Excel export" really is. The largest table of the page is read.

No parser of whole pages: only the tags of tables matter, and each is found in one pass, so that no page can make the search long.
"""

import html
import re
from typing import Final

from weft.errors import FileNotRead
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, batched
from weft.formats.text_lines import decode

_TAG: Final = re.compile(r"<(/?)(table|tr|td|th|br|p|div|script|style)\b([^<>]*)>", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b([^<>]*)>")
_HREF: Final = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\s\"'<>]{1,2000})", re.IGNORECASE)
_OTHER_TAG: Final = re.compile(r"<[^<>]*>")
_SPAN: Final = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """The rows of the page's largest table. Raises FileNotRead when it has none."""
    rows = largest(decode(data, encoding))
    if not rows:
        raise FileNotRead(
            f"{name} is a web page without a table, which is not read",
            hint="copy its text into a .txt file, or its table into a spreadsheet",
        )
    return Grid(
        name=name,
        format="html",
        encoding=encoding.name,
        header=None,
        batches=batched(list(range(1, len(rows) + 1)), rows),
    )


def largest(text: str) -> list[list[str]]:
    """The rows of the largest table in ``text``; none where it has no table."""
    return max(_tables(text), key=lambda one: sum(map(len, one)), default=[])


def _tables(text: str) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    open_tables: list[list[list[str]]] = []
    cell: list[str] | None = None
    span, at, skipping = 1, 0, ""
    for match in _TAG.finditer(text):
        closes, tag, rest = match[1], match[2].lower(), match[3]
        if cell is not None and not skipping:
            cell.append(text[at : match.start()])
        at = match.end()
        if tag in {"script", "style"}:
            skipping = "" if closes else tag
            continue
        if skipping:
            continue
        if tag in {"br", "p", "div"}:
            if cell:
                cell.append("\n")
            continue
        # Any other tag of a table ends the cell before it, closed or not.
        if cell is not None and open_tables:
            rows = open_tables[-1]
            if not rows:
                rows.append([])
            rows[-1] += [_plain("".join(cell)), *[""] * (span - 1)]
            cell = None
        if tag == "table":
            if closes:
                tables += [open_tables.pop()] if open_tables else []
            elif len(open_tables) < 20:
                open_tables.append([])
        elif not closes and open_tables:
            if tag == "tr":
                open_tables[-1].append([])
            else:
                cell, span = [], int(found[1]) if (found := _SPAN.search(rest)) else 1
    return [[row for row in rows if any(row)] for rows in [*tables, *open_tables]]


def plain(text: str) -> str:
    """The words of a page without its tags, and the addresses its links lead to; a line for each block."""
    words: list[str] = []
    at, hidden = 0, ""
    for match in _ANY_TAG.finditer(text):
        closes, tag = match[1], match[2].lower()
        if not hidden:
            words.append(text[at : match.start()])
        at = match.end()
        if tag in {"script", "style"}:
            hidden = "" if closes else tag
        elif tag in {"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3"}:
            words.append("\n")
        elif tag == "a" and (link := _HREF.search(match[3])):
            words.append(f" {link[1]} ")
    return _plain("".join([*words, "" if hidden else text[at:]]))


def _plain(cell: str) -> str:
    text = html.unescape(_OTHER_TAG.sub("", cell))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
