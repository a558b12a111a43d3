"""What pages of networks need: sums kept as text, shares, and the words for changes and reasons."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weftnode.reports.templatetags.reports import money

register = template.Library()

CHANGES: dict[str, "str | Promise"] = {
    "new": _("new"),
    "grew": _("grew"),
    "shrank": _("shrank"),
    "merged": _("took in others"),
    "split": _("fell apart"),
    "gone": _("is no more"),
}
REASONS: dict[str, "str | Promise"] = {
    "public_service": _("a public service"),
    "over_shared": _("shared by unrelated reports"),
    "rented": _("used by two networks in turn"),
}


@register.filter
def as_money(text: str) -> str:
    """A sum kept as text, as the reader's language writes it; what is no sum stays as it is."""
    try:
        return money(Decimal(text))
    except InvalidOperation:
        return text


@register.filter
def percent(share: float) -> str:
    """0.83 -> "83 %"."""
    return f"{formats.number_format(round(share * 100), use_l10n=True)} %"


@register.filter
def as_day(text: str | None) -> str:
    """An ISO day kept as text, short."""
    return formats.date_format(dt.date.fromisoformat(text), "SHORT_DATE_FORMAT") if text else ""


@register.filter
def change_name(what: str) -> str:
    """What became of a network, in a word."""
    return str(CHANGES.get(what, what))


@register.filter
def reason_name(reason: str) -> str:
    """Why an identifier was not allowed to tie."""
    return str(REASONS.get(reason, reason))
