"""Lists inside a report that name their kinds: ``[{"type": "phone", "value": "012 345 678"}, {"type": "bank_account", "bank": "ABA", …}]``."""

from collections.abc import Mapping
from typing import Any, Final

from weft.formats import headers

_TYPES: Final = ("type", "kind", "category", "name", "key", "label")


def by_kind(entries: list[Any]) -> list[tuple[str, Any]] | None:
    """(kind as written, what it holds) of each entry, or None where the entries do not name kinds.

    The value stands alone, with the bank's or platform's name before it where the entry gives one; whatever else an entry says keeps its
    own name.
    """
    if not entries or not all(isinstance(one, Mapping) for one in entries):
        return None
    said = next((name for name in entries[0] if headers.fold(str(name)) in _TYPES and _is_kind(entries, name)), None)
    if said is None:
        return None
    found: list[tuple[str, Any]] = []
    for one in entries:
        kind, rest = str(one.get(said) or "other"), {name: value for name, value in one.items() if name != said}
        holds = _value_name(rest, kind)
        if holds is None:
            found.append((kind, rest))
            continue
        value = rest.pop(holds)
        for name in list(rest):
            field = headers.best(str(name))[0]
            if isinstance(rest[name], str) and rest[name] and isinstance(value, str):
                if field == "bank" and headers.kind_named(kind) in {"bank_account", "identifiers"}:
                    value = f"{rest.pop(name)} {value}"
                elif field == "platform" and headers.kind_named(kind) == "handle":
                    value = f"{rest.pop(name)}: {value}"
        found.append((kind, value))
        found += [(str(name), inner) for name, inner in rest.items()]
    return found


def _is_kind(entries: list[Any], name: Any) -> bool:
    """Whether at least half of what stands under ``name`` are words for kinds."""
    words = [one.get(name) for one in entries]
    known = sum(1 for word in words if isinstance(word, str) and headers.kind_named(word))
    return known > 0 and known * 2 >= len(words)


def _value_name(entry: Mapping[Any, Any], kind: str) -> Any:
    """The name under which an entry keeps its value: one that says value, or number, or the kind again; else the only text there."""
    for name in entry:
        field, sure, _ = headers.best(str(name))
        if (field == "identifiers" and sure >= 0.75) or (field and field == headers.kind_named(kind)):
            return name
    for name in entry:
        if headers.fold(str(name)) in {"number", "no", "content", "data", "id", "text", "address"}:
            return name
    texts = [name for name, value in entry.items() if isinstance(value, str)]
    return texts[0] if len(texts) == 1 else None
