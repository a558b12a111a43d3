"""The answer on the first screen: the biggest networks as one table, each row with its course in time."""

import datetime as dt
from collections.abc import Sequence

from weft.findings import cards, parts, wording
from weft.findings.markup import Markup, join, tag, void
from weft.findings.parts import Context
from weft.findings.slices import Slice

_BARS, _PITCH, _HIGH = 36, 4.0, 22.0
_LONGEST, _FAR = 730, 3653


def section(shown: Sequence[Slice], number: int, context: Context) -> Markup:
    """The table. ``number`` is how many networks there are at all."""
    if not shown:
        return Markup()
    first, last = _span(shown)
    rows = []
    for part in shown:
        network = part.network
        key = network.keys[0] if network.keys else None
        loss = network.losses[0] if network.losses else None
        rows.append(
            (
                parts.network(network.network_id, context),
                f"{network.reports:,}",
                parts.codes(network.countries),
                _course(part, first, last),
                wording.day_tag(network.last_on),
                f"{wording.money(loss.amount)} {loss.currency or '?'}" if loss else "–",
                cards.typologies(network, 1),
                parts.identifier(key.kind, key.value, context) if key else "–",
            )
        )
    period = f"{wording.day(first)} to {wording.day(last)}" if first and last else "Course"
    return parts.section(
        "ranking",
        "The biggest networks at a glance",
        parts.table(
            f"The {len(rows)} biggest of {number:,}" if number > len(rows) else f"All {number:,}",
            ("Network", "Reports", "Countries", period, "Last report", "Loss", "Kind of scam", "Most held by"),
            rows,
            numbers=(1, 5),
            optional=(3, 4, 6),
        ),
        tag(
            "p", "Each is pictured below. Loss: the currency that most of its reports name, as reported.", class_="more"
        ),
    )


def _span(shown: Sequence[Slice]) -> tuple[dt.date | None, dt.date | None]:
    """One span for all rows, so that they can be compared: up to two years before the last day, which is what still matters.

    Days far after the middle one are typing errors and do not count.
    """
    days = sorted(day for part in shown for day in part.reports["reported_on"].to_pylist() if day)
    if not days:
        return None, None
    middle = days[len(days) // 2]
    last = max(day for day in days if (day - middle).days <= _FAR)
    return max(days[0], last - min(dt.timedelta(_LONGEST), last - dt.date.min)), last


def _course(part: Slice, first: dt.date | None, last: dt.date | None) -> Markup:
    if first is None or last is None:
        return tag("span", "–", title="no date given")
    whole = (last - first).days + 1
    tally = [0] * _BARS
    for day in part.reports["reported_on"].to_pylist():
        if day and first <= day <= last:
            tally[min(_BARS - 1, (day - first).days * _BARS // whole)] += 1
    peak = max(tally)
    if not peak:
        dated = part.network.last_on
        return tag("span", "earlier" if dated else "–", title=None if dated else "no date given")
    bars = [
        void("rect", x=f"{n * _PITCH:g}", y=f"{_HIGH - max(2.0, _HIGH * one / peak):.1f}", width=f"{_PITCH - 1:g}",
             height=f"{max(2.0, _HIGH * one / peak):.1f}")
        for n, one in enumerate(tally) if one
    ]  # fmt: skip
    said = wording.span(part.network.first_on, part.network.last_on)
    base = void("line", x1=0, y1=f"{_HIGH:g}", x2=f"{_BARS * _PITCH:g}", y2=f"{_HIGH:g}", class_="axis")
    drawing = tag(
        "svg", base, *bars, class_="bars course", viewBox=f"0 0 {_BARS * _PITCH:g} {_HIGH + 1:g}", aria_hidden="true"
    )
    return join(drawing, tag("span", said, class_="hear"))
