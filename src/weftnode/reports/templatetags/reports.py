"""Identifiers and sums as people read them."""

from decimal import Decimal
from functools import cache

from django import template
from django.urls import reverse
from django.utils import formats

from weft import kinds
from weftnode.reports import naming

register = template.Library()


@register.filter
def shown(value: str, kind: str) -> str:
    """A canonical value as a person reads it; of an unknown kind as it is."""
    try:
        return kinds.kind(kind).show(value)
    except KeyError:
        return value


@cache
def _path() -> str:
    before, _zero, after = reverse("reports:report", args=[0]).rpartition("0")
    return f"{before}%d{after}"


@register.filter
def report_path(pk: int) -> str:
    """Where a report's page is. `url` would look it up anew for each of hundreds of rows."""
    return _path() % pk


@register.filter
def counted(count: int) -> str:
    """A count of reports that may have ended early: "1,000+" when there are more than were counted."""
    most = naming.MANY
    return f"{_number(most)}+" if count > most else _number(count)


def _number(count: int) -> str:
    return str(formats.number_format(count, use_l10n=True, force_grouping=True))


@register.filter
def money(value: Decimal | None) -> str:
    """A sum with the marks of the reader's language, without zeros behind the point."""
    if value is None:
        return ""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return str(formats.number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=True))


@register.filter
def first_words(text: str, most: int = 160) -> str:
    """The beginning of a story, cut between two letters that do not belong together."""
    flat = " ".join(text[: most * 2].split())
    return flat if len(flat) <= most else flat[:most].rstrip() + "…"
