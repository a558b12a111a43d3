"""What is told of each network, from the tables: size, time, countries, losses, kinds of scam, keys, how sure."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.links import ranks, stories
from weft.links.arrays import starts
from weft.links.edges import Edges, Order
from weft.links.ties import Held
from weft.model import Key, Money, Network

KEYS_SHOWN = 25
_NOT_RECKONED = "betweenness not reckoned: network too large"


def networks(
    reports: pa.Table, order: Order, edges: Edges, inside: Held, network: npt.NDArray[np.int32], names: Sequence[str]
) -> list[Network]:
    """One `Network` per name. ``network`` is per report number, below zero where it stands alone."""
    count = len(names)
    member = np.flatnonzero(network >= 0)
    member = member[np.argsort(network[member], kind="stable")]
    size = np.bincount(network[member], minlength=count)
    of = pa.array(network[member])
    rows = reports.take(pa.array(order.row[member]))
    first, last = _days(order.day[member], size)
    lands = _lands(of, rows["country"], count)
    losses = _losses(of, rows, count)
    scams = stories.typologies(of, rows, count)
    shared = np.bincount(inside.of, minlength=count)
    twice = _twice(inside, len(network), network, count)
    falls, keys = _keys(edges, order, inside, len(network), size, shared)
    told = []
    for place in range(count):
        sure, because = sureness(int(size[place]), int(twice[place]), falls[place])
        told.append(
            Network(
                network_id=names[place],
                reports=int(size[place]),
                identifiers=int(shared[place]),
                countries=lands[place],
                first_on=_date(first[place]),
                last_on=_date(last[place]),
                losses=losses[place],
                typologies=scams[place],
                sureness=sure,
                sure_because=because,
                keys=keys[place],
            )
        )
    return told


def sureness(reports: int, twice: int, fall: int) -> tuple[float, str]:
    """How sure a network is, 0 to 1, and the sentence behind it.

    Two questions: how many reports would stay if any one of their identifiers were wrong (a typing error, a rented account)? And
    how many would fall out with the one identifier on which most hangs? No probability: a rule that anybody can check by hand.
    """
    share = twice / reports if reports else 0.0
    stays = 1 - fall / reports if reports else 0.0
    sure = round((1 + share) / 2 * (1 + stays) / 2, 4)
    return sure, (
        f"{twice:,} of {reports:,} reports are held by two or more identifiers, the others by one; "
        f"without the one on which most hangs {fall:,} would fall out."
    )


def _date(day: int) -> dt.date | None:
    return dt.date.fromordinal(int(day)) if day >= 0 else None


def _days(day: npt.NDArray[np.int32], size: npt.NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """First and last known day of each network, -1 for none. Reports of a network stand in time, those without a day last."""
    if not len(size):
        return [], []
    start = np.cumsum(size) - size
    return day[start].tolist(), np.maximum.reduceat(day, start).tolist()


def _lands(of: pa.Array, country: pa.ChunkedArray, count: int) -> list[tuple[str, ...]]:
    answer: list[tuple[str, ...]] = [()] * count
    table = pa.table({"of": of, "country": country}).group_by(["of", "country"]).aggregate([])
    table = table.filter(pc.is_valid(table["country"])).sort_by([("of", "ascending"), ("country", "ascending")])
    for place, land in zip(table["of"].to_pylist(), table["country"].to_pylist(), strict=True):
        answer[place] = (*answer[place], land)
    return answer


def _losses(of: pa.Array, rows: pa.Table, count: int) -> list[tuple[Money, ...]]:
    answer: list[tuple[Money, ...]] = [()] * count
    table = pa.table({"of": of, "currency": pc.fill_null(rows["currency"], ""), "amount": rows["amount"]})
    table = table.filter(pc.is_valid(table["amount"]))
    sums = table.group_by(["of", "currency"]).aggregate([("amount", "sum"), ("amount", "count")])
    sums = sums.sort_by([("of", "ascending"), ("amount_count", "descending"), ("currency", "ascending")])
    columns = (sums[name].to_pylist() for name in ("of", "currency", "amount_sum", "amount_count"))
    for place, currency, amount, many in zip(*columns, strict=True):
        answer[place] = (*answer[place], Money(currency, amount, many))
    return answer


def _twice(inside: Held, reports: int, network: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int64]:
    """Reports per network that two or more of its identifiers hold."""
    times = np.bincount(inside.report, minlength=reports)
    return np.bincount(network[np.flatnonzero(times > 1)], minlength=count)


def _keys(
    edges: Edges, order: Order, inside: Held, reports: int, size: npt.NDArray[np.int64], shared: npt.NDArray[np.int64]
) -> tuple[list[int], list[tuple[Key, ...]]]:
    """For each network: the most reports that hang on one identifier; and its keys, most breaking first."""
    count, groups = len(size), len(inside.size)
    keys: list[tuple[Key, ...]] = [()] * count
    falls = [0] * count
    if not groups:
        return falls, keys
    breaks = ranks.breaks(reports, inside.report, inside.group, groups)
    between = ranks.betweenness(inside.network, inside.report, inside.group, size, shared)
    known = ~np.isnan(between)
    shown = np.where(known, np.round(np.where(known, between, 0), 4), 0)
    first = np.cumsum(inside.size) - inside.size
    day = order.day[inside.report]
    since, until = day[first], np.maximum.reduceat(day, first)
    best = np.lexsort((inside.identifier, -inside.size, -shown, -breaks, inside.of))
    top = starts(inside.of[best])
    turn = np.arange(groups) - np.maximum.accumulate(np.where(top, np.arange(groups), 0))
    for group in best[top].tolist():
        falls[int(inside.of[group])] = int(breaks[group])
    best = best[turn < KEYS_SHOWN]
    kinds = [edges.kind_names[kind] for kind in edges.kind[inside.identifier[best]].tolist()]
    values = edges.values.take(pa.array(inside.identifier[best])).to_pylist()
    figures = (column[best].tolist() for column in (inside.of, inside.size, since, until, breaks, shown, known))
    rows: list[list[Key]] = [[] for _ in range(count)]
    for kind, value, of, many, begin, end, lost, ways, reckoned in zip(kinds, values, *figures, strict=True):
        notes = () if reckoned else (_NOT_RECKONED,)
        rows[of].append(Key(kind, value, many, _date(begin), _date(end), lost, ways, notes))
    return falls, [tuple(row) for row in rows]
