"""What pages of diplomacy need: countries by name, the reason of a due day, numbers people say."""

import datetime as dt

from django import template

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy import days, lands, queries
from weftnode.diplomacy.models import Commitment, Kept, sort_of

register = template.Library()


@register.filter
def countries_named(codes: str) -> str:
    """`KH TH` -> the names in the reader's language, with the codes where no name is known."""
    return lands.names_of(codes)


@register.filter
def due_reason(one: Commitment) -> str:
    """How its due day was found."""
    return days.reason(one.due_rule, one.due_as_written, one.made_on)


@register.filter
def why_no_day(one: Commitment) -> str:
    """Why no day follows from its words."""
    return days.unclear(one.due_as_written) if one.due_on is None else ""


@register.filter
def is_late(one: Commitment, on: dt.date) -> bool:
    """Still owed after its last day."""
    return queries.is_overdue(one, on)


@register.filter
def days_from(day: dt.date, on: dt.date) -> int:
    """How many days a day lies after another; negative when before."""
    return (day - on).days


@register.filter
def short_number(record: Kept) -> str:
    """`P-12`."""
    return queries.number(sort_of(record), record.pk)


@register.filter
def writes(officer: Officer) -> bool:
    """Whether a person writes diplomacy at all: what they may not do is not offered."""
    return officer.may(Permission.WRITE_DIPLOMACY)
