"""Where in a document its reports stand: lists of objects, objects by id, plain lists of identifiers, under whatever wrapper.

A document may hold several. The one that knows most of a report's fields is read, and with it the others that hold identifiers, each
under its own name; lists of people who use the system, and whatever else is left out, are told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from weft import kinds
from weft.formats import headers
from weft.formats.mapping import KIND_FIELDS

_DEEPEST: Final = 4
_LOOKED_AT: Final = 5
# The system's own people: their phones are no scammer's.
_PEOPLE: Final = frozenset(
    ["user", "users", "member", "members", "staff", "agent", "agents", "officer", "officers", "reporters", "victims", "accounts users", "contacts book", "participants", "operators"]
)  # fmt: skip
_HELD: Final = frozenset({*KIND_FIELDS, "identifiers", "narrative"})


@dataclass(slots=True)
class Found:
    """The entries of a document, and the lists of it that were left out as (path, how many)."""

    entries: list[Any]
    left_out: list[tuple[str, int]] = field(default_factory=list)


def entries(top: Any) -> Found | None:
    """The reports of a document, or None where it holds no list of any."""
    if isinstance(top, list) and any(isinstance(one, Mapping) for one in top):
        return Found(top)
    met = list(_collections(top))
    if not met:
        texts = list(_texts(top))
        return Found([{path: text} for path, values in texts for text in values]) if texts else None
    known = {path: _fields(records) | _named(path) for path, records in met}
    best, _ = max(met, key=lambda one: (len(known[one[0]]), len(one[1])))
    taken = [(path, records) for path, records in met if path == best or (known[path] & _HELD and not _is_people(path))]
    left_out = [(path, len(records)) for path, records in met if (path, records) not in taken]
    if len(taken) == 1:
        return Found(taken[0][1], left_out)
    named = [{f"{path}.{key}": value for key, value in one.items()} for path, records in taken for one in records]
    return Found(named, left_out)


def _collections(top: Any) -> Iterator[tuple[str, list[Any]]]:
    """(path, records) of every list of objects and every object of objects by id, outermost first."""
    waiting: list[tuple[str, Any, int]] = [("", top, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        if not isinstance(value, Mapping) or depth >= _DEEPEST:
            continue
        for key, inner in value.items():
            name = f"{path}.{key}" if path else str(key)
            if isinstance(inner, list) and inner and all(isinstance(one, Mapping) for one in inner):
                yield name, inner
            elif isinstance(inner, Mapping) and _is_by_id(inner):
                yield name, [{"id": own, **one} for own, one in inner.items()]
            else:
                waiting.append((name, inner, depth + 1))


def _is_by_id(value: Mapping[str, Any]) -> bool:
    """Whether an object holds records under their ids: objects that share most of their names, under names nobody knows."""
    inner = list(value.values())
    if len(inner) < 2 or not all(isinstance(one, Mapping) and one for one in inner):
        return False
    first = set(inner[0])
    alike = all(len(first & set(one)) * 2 >= min(len(first), len(one)) for one in inner[:20])
    return alike and not any(headers.best(str(key))[1] >= 0.75 for key in list(value)[:20])


def _texts(top: Any) -> list[tuple[str, list[str]]]:
    """(name, texts) of each list of identifiers beside a document's own description."""
    if not isinstance(top, Mapping) or all(isinstance(value, list) for value in top.values()):
        return []
    return [
        (str(key), value)
        for key, value in top.items()
        if isinstance(value, list) and len(value) > 1 and all(isinstance(one, str) for one in value)
        if sum(bool(kinds.find(one, None)) for one in value[:20]) * 5 >= 4 * min(20, len(value))
    ]


def _named(path: str) -> set[str]:
    said, sure, _ = headers.best(path.rpartition(".")[2])
    return {said} & _HELD if said and sure >= 0.75 else set()


def _fields(records: list[Any]) -> set[str]:
    known: set[str] = set()
    for one in records[:_LOOKED_AT]:
        waiting = [one]
        while waiting:
            record = waiting.pop()
            for key, value in record.items():
                said, sure, _ = headers.best(str(key))
                if said and sure >= 0.75 and said != "extra":
                    known.add(said)
                waiting += [value] if isinstance(value, Mapping) else []
    return known


def _is_people(path: str) -> bool:
    last = path.rpartition(".")[2]
    return headers.fold(last) in _PEOPLE or headers.best(last)[0] == "reporter"
