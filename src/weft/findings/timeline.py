"""Reports over time as bars: by day, week or month, whichever makes a row of bars that can be read."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from weft.findings import wording
from weft.findings.markup import Markup, tag, void

_WIDTH, _HIGH, _BASE = 640.0, 74.0, 78.0
_MOST_BARS = 60

# A mistyped year (0212 for 2012) would leave all other bars in one corner; reports further from the middle one are only counted.
_FAR = 3653


def figure(dates: Iterable[dt.date | None], name: str) -> Markup:
    """The drawing with its caption; `name` must differ on one page. Reports without a date are counted in the caption."""
    given = list(dates)
    dated = sorted(date for date in given if date)
    if not dated:
        return tag("p", "No report here has a date.", class_="quiet")
    middle = dated[len(dated) // 2]
    known = [date for date in dated if abs((date - middle).days) <= _FAR]
    missing, far = len(given) - len(dated), len(dated) - len(known)
    without = f" {wording.count(missing, 'report')} without a date." if missing else ""
    without += (
        f" {wording.count(far, 'report')} dated more than ten years from the middle one not drawn." if far else ""
    )
    step, tally, bars = _bars(known)
    peak = max(tally.values())
    busiest = min(day for day, number in tally.items() if number == peak)
    span = len(bars)
    pitch = min(_WIDTH / span, 40.0)
    drawn = [
        tag(
            "g",
            tag("title", f"{_words(step, day)}: {wording.count(tally[day], 'report')}"),
            void("rect", x=f"{n * pitch + 0.5:.1f}", y=f"{_BASE - _tall(tally[day], peak):.1f}",
                 width=f"{max(pitch - 1, 0.6):.1f}", height=f"{_tall(tally[day], peak):.1f}"),
        )
        for n, day in enumerate(bars)
        if tally[day]
    ]  # fmt: skip
    ends = [
        tag("text", wording.day(min(known)), x=0, y=94),
        tag("text", wording.day(max(known)), x=f"{max(span * pitch, 210):.1f}", y=94, class_="a-end"),
        tag("text", f"{peak:,}", x=f"{min(span * pitch + 6, _WIDTH - 30):.1f}", y=f"{_BASE - _HIGH + 9:.1f}", class_="peak")
        if span * pitch < _WIDTH - 36 else Markup(),
    ]  # fmt: skip
    said = (
        f"{wording.count(len(known), 'report')} by {step}, {wording.span(min(known), max(known))};"
        f" most {_words(step, busiest)}: {peak:,}.{without}"
    )
    drawing = tag(
        "svg",
        tag("title", said, id=f"{name}-t"),
        void("line", x1=0, y1=f"{_BASE:g}", x2=f"{max(span * pitch, 210):.1f}", y2=f"{_BASE:g}", class_="axis"),
        *drawn,
        *ends,
        class_="bars",
        viewBox=f"0 0 {_WIDTH:g} 98",
        role="img",
        aria_labelledby=f"{name}-t",
    )
    return tag("figure", drawing, tag("figcaption", said), class_="time")


def _tall(number: int, peak: int) -> float:
    return max(2.0, _HIGH * number / peak)


def _bars(known: list[dt.date]) -> tuple[str, Counter[dt.date], list[dt.date]]:
    """The step, reports by first day of the step, and all first days from the first to the last."""
    first, last = min(known), max(known)
    days = (last - first).days + 1
    if days <= _MOST_BARS:
        step, start = "day", first
    elif days <= _MOST_BARS * 7:
        step, start = "week", _floor("week", first)
    else:
        step, start = "month", _floor("month", first)
    tally = Counter(_floor(step, day) for day in known)
    bars = [start]
    # On the last day of the calendar the next step is that day itself: nothing more to add.
    while bars[-1] < (following := _next(step, bars[-1])) <= last:
        bars.append(following)
    return step, tally, bars


def _floor(step: str, day: dt.date) -> dt.date:
    if step == "week":
        return dt.date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day.replace(day=1) if step == "month" else day


def _next(step: str, day: dt.date) -> dt.date:
    days = {"day": 1, "week": 7, "month": 32}[step]
    if day.toordinal() + days >= dt.date.max.toordinal():
        return dt.date.max
    return _floor(step, day + dt.timedelta(days=days))


def _words(step: str, day: dt.date) -> str:
    if step == "month":
        return f"in {wording.day(day).split(' ', 1)[1]}"
    return f"{'in the week of' if step == 'week' else 'on'} {wording.day(day)}"
