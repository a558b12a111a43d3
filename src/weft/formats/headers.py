"""What a column's name says: matched against the header words of all the countries' languages.

A whole match is nearly certain; a word inside a longer name less so ("Suspect phone no."), and in scripts without spaces any
longer word inside counts. Words of whoever reported outrank the rest: "ผู้เสียหาย เบอร์โทร" is not the scammer's phone.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from weft import countries, kinds
from weft.formats import zawgyi

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
# phone1, phone2
_COUNTED: Final = re.compile(r"(?<=[^\W\d_])(?=\d{1,2}$)")
_PATH: Final = re.compile(r"[\w@$-]+(?:[./][\w@$-]+)+")
_BETWEEN: Final = re.compile(r"[\s@$_\-./\\()\[\]{}:;,#*'\"|&+?、：（）。]+")
# "Complaint #", "Case #": the sign says number.
_SHARP: Final = re.compile(r"(?<=\w)\s*#\s*$")
_LIST: Final = re.compile(r"[/,;|()（）、，]|\s(?:or|and|hoặc|và|หรือ|และ|atau|dan|或|或者)\s|หรือ|또는")
_LONGEST: Final = 120
# Alone these are a row's number; inside a longer name they say nothing ("account no").
_NUMBER: Final = frozenset({"no", "nr", "stt", "序号", "序號", "編號", "编号", "번호"})
# "value", "type", "id" at the end of a path are said of whatever stands before them.
_VAGUE: Final = frozenset({"identifiers", "category", "report_id"})
_KINDS: Final = frozenset(one.name for one in kinds.KINDS) | {"identifiers"}
# A single Han character or two letters of a script without spaces may be part of anything.
_SHORTEST_INSIDE: Final = 2
# "please give the phone" says phone as "phone" does, once several kinds stand side by side.
_PERSONAL: Final = frozenset({"detail", "details", "text", "content", "contents"})
_LISTED: Final = 0.65


@lru_cache(maxsize=8192)
def best(header: str) -> tuple[str | None, float, str]:
    """(field or None, sureness 0 to 1, reason) for one header cell."""
    folded = fold(header)
    if not folded:
        return None, 0.0, "the column has no name"
    if folded in _NUMBER:
        return "report_id", 0.75, f"the header says {folded!r}"
    scores = _scores(folded)
    exact = any(name != "reporter" and score >= 0.95 for name, (score, _) in scores.items())
    own = next((word for word in _victims() if _score(folded, word)), None)
    told = _told_by(folded, own) if not exact else None
    if told:
        return "narrative", 0.8, f"the header says {told!r}, by whoever reported"
    if own and not exact:
        return "reporter", 0.9, f"the header names who reported ({own!r})"
    last = last_name(header)
    if last != header:
        # "details.rir" is no story: of what stands before the last name only the kinds of identifiers go on.
        said = _scores(fold(last)).keys()
        if not said or said - _VAGUE:
            goes_on = _KINDS | {"reporter", "bank", *said}
            scores = {name: one for name, one in scores.items() if name in goes_on}
    if last != header and not exact:
        # "transfers.account.bank" of nested data: the last name says most.
        for name, (score, word) in _scores(fold(last)).items():
            if name not in _VAGUE and score - 0.05 > scores.get(name, (0.0, ""))[0]:
                scores[name] = (score - 0.05, word)
    if not exact and (bare := _without_suspect(folded)) != folded:
        # "ชื่อบัญชีปลายทาง" is the name of the account at the other end, and no account.
        for name, (score, word) in _scores(bare).items():
            if score - 0.05 > scores.get(name, (0.0, ""))[0]:
                scores[name] = (score - 0.05, word)
    if not scores:
        return None, 0.0, "the header says nothing we know"
    field = max(scores, key=lambda name: (scores[name][0], len(scores[name][1]), name))
    score, word = scores[field]
    return field, score, f"the header says {word!r}"


def _told_by(folded: str, own: str | None) -> str | None:
    """The word for a story that stands last behind who tells it: "victim statement", "analyst note"; their details are no story."""
    first, _, last = folded.rpartition(" ")
    if not first or last in _PERSONAL or not (own or _scores(first).keys() & {"reporter"}):
        return None
    return last if _scores(last).get("narrative", (0.0, ""))[0] >= 0.95 else None


def kinds_listed(header: str) -> set[str]:
    """The kinds of identifier that a header lists with marks between them: "phone / LINE / Facebook"."""
    parts = [part for part in _LIST.split(header) if part.strip()] if len(header) <= _LONGEST * 2 else []
    found = {best(part) for part in parts} if len(parts) > 1 else set()
    return {field for field, sure, _ in found if field in _KINDS and sure >= _LISTED}


def last_name(header: str) -> str:
    """The last name of a path ("_source.text"), the header itself where it is none."""
    return re.split(r"[./]", header)[-1] if _PATH.fullmatch(header) else header


def of_suspect(header: str) -> bool:
    """Whether a header names the suspect's side."""
    folded = fold(header)
    return any(_score(folded, word) for word in _suspects())


def says(header: str, field: str) -> bool:
    """Whether any word for ``field`` stands in the header, also where :func:`best` found another field more likely."""
    return field in _scores(fold(header))


@lru_cache(maxsize=4096)
def kind_named(cell: str) -> str | None:
    """The kind of identifier a cell names ("Phone", "银行账号", "MSISDN"), or None: what a column of types holds."""
    if len(cell) > 40:
        return None
    field, sure, _ = best(cell)
    return field if sure >= 0.75 and field in _KINDS else None


def _scores(folded: str) -> dict[str, tuple[float, str]]:
    scores: dict[str, tuple[float, str]] = {}
    for field, words in _words():
        # Only a word that stands in it can be what it says.
        score, word = max(((_score(folded, word), word) for word in words if word in folded), default=(0.0, ""))
        if score > 0:
            scores[field] = (score, word)
    return scores


def _without_suspect(folded: str) -> str:
    for word in _suspects():
        if _score(folded, word) and folded != word:
            if word.isascii() or " " in folded:
                return " ".join(f" {folded} ".replace(f" {word} ", " ").split())
            return folded.replace(word, "").strip()
    return folded


def fold(text: str) -> str:
    """Header text for comparison: NFKC, case folded, Zawgyi Burmese as Unicode, camelCase and punctuation as single spaces."""
    text = text[:_LONGEST]
    if zawgyi.is_zawgyi(text):
        text = zawgyi.to_unicode(text)
    text = _SHARP.sub(" no", text)
    text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
    text = _COUNTED.sub(" ", _CAMEL.sub(" ", text))
    return " ".join(_BETWEEN.sub(" ", text).casefold().split())


def _score(folded: str, word: str) -> float:
    if folded == word:
        return 0.95
    if word.isascii() or " " in folded:
        inside = f" {word} " in f" {folded} "
        if inside:
            return 0.6 + 0.25 * len(word) / len(folded)
    if not _is_spaced(word) and len(word) >= _SHORTEST_INSIDE and word in folded:
        return 0.55 + 0.25 * len(word) / len(folded)
    return 0.0


@lru_cache(maxsize=8192)
def _is_spaced(word: str) -> bool:
    """Whether the word's script parts words by spaces (Latin does; Thai, Lao, Khmer, Burmese, Han do not, Korean not reliably)."""
    return all(ord(character) < 0x0E00 or 0x1E00 <= ord(character) < 0x1F00 for character in word)


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (field, tuple(sorted({fold(word) for word in words} - {""})))
        for field, words in sorted(countries.header_words().items())
    )


@lru_cache(maxsize=1)
def _victims() -> tuple[str, ...]:
    return tuple(sorted({fold(word) for word in countries.victim_words()}, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def _suspects() -> tuple[str, ...]:
    return tuple(sorted({fold(word) for word in countries.suspect_words()}, key=lambda word: (-len(word), word)))
