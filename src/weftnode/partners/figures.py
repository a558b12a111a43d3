"""The time line of a partner's agreements as a picture; the table beside it says the same."""

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weftnode.partners.models import Agreement

_WIDE, _ROW, _LEFT = 640, 18, 110
# More lines than this are a wall; the table has them all.
_MOST = 30


def timeline(agreements: Sequence[Agreement], today: dt.date, said: str) -> SafeString:
    """A bar for each agreement from its first to its last day, and a line for today; ``said`` is heard in place of the picture."""
    rows = sorted(agreements, key=lambda one: (one.valid_from, one.number))[:_MOST]
    if not rows:
        return SafeString("")
    first = min([today, *(one.valid_from for one in rows)]) - dt.timedelta(days=30)
    ends = [one.valid_to for one in rows if one.valid_to]
    last = max([today, *ends, *(one.valid_from for one in rows)]) + dt.timedelta(days=180)
    span = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return _LEFT + (_WIDE - _LEFT) * (min(day, last) - first).days / span

    bars = format_html_join(
        "",
        '<g class="{}"><title>{} {} – {}</title><text x="0" y="{}">{}</text><rect x="{}" y="{}" width="{}" height="10"></rect></g>',
        (
            (
                _tone(one, today), one.number, one.valid_from.isoformat(), one.valid_to.isoformat() if one.valid_to else "…",
                line * _ROW + 14, one.number[:16], f"{at(one.valid_from):.1f}", line * _ROW + 5,
                f"{max(at(one.valid_to or last) - at(one.valid_from), 2):.1f}",
            )
            for line, one in enumerate(rows)
        ),
    )  # fmt: skip
    years = format_html_join(
        "",
        '<line class="axis" x1="{0}" y1="0" x2="{0}" y2="{1}"></line><text class="year" x="{2}" y="{3}">{4}</text>',
        (
            (f"{at(dt.date(year, 1, 1)):.1f}", len(rows) * _ROW, f"{at(dt.date(year, 1, 1)) + 2:.1f}", len(rows) * _ROW + 12, year)
            for year in _years(first, last)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="spans" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}<line class="today" x1="{}" y1="0" x2="{}" y2="{}"></line></svg>',
        _WIDE, len(rows) * _ROW + 16, said, years, bars, f"{at(today):.1f}", f"{at(today):.1f}", len(rows) * _ROW,
    )  # fmt: skip


def _years(first: dt.date, last: dt.date) -> list[int]:
    every = list(range(first.year + 1, last.year + 1))
    step = max(1, len(every) // 8)
    return every[::step]


def _tone(one: Agreement, today: dt.date) -> str:
    if one.confirmed_at is None:
        return "waits"
    return "now" if one.is_in_force(today) else "past"
