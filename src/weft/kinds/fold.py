"""Folding text before anything is looked for in it, without losing where each character stood.

Digits of all scripts become ASCII digits, full-width and mathematical letters ASCII letters, the many dashes and quotes one each;
invisible characters go; defanged addresses are mended. Letters of other scripts stay as they are. No Unicode normal form is
computed anywhere (a run of 80,000 combining marks costs nothing here): every step maps one character to one or none.

:func:`fold_text` is for a cell or a candidate; :class:`Batch` folds many texts at once into arrays for ``weft.kinds.find``.
"""

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from weft.kinds import defang, letters, spoken


class Folded:
    """Folded text, and the way back to the text it was made from."""

    __slots__ = ("_places", "text")

    def __init__(self, text: str, places: list[int] | None) -> None:
        self.text = text
        self._places = places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` (one past the last) of the folded text stood in the original."""
        if self._places is None:
            return start, end
        if start >= end:
            at = self._places[start] if start < len(self._places) else (self._places[-1] + 1 if self._places else 0)
            return at, at
        return self._places[start], self._places[end - 1] + 1


@functools.cache
def _mapping() -> dict[int, str | None]:
    """For ``str.translate``: every character beyond ASCII that changes."""
    as_ascii, _ = letters.tables()
    mapping: dict[int, str | None] = {}
    for cp in np.flatnonzero((as_ascii < 0x80) | (as_ascii == letters.DELETED)).tolist():
        code = int(as_ascii[cp])
        if code != cp:
            mapping[cp] = None if code == letters.DELETED else chr(code)
    return mapping


def fold_text(text: str) -> Folded:
    """``text`` folded. 0.2 us for plain ASCII without brackets, 2 us and 0.1 us a character for the rest."""
    if text.isascii():
        if not (
            "[" in text or "(" in text or "{" in text or "<" in text or " ." in text or "\t" in text or "\r" in text
        ):
            return Folded(text, None)
        mapped = text.replace("\t", " ").replace("\r", "\n")
        places = None
    else:
        mapping = _mapping()
        mapped = text.translate(mapping)
        places = None
        if len(mapped) != len(text):
            places = [at for at, char in enumerate(text) if mapping.get(ord(char), "") is not None]
    return _refang(mapped, places)


def _refang(text: str, places: list[int] | None) -> Folded:
    edits = []
    if any(True for _ in defang.TEXT.finditer(text)):
        codes = text.encode("latin-1", "replace") if text.isascii() else _codes(text)
        for pattern in (defang.BRACKETED, defang.SPACED):
            edits += [e for m in pattern.finditer(codes) if (e := defang.edit(codes, m)) is not None]
    if not edits:
        return Folded(text, places)
    kept = list(range(len(text))) if places is None else places
    pieces, where, at = [], [], 0
    for start, end, instead in sorted(edits):
        if start < at:
            continue
        pieces += [text[at:start], instead]
        where += kept[at:start] + kept[start : start + len(instead)]
        at = end
    pieces.append(text[at:])
    where += kept[at:]
    return Folded("".join(pieces), where)


def _codes(text: str) -> bytes:
    as_ascii, _ = letters.tables()
    return as_ascii.take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)).tobytes()


class Batch:
    """Many texts folded at once, between NUL characters, as two byte strings of equal length.

    ``codes`` keeps case and says of each character what ``letters.ascii_of`` says; ``plain`` is for looking up words.
    Folding costs about 4 ns a character.
    """

    __slots__ = ("_removed", "_shifted", "array", "codes", "joined", "plain", "starts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\0".join(("", *texts, ""))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        self.starts: list[int] = np.concatenate([[1], 1 + np.cumsum(sizes)]).tolist()
        """Where each text begins in ``joined``; one more entry for the end."""
        self._removed: list[int] = []
        self._shifted: list[int] = []
        self._fold()

    def _fold(self) -> None:
        if self.joined.isascii():
            raw = self.joined.encode("ascii")
            codes = raw.translate(_ASCII)
            plain = codes.lower()
        else:
            as_ascii, as_plain = letters.tables()
            points = np.frombuffer(self.joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
            coded = as_ascii.take(points)
            worded = as_plain.take(points)
            gone = np.flatnonzero(coded == letters.DELETED)
            if len(gone):
                coded = np.delete(coded, gone)
                worded = np.delete(worded, gone)
                self._forget(gone)
            codes = coded.tobytes()
            plain = worded.tobytes()
        codes = _stops(codes)
        edits = _edits(codes) + spoken.edits(codes, plain, self.joined, self.places, self.folded_place)
        if edits:
            codes, plain = self._apply(codes, plain, edits)
        self.codes = codes
        self.plain = plain
        self.array: npt.NDArray[np.uint8] = np.frombuffer(codes, np.uint8)

    def _forget(self, gone: npt.NDArray[np.int64]) -> None:
        """Remember removed places (in what is left of the original by now) so that :meth:`place` can count them."""
        if self._removed:
            before = np.array(self._removed)
            # A place of the text as it is now, back to the original: add what was removed at or before it.
            gone = np.sort(np.concatenate([before, gone + np.searchsorted(_shifted(before), gone, "right")]))
        self._removed = gone.tolist()
        self._shifted = _shifted(gone).tolist()

    def _apply(self, codes: bytes, plain: bytes, edits: list[defang.Edit]) -> tuple[bytes, bytes]:
        pieces: list[bytes] = []
        words: list[bytes] = []
        gone: list[int] = []
        at = 0
        for start, end, instead in sorted(edits):
            if start < at:
                continue
            raw = instead.encode("ascii")
            pieces += [codes[at:start], raw]
            words += [plain[at:start], raw]
            gone += range(start + len(raw), end)
            at = end
        self._forget(np.array(gone, np.int64))
        return b"".join([*pieces, codes[at:]]), b"".join([*words, plain[at:]])

    def folded_starts(self) -> list[int]:
        """``starts`` in places of the folded text."""
        if not self._removed:
            return self.starts
        starts = np.array(self.starts)
        return [int(at) for at in starts - np.searchsorted(np.array(self._removed), starts)]

    def place(self, at: int) -> int:
        """Where a character of the folded text stood in ``joined``."""
        return at + bisect_right(self._shifted, at) if self._removed else at

    def places(self, at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """:meth:`place` of many."""
        return at + np.searchsorted(self._shifted, at, "right") if self._removed else at

    def folded_place(self, at: int) -> int:
        """Where a character of ``joined`` stands in the folded text; for one that is gone, where the next one does."""
        return at - bisect_left(self._removed, at)


def _shifted(gone: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return gone - np.arange(len(gone))


_ASCII = bytes.maketrans(b"\t\x0b\x0c\r`", b" \n\n\n'")
_OPENING = np.zeros(256, bool)
_OPENING[[ord(c) for c in "[({<"]] = True
_INSIDE = np.zeros(256, bool)
_INSIDE[[ord(c) for c in " .dDaA@:/[({<"] + [letters.FULL_STOP]] = True


_BESIDE_STOP = np.zeros(256, bool)
_BESIDE_STOP[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")] = True


def _stops(codes: bytes) -> bytes:
    """Ideographic full stops right before a small Latin letter are dots: ``scam。com``. Elsewhere they end sentences."""
    if codes.find(letters.FULL_STOP) < 0:
        return codes
    array = np.frombuffer(codes, np.uint8)
    stops = np.flatnonzero(array[1:-1] == letters.FULL_STOP) + 1
    before, after = array[stops - 1], array[stops + 1]
    dots = stops[
        _BESIDE_STOP[before]
        & ((after >= 97) & (after <= 122) | (after >= 65) & (after <= 90) & (before >= 65) & (before <= 90))
    ]
    if len(dots) == 0:
        return codes
    changed = array.copy()
    changed[dots] = 46
    return changed.tobytes()


def _edits(codes: bytes) -> list[defang.Edit]:
    """Defanged places: brackets and dots behind a blank, found by arrays."""
    array = np.frombuffer(codes, np.uint8)
    edits = []
    opening = np.flatnonzero(_OPENING.take(array[:-1]))
    for at in opening[_INSIDE[array[opening + 1]]].tolist():
        match = defang.BRACKETED.match(codes, at)
        if match is not None and (e := defang.edit(codes, match)) is not None:
            edits.append(e)
    dots = np.flatnonzero(array == 46)
    for at in (dots[array[dots - 1] == 32] - 1).tolist():
        match = defang.SPACED.match(codes, at)
        if match is not None and (e := defang.edit(codes, match)) is not None:
            edits.append(e)
    return edits
