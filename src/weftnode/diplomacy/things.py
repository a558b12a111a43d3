"""Commitments, meetings and statements as the gate sees them: for "what would they see?", and to leave as a parcel through the one door.

Words as written are narrative: they go when somebody who read them has put a marking on the record. Who promised or came is a named person
and follows the agreement. A record that was withdrawn is an error and goes nowhere.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.errors import NothingFound
from weft.release import Item, Sort
from weftnode.accounts.models import Officer
from weftnode.diplomacy import queries
from weftnode.diplomacy.models import Commitment, Meeting, Statement
from weftnode.partners import markings
from weftnode.partners.things import Source, Thing

_COMMITMENT = {
    "number": Sort.PLAIN, "text": Sort.NARRATIVE, "summary": Sort.NARRATIVE, "language": Sort.PLAIN, "owner": Sort.PLAIN, "owner_country": Sort.PLAIN,
    "owner_name": Sort.PERSON, "other": Sort.PERSON, "other_countries": Sort.PLAIN, "strength": Sort.PLAIN, "sort": Sort.PLAIN, "made_on": Sort.PLAIN,
    "due_as_written": Sort.PLAIN, "due_on": Sort.PLAIN, "state": Sort.PLAIN,
}  # fmt: skip
_MEETING = {
    "number": Sort.PLAIN, "title": Sort.NARRATIVE, "language": Sort.PLAIN, "sort": Sort.PLAIN, "state": Sort.PLAIN, "first_on": Sort.PLAIN,
    "last_on": Sort.PLAIN, "country": Sort.COUNTRY, "place": Sort.DISTRICT, "countries": Sort.PLAIN, "convened_by": Sort.PERSON, "agreed": Sort.NARRATIVE,
    "came": Sort.PERSON,
}  # fmt: skip
_STATEMENT = {
    "number": Sort.PLAIN, "title": Sort.NARRATIVE, "sort": Sort.PLAIN, "issued_on": Sort.PLAIN, "countries": Sort.PLAIN, "language": Sort.PLAIN,
    "text": Sort.NARRATIVE,
}  # fmt: skip
_FIELDS = {"commitment": _COMMITMENT, "meeting": _MEETING, "statement": _STATEMENT}


def label(sort: str) -> str:
    """As the log and markings name records of a sort."""
    return f"diplomacy.{sort}"


def finder(sort: str) -> Callable[[Officer, int], Thing]:
    """What turns a record of a sort into what the gate looks at."""

    def find(viewer: Officer, pk: int) -> Thing:
        found = queries.record(viewer, sort, pk)
        if found.withdrawn_at is not None:
            raise NothingFound(f"this {sort} was withdrawn")
        marking = markings.of(label(sort), pk)
        fields = _FIELDS[sort]
        texts = frozenset(name for name, kind in fields.items() if kind is Sort.NARRATIVE)
        # Whoever put a marking on it has read its words: that is what clears them. Unmarked they would not leave anyway.
        values = {name: value for name, value in _values(found, sort).items() if value}
        item = Item(
            sort,
            {name: fields[name] for name in fields if name in values},
            cleared_texts=texts if marking else frozenset(),
        )
        return Thing(label(sort), pk, str(found), item, values, marking)

    return find


def _values(found: "Commitment | Meeting | Statement", sort: str) -> Mapping[str, Any]:
    values: dict[str, Any] = {name: getattr(found, name) for name in _FIELDS[sort] if hasattr(found, name)}
    values["number"] = queries.number(sort, found.pk)
    if isinstance(found, Meeting):
        values["came"] = [
            {"party": one.party, "person": one.person, "office": one.office, "came": one.came}
            for one in found.attendance.order_by("party", "pk")
        ]
    return values


def sources() -> list[Source]:
    """What this app brings."""
    words: dict[str, str | Promise] = {
        "number": _("number"), "text": _("as written"), "summary": _("in short"), "language": _("language"), "owner": _("who owes it"),
        "owner_country": _("country that promised"), "owner_name": _("who promised"), "other": _("to whom"),
        "other_countries": _("countries it was promised to"), "strength": _("how firm"), "sort": _("what it is"), "made_on": _("made on"),
        "due_as_written": _("due, as written"), "due_on": _("due on"), "state": _("state"), "title": _("title"), "first_on": _("first day"),
        "last_on": _("last day"), "country": _("country"), "place": _("place"), "countries": _("countries"), "convened_by": _("convened by"),
        "agreed": _("what was agreed"), "came": _("who came"), "issued_on": _("issued on"),
    }  # fmt: skip
    names = {"commitment": _("commitment"), "meeting": _("meeting"), "statement": _("statement")}
    return [Source(label(sort), name, finder(sort), _page(sort), words) for sort, name in names.items()]


def _page(sort: str) -> Callable[[int], str]:
    return lambda pk: reverse(f"diplomacy:{sort}", args=[pk])
