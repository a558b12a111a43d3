"""The time line as a picture made on the server: no script, the same on paper. The tables beside it say the same."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weftnode.diplomacy.models import Commitment, Meeting, Session, sort_of

_WIDE, _ROW, _TOP = 1000.0, 24.0, 26.0
_ROWS = 40
# About the width of a letter at the picture's size: only to keep a label from leaving it on the right.
_LETTER = 7.0
_LONGEST = 60


class Mark(NamedTuple):
    """A thing with days: a meeting, a session, or a commitment from the day it was made to the day it is due."""

    first: dt.date
    last: dt.date
    label: str
    look: str
    """meeting, session, owed, late, kept, broken."""
    url: str


def marks(things: Iterable[Meeting | Session | Commitment], today: dt.date) -> list[Mark]:
    """What can be drawn of ``things``, in time; what has no day is left to the tables."""
    found = []
    for one in things:
        if isinstance(one, Commitment):
            first, last, look = one.made_on or one.due_on, one.due_on or one.made_on, _look(one, today)
        else:
            first, last, look = one.first_on or one.last_on, one.last_on or one.first_on, sort_of(one)
        if first and last:
            found.append(
                Mark(min(first, last), last, str(one), look, reverse(f"diplomacy:{sort_of(one)}", args=[one.pk]))
            )
    return sorted(found)


def _look(one: Commitment, today: dt.date) -> str:
    if one.state in Commitment.STILL_OWED:
        return "late" if one.due_on and one.due_on < today else "owed"
    return "kept" if one.state == Commitment.State.KEPT else "broken"


def timeline(drawn: Sequence[Mark], today: dt.date, said: str) -> SafeString:
    """A row for each mark under a scale of months, with today's line; ``said`` is heard in place of the picture. The newest forty."""
    drawn = drawn[-_ROWS:]
    if not drawn:
        return SafeString("")
    first = min(today, *(one.first for one in drawn)) - dt.timedelta(days=5)
    last = max(today, *(one.last for one in drawn)) + dt.timedelta(days=5)
    days = (last - first).days

    def x(day: dt.date) -> float:
        return (day - first).days / days * _WIDE

    high = _TOP + _ROW * len(drawn) + 4
    rows = format_html_join(
        "", "{}", ((_row(one, _TOP + _ROW * at, x(one.first), x(one.last)),) for at, one in enumerate(drawn))
    )
    ticks = format_html_join(
        "", '<line class="tick" x1="{0}" x2="{0}" y1="18" y2="{1}"></line><text class="month" x="{2}" y="12">{3}</text>',
        ((f"{x(month):.1f}", f"{high:.0f}", f"{x(month) + 3:.1f}", formats.date_format(month, "YEAR_MONTH_FORMAT")) for month in _months(first, last)),
    )  # fmt: skip
    return format_html(
        '<svg class="course" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<line class="today" x1="{}" x2="{}" y1="14" y2="{}"></line>{}</svg>',
        f"{_WIDE:.0f}", f"{high:.0f}", said, ticks, f"{x(today):.1f}", f"{x(today):.1f}", f"{high:.0f}", rows,
    )  # fmt: skip


def _row(one: Mark, top: float, left: float, right: float) -> SafeString:
    label = one.label if len(one.label) <= _LONGEST else f"{one.label[: _LONGEST - 1]}…"
    wide = max(right - left, 8.0)
    room_right = _WIDE - left - wide - 8
    is_left = room_right < len(label) * _LETTER and left > room_right
    at = left - 6 if is_left else left + wide + 6
    span = formats.date_format(one.first, "SHORT_DATE_FORMAT")
    if one.last != one.first:
        span = f"{span} – {formats.date_format(one.last, 'SHORT_DATE_FORMAT')}"
    return format_html(
        '<a href="{}"><title>{}: {}</title><rect class="is-{}" x="{}" y="{}" width="{}" height="12" rx="3"></rect><text class="{}" x="{}" y="{}">{}</text></a>',
        one.url, one.label, span, one.look, f"{left:.1f}", f"{top + 4:.0f}", f"{wide:.1f}", "to-left" if is_left else "to-right", f"{at:.1f}", f"{top + 14:.0f}", label,
    )  # fmt: skip


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of months, at most a dozen: every month, quarter, year or so."""
    months = []
    month = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    step = next(step for step in (1, 3, 6, 12, 60, 600, 12_000) if len(months) / step <= 12)
    return [month for month in months if ((month.year * 12 + month.month - 1) % step) == 0] or months[:1]
