"""Which encoding a file is in, among those the region writes.

First what is certain: byte order marks, the zero bytes of UTF-16, text that is UTF-8 throughout. Then what is likely: each legacy
encoding decodes a sample, and the text is scored by how much it looks like the writing that encoding is for. A file that is mostly
UTF-8 with bad rows stays UTF-8; those rows are read in whatever scores best for them alone, and are listed.
Same bytes, same answer; no dice, no learned model.
"""

import re
from dataclasses import dataclass
from typing import Final

from weft.formats import writing

# Codec names of Python's standard library. TIS-620 is read as Windows-874 and GBK as GB18030: each contains the other.
LEGACY: Final = ("cp874", "gb18030", "cp950", "big5hkscs", "cp949", "cp932", "cp1258", "cp1252")
_HOME: Final = {
    "TH": ("cp874",),
    "VN": ("cp1258",),
    "CN": ("gb18030",),
    "SG": ("gb18030",),
    "MY": ("gb18030",),
    "TW": ("cp950", "big5hkscs"),
    "HK": ("big5hkscs", "cp950"),
    "MO": ("big5hkscs", "cp950"),
    "KR": ("cp949",),
    "JP": ("cp932",),
}
# Enough for any of these scripts to show itself, and a tenth of a second at most.
_SAMPLE_BYTES: Final = 48_000
_BLOCK: Final = 1 << 22
_SURE: Final = 0.5

_NON_ASCII_LINE: Final = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_BAD: Final = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding with the reason it was chosen."""

    name: str
    """Python's codec name: ``utf-8``, ``utf-16-le``, ``cp874`` and so on."""
    bom: int
    """Bytes of byte order mark before the text."""
    because: str
    sure: bool = True
    clean: bool = True
    """False when some bytes of the file are not text in this encoding."""


def detect(data: bytes, country: str | None = None) -> Encoding:
    """The encoding of ``data``. ``country`` (where the file comes from) tips the scale between legacy encodings only."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return Encoding(name, len(mark), "byte order mark", clean=name != "utf-8" or _is_utf8(data[len(mark) :]))
    wide = _wide(data)
    if wide:
        return Encoding(wide, 0, "every other byte is as UTF-16 has it")
    if _is_utf8(data):
        return Encoding("utf-8", 0, "valid UTF-8 throughout")
    good, bad = _utf8_lines(data)
    # Legacy text is almost never valid UTF-8 by chance over a whole line; a fifth of the lines is no accident.
    if good * 4 >= bad and good:
        return Encoding("utf-8", 0, f"{good} lines of a sample are UTF-8, {bad} are not", clean=False)
    name, score, second = best(_sample(data), country)
    return Encoding(
        name,
        0,
        f"reads as text of its language ({score:.2f}, next {second:.2f})",
        sure=score >= _SURE and score - second >= 0.05,
        clean=_is_valid(data, name),
    )


def best(sample: bytes, country: str | None = None) -> tuple[str, float, float]:
    """(codec, its score, score of the next) of the legacy encoding the sample reads best in; scores run from 0 to about 1."""
    scored = []
    for place, name in enumerate(LEGACY):
        text = sample.decode(name, errors="surrogateescape")
        home = 0.1 if name in _HOME.get(country or "", ()) else 0.0
        scored.append((writing.plausibility(text, name) + home, -place, name))
    scored.sort(reverse=True)
    score, _, name = scored[0]
    # Big5 and its Hong Kong extension are no rivals.
    rivals = [one for one, _, other in scored[1:] if {name, other} != {"cp950", "big5hkscs"}]
    return name, score, rivals[0]


def mend(line: str, country: str | None = None) -> tuple[str, str | None]:
    """A line decoded with ``surrogateescape`` made whole: (text, codec it turned out to be in, or None when bytes were replaced)."""
    raw = line.encode("utf-8", "surrogateescape")
    bad = len(_BAD.findall(line))
    good = sum(1 for character in line if character > "\x7f") - bad
    if bad > good:
        # Two bytes prove nothing; a word does.
        name, score, _ = best(raw, country)
        text = raw.decode(name, errors="surrogateescape")
        if score >= _SURE and bad >= 4 and not _BAD.search(text):
            return writing.composed(text, name), name
    return _BAD.sub("\ufffd", line), None


def has_bad(text: str) -> bool:
    """Whether text decoded with ``surrogateescape`` holds bytes that were no text."""
    return _BAD.search(text) is not None


def _is_utf8(data: bytes) -> bool:
    return _is_valid(data, "utf-8")


def _is_valid(data: bytes, name: str) -> bool:
    """Whether all of it decodes, in pieces cut at line ends so that memory stays flat."""
    if data.isascii():
        return True
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _BLOCK) + 1 or len(data)
        try:
            data[at:end].decode(name)
        except UnicodeDecodeError:
            return False
        at = end
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: delimiters, figures and line ends leave zero bytes on one side only."""
    head = data[:_SAMPLE_BYTES]
    head = head[: len(head) // 2 * 2]
    if head.count(0) < max(2, len(head) // 50):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 10 > max(even, odd):
        return None
    try:
        text = head.decode(name)
    except UnicodeDecodeError:
        # The sample may have been cut inside a surrogate pair.
        text = head[:-2].decode(name, errors="replace")
    return name if text.count("\ufffd") * 100 <= len(text) and "\x00" not in text else None


def _utf8_lines(data: bytes) -> tuple[int, int]:
    good = bad = 0
    for line in _lines_with_high_bytes(data):
        text = line.decode("utf-8", errors="surrogateescape")
        wrong = len(_BAD.findall(text))
        right = sum(1 for character in text if character > "\x7f") - wrong
        good += right > wrong
        bad += right <= wrong
    return good, bad


def _sample(data: bytes) -> bytes:
    return b"\n".join(_lines_with_high_bytes(data))[:_SAMPLE_BYTES]


def _lines_with_high_bytes(data: bytes) -> list[bytes]:
    """Lines that are not plain ASCII from three places of the file, so that a long English opening hides nothing."""
    lines: list[bytes] = []
    for start in sorted({0, len(data) // 2, max(0, len(data) - _BLOCK)}):
        size = 0
        for match in _NON_ASCII_LINE.finditer(data, start):
            lines.append(match.group()[:4000])
            size += len(lines[-1])
            if size > _SAMPLE_BYTES // 3:
                break
    return lines
