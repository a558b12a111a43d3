"""From an item's values to what a partner gets: the only door, and it asks the gate."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from weft import errors
from weft.release.decide import Decision, Item, Redact, Refuse


class Seen(NamedTuple):
    """One field as a recipient would see it."""

    name: str
    value: Any
    """The value, or None when it is withheld."""
    withheld: str
    """Code of the reason, empty when it is shown."""


def part(item: Item, values: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    """The values that may go under ``decision``, in the item's order of fields.

    A value whose field the item does not declare never goes. Raises errors.Refused when nothing may.
    """
    if isinstance(decision, Refuse):
        raise errors.Refused(decision.because, reason=decision.reason)
    withheld = decision.withheld if isinstance(decision, Redact) else {}
    return {name: values[name] for name in item.fields if name in values and name not in withheld}


def preview(item: Item, values: Mapping[str, Any], decision: Decision) -> list[Seen]:
    """What would they see? Every field with its value or the reason it stays; refused things show only reasons."""
    if isinstance(decision, Refuse):
        return [Seen(name, None, decision.reason) for name in item.fields]
    withheld = decision.withheld if isinstance(decision, Redact) else {}
    return [
        Seen(name, None, withheld[name]) if name in withheld else Seen(name, values.get(name), "")
        for name in item.fields
    ]
