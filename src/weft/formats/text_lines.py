"""Lines of text out of a file's bytes, decoded block by block so that a large file is never in memory twice."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from weft.formats import encodings, writing
from weft.formats.encodings import Encoding
from weft.formats.problems import problem
from weft.model import Problem

# Few enough calls to cost nothing, small enough that an emoji (four bytes a character for the whole block) does no harm.
_BLOCK: Final = 1 << 21


@dataclass(slots=True)
class Lines:
    """Iterate over the lines of a file, ends included (LF, CR LF or CR alone). Counts them, and lists what had to be mended."""

    file: str
    data: bytes
    encoding: Encoding
    country: str | None = None
    number: int = 0
    """Of the line given last; the first is 1."""
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        legacy = self.encoding.name != "utf-8"
        for text, dirty in _blocks(self.data, self.encoding):
            nul = "\0" in text
            for line in io.StringIO(text, newline=""):
                self.number += 1
                if nul and "\0" in line:
                    self._note("input.nul", f"{line.count(chr(0))} NUL characters were taken out", line)
                    line = line.replace("\0", "")
                if dirty and encodings.has_bad(line):
                    line = self._mended(line, legacy=legacy)
                yield line

    def _mended(self, line: str, *, legacy: bool) -> str:
        if legacy:
            mended = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in line)
            codec = None
        else:
            mended, codec = encodings.mend(line, self.country)
        if codec:
            self._note("input.mixed_encoding", f"expected {self.encoding.name}, and this row reads as {codec}", mended)
        else:
            self._note("input.bad_bytes", f"expected {self.encoding.name}; bytes that are none became U+FFFD", mended)
        return mended

    def _note(self, code: str, message: str, line: str) -> None:
        self.problems.append(problem(self.file, self.number, "", code, message, line.replace("\0", "").strip()))


def decode(data: bytes, encoding: Encoding) -> str:
    """All of ``data`` as text; bytes that are none, and lone surrogates, as U+FFFD."""
    text = "".join(block for block, _ in _blocks(data, encoding))
    if encodings.has_bad(text) or any("\ud800" <= character <= "\udfff" for character in text):
        text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def _blocks(data: bytes, encoding: Encoding) -> Iterator[tuple[str, bool]]:
    """(text, whether some bytes were none) of pieces that end where lines end."""
    at = encoding.bom
    end_mark = _line_end(data, encoding)
    width = len(end_mark)
    while at < len(data):
        end = data.find(end_mark, at + _BLOCK)
        while end >= 0 and (end - encoding.bom) % width:
            end = data.find(end_mark, end + 1)
        end = len(data) if end < 0 else end + width
        block = data[at:end]
        try:
            text, dirty = block.decode(encoding.name), False
        except UnicodeDecodeError:
            text, dirty = block.decode(encoding.name, errors=_tolerant(encoding.name)), True
            dirty = dirty and encodings.has_bad(text)
        yield writing.composed(text, encoding.name), dirty
        at = end


def _tolerant(name: str) -> str:
    """UTF-16 and 32 cannot be mended byte by byte."""
    return "replace" if name.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _line_end(data: bytes, encoding: Encoding) -> bytes:
    for mark in ("\n", "\r"):
        raw = mark.encode(encoding.name)
        if data.find(raw, encoding.bom, encoding.bom + _BLOCK) >= 0:
            return raw
    return "\n".encode(encoding.name)
