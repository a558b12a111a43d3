"""What is said to a partner about a request, as the gate looks at it: one shape for everything, with the sort of every field.

The text of a request was read by whoever approved it, and that of an answer by whoever gave it: it is cleared for this one recipient.
Everything else of a record stays here: who wrote it, the room, the case, remarks.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft import release
from weft.release import Item, Sort
from weftnode.accounts.models import Officer
from weftnode.partners import markings
from weftnode.partners.things import Thing
from weftnode.requests import queries
from weftnode.requests.models import Answer, Reminder, Request

LABEL = "requests.request"


class Word(StrEnum):
    """What a letter is."""

    REQUEST = "request"
    RECEIPT = "receipt"
    ANSWER = "answer"
    REMINDER = "reminder"
    WITHDRAWAL = "withdrawal"


_FIELDS: Mapping[str, Sort] = {
    "word": Sort.PLAIN,
    "ref": Sort.PLAIN,
    "number": Sort.PLAIN,
    "your_number": Sort.PLAIN,
    "sort": Sort.PLAIN,
    "purpose": Sort.PLAIN,
    "offence": Sort.PLAIN,
    "legal_basis": Sort.PLAIN,
    "urgency": Sort.PLAIN,
    "asked_at": Sort.PLAIN,
    "due_at": Sort.PLAIN,
    "due_is_day": Sort.PLAIN,
    "due_zone": Sort.PLAIN,
    "due_from": Sort.PLAIN,
    "due_basis": Sort.PLAIN,
    "lapses": Sort.PLAIN,
    "kind": Sort.PLAIN,
    "ground": Sort.PLAIN,
    "answer_ref": Sort.PLAIN,
    "at": Sort.PLAIN,
    "language": Sort.PLAIN,
    "title": Sort.NARRATIVE,
    "text": Sort.NARRATIVE,
    "handed_over": Sort.NARRATIVE,
}

NAMES: "Mapping[str, str | Promise]" = {
    "word": _("what it is"),
    "ref": _("name for both sides"),
    "number": _("our number"),
    "your_number": _("their number"),
    "sort": _("what is asked"),
    "purpose": _("purpose"),
    "offence": _("offence category"),
    "legal_basis": _("legal basis"),
    "urgency": _("urgency"),
    "asked_at": _("asked at"),
    "due_at": _("due"),
    "due_is_day": _("due on a day"),
    "due_zone": _("whose clock"),
    "due_from": _("the time comes from"),
    "due_basis": _("article or paragraph"),
    "lapses": _("lapses when the time has run out"),
    "kind": _("this is"),
    "ground": _("ground"),
    "answer_ref": _("name of the answer"),
    "at": _("when"),
    "language": _("language of the text"),
    "title": _("in one line"),
    "text": _("text"),
    "handed_over": _("what was handed over"),
}
"""Fields in words, for pages that show what a partner would see."""

WORDS: "Mapping[str, str | Promise]" = {
    Word.REQUEST: _("request"),
    Word.RECEIPT: _("receipt"),
    Word.ANSWER: _("answer"),
    Word.REMINDER: _("reminder"),
    Word.WITHDRAWAL: _("withdrawal"),
}


def page(pk: int) -> str:
    """Path of a request's page."""
    return reverse("requests:request", args=[pk])


def request(one: Request) -> Thing:
    """The request itself."""
    values = {
        "sort": one.sort,
        "purpose": one.purpose,
        "offence": one.offence,
        "legal_basis": one.legal_basis,
        "urgency": one.urgency,
        "asked_at": moment(one.asked_at),
        "due_at": moment(one.due_at),
        "due_is_day": one.due_is_day,
        "due_zone": one.due_zone,
        "due_from": one.due_from,
        "due_basis": one.due_basis,
        "lapses": one.lapses,
        "language": one.language,
        "title": one.title,
        "text": one.text,
    }
    return _thing(one, Word.REQUEST, values)


def receipt(one: Request) -> Thing:
    """We have it and work on it."""
    return _thing(one, Word.RECEIPT, {})


def answer(one: Request, said: Answer) -> Thing:
    """A part, the whole, or no."""
    values = {
        "kind": said.kind,
        "ground": said.ground,
        "answer_ref": str(said.ref),
        "at": moment(said.at),
        "language": said.language,
        "text": said.text,
        "handed_over": said.handed_over,
    }
    return _thing(one, Word.ANSWER, values)


def reminder(one: Request, sent: Reminder) -> Thing:
    """It is still open."""
    return _thing(one, Word.REMINDER, {"text": sent.text, "due_at": moment(one.due_at), "at": moment(sent.at)})


def withdrawal(one: Request, why: str) -> Thing:
    """It need not be answered any more."""
    return _thing(one, Word.WITHDRAWAL, {"text": why})


def find(viewer: Officer, pk: int) -> Thing:
    """The request as the gate sees it, for whoever may see it (partners.things). NothingFound otherwise."""
    return request(queries.request(viewer, pk))


def _thing(one: Request, word: Word, values: Mapping[str, Any]) -> Thing:
    said = {"word": word.value, "ref": str(one.ref), "number": one.number, "your_number": one.their_number, **values}
    fields = {name: sort for name, sort in _FIELDS.items() if said.get(name) not in {None, ""}}
    texts = frozenset(name for name, sort in fields.items() if sort is Sort.NARRATIVE)
    item = Item("request", fields, offence=one.offence, cleared_texts=texts)
    return Thing(LABEL, one.pk, str(one), item, said, marking(one))


def marking(one: Request) -> release.Marking | None:
    """How far it may travel; None, which is RED, where nobody said."""
    return markings.of(LABEL, one.pk)


def moment(value: dt.datetime | None) -> str:
    """As letters write a moment: ISO 8601, UTC, whole seconds."""
    return value.astimezone(dt.UTC).isoformat(timespec="seconds") if value else ""
