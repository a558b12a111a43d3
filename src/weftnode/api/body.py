"""Bodies of requests, read strictly (RFC 8259, and what RFC 7493 asks of those who exchange it).

Two readers of one text must not see two things: a key said twice, a number that no double holds, half a character are refused and the place
is named. Parsers disagree about just these, and past flaws of such systems came of it (a second `tlp` that won over the first).
"""

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

DEEPEST = 64
# What SQLite, PostgreSQL and every client's integer hold.
LARGEST = 2**63 - 1
_LONGEST_NUMBER = 400


class BodyWrong(ValueError):
    """A body that is not taken. ``errors`` are pairs of the place (`identifiers.3`; empty for the whole) and the reason."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{place}: {why}" if place else why for place, why in errors))
        self.errors = errors


class _Bad:
    """Stands in a parsed body where something was written that is not taken."""

    def __init__(self, why: str) -> None:
        self.why = why


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def read(data: bytes) -> Any:
    """The value of a JSON text. Raises BodyWrong with every place that is wrong."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise BodyWrong(("", f"not UTF-8 at byte {wrong.start}")) from None
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_int=_whole, parse_float=_fraction, parse_constant=_constant
        )
    except json.JSONDecodeError as wrong:
        raise BodyWrong(("", f"line {wrong.lineno}, column {wrong.colno}: {wrong.msg}")) from None
    except RecursionError:
        raise BodyWrong(("", f"nested deeper than {DEEPEST}")) from None
    errors = list(_walk(found))
    if errors:
        raise BodyWrong(*errors[:20])
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = _Doubled(made)
    doubled.key = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return doubled


def _whole(text: str) -> "int | _Bad":
    number = int(text) if len(text) <= 20 else LARGEST + 1
    return number if -LARGEST <= number <= LARGEST else _Bad("a number that is too large")


def _fraction(text: str) -> "float | _Bad":
    number = float(text) if len(text) <= _LONGEST_NUMBER else math.inf
    return number if math.isfinite(number) else _Bad("a number that is too large")


def _constant(text: str) -> _Bad:
    return _Bad(f"{text} is no number of JSON")


def _walk(found: Any) -> Iterator[tuple[str, str]]:
    """Every place that is wrong, without recursion."""
    left: list[tuple[tuple[str, ...], Any]] = [((), found)]
    while left:
        place, value = left.pop()
        name = ".".join(place)
        if len(place) > DEEPEST:
            yield name[:200], f"nested deeper than {DEEPEST}"
        elif isinstance(value, _Bad):
            yield name, value.why
        elif isinstance(value, str):
            if not _whole_characters(value):
                yield name, "half a character (a surrogate that stands alone)"
        elif isinstance(value, dict):
            if isinstance(value, _Doubled):
                yield ".".join((*place, _shown(value.key))), "said twice"
            for key in value:
                if not _whole_characters(key):
                    yield name, "a key with half a character (a surrogate that stands alone)"
            left += [((*place, _shown(key)), inside) for key, inside in value.items()]
        elif isinstance(value, list):
            left += [((*place, str(at)), inside) for at, inside in enumerate(value)]


def _whole_characters(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def _shown(key: str) -> str:
    return key[:60].encode("utf-8", "replace").decode()
