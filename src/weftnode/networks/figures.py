"""Pictures of a network made on the server: no script, the same on paper. The tables beside them say the same."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft import model
from weft.findings import graph, picture, shapes
from weft.findings.slices import Slice
from weft.tables import schemas
from weftnode.networks.models import Network
from weftnode.ui import phrases

# What a person can take in at once; the rest is said beneath the picture and stands in the tables.
_IDENTIFIERS, _BUNDLES = 24, 70
_BOX = (760.0, 430.0)
# What a person can walk through, and a browser draws in a blink: fifteen hundred nodes and lines at the most.
_WALKED_IDENTIFIERS, _WALKED_BUNDLES, _WALKED_ELEMENTS = 150, 400, 1500
_WALKED_BOX = (1140.0, 645.0)
# Reports of a bundle that are named; the rest is a number.
_NAMED = 12
_MOST_BARS = 48


def network(
    of: Network,
    rows: Sequence[tuple[int, str | None, dt.date | None]],
    named: Sequence[tuple[int, str, str]],
    damped: set[tuple[str, str]],
) -> SafeString:
    """The graph of a network. ``rows`` are (number, country, day) of its reports, ``named`` (report, kind, value)."""
    if not rows or not named:
        return SafeString("")
    drawn = graph.draw(_slice(of, rows, named), damped, identifiers=_IDENTIFIERS, bundles=_BUNDLES, box=_BOX)
    nodes = [_said(node) for node in drawn.nodes]
    said = _("Network %(name)s: its identifiers and the reports that name them") % {"name": str(of)}
    svg = picture.svg(replace(drawn, nodes=nodes), f"n{of.pk}", said)
    # The engine's markup escapes every text it is given (weft.findings.markup); nothing else gets in.
    return mark_safe(svg)  # noqa: S308 -- made by the engine's escaping builder


def walked(
    of: Network,
    rows: Sequence[tuple[int, str | None, dt.date | None]],
    named: Sequence[tuple[int, str, str]],
    damped: set[tuple[str, str]],
) -> dict[str, Any]:
    """The graph as the script walks through it: nodes with their places, lines, shapes. The same choice and layout as the picture, only more."""
    if not rows or not named:
        return {"nodes": [], "edges": [], "box": _WALKED_BOX, "shapes": {}, "left_out": 0}
    part, bundles, identifiers = _slice(of, rows, named), _WALKED_BUNDLES, _WALKED_IDENTIFIERS
    small = len(rows) <= _BUNDLES and len(part.identifiers) <= 4 * _IDENTIFIERS
    box = _BOX if small else _WALKED_BOX
    drawn = graph.draw(part, damped, identifiers=identifiers, bundles=bundles, box=box)
    while len(drawn.nodes) + len(drawn.edges) > _WALKED_ELEMENTS:
        bundles, identifiers = bundles * 2 // 3, identifiers * 4 // 5
        drawn = graph.draw(part, damped, identifiers=identifiers, bundles=bundles, box=box)
    behind = _behind(drawn, part)
    nodes = [
        {
            "id": at, "kind": node.kind, "group": shapes.group(node.kind), "label": _label(node), "detail": _said(node).detail,
            "reports": node.reports, "value": node.value if node.kind != "report" else "", "behind": behind.get(at, []),
            "x": node.x, "y": node.y, "r": node.radius,
        }
        for at, node in enumerate(drawn.nodes)
    ]  # fmt: skip
    return {
        "nodes": nodes,
        "edges": drawn.edges,
        "box": box,
        "shapes": {
            kind: [float(one) / 100 for one in points.replace(",", " ").split()]
            for kind, points in shapes.unit_points().items()
        },
        "left_out": len(rows) - sum(node.reports for node in drawn.nodes if node.kind == "report"),
    }


def _behind(drawn: graph.Graph, part: Slice) -> dict[int, list[int]]:
    """Node -> numbers of the reports it stands for (the first of them): those that name exactly the identifiers it is tied to."""
    at = {pair: number for number, pair in enumerate(part.identifiers)}
    shown = {at[node.kind, node.value]: number for number, node in enumerate(drawn.nodes) if node.kind != "report"}
    sets: list[set[int]] = [set() for _ in range(part.reports.num_rows)]
    for report, place in zip(part.naming.tolist(), part.named.tolist(), strict=True):
        if place in shown:
            sets[report].add(shown[place])
    names = part.reports["report_id"].to_pylist()
    groups: dict[frozenset[int], list[int]] = {}
    for report, inside in enumerate(sets):
        groups.setdefault(frozenset(inside), []).append(int(names[report][2:]))
    tied: dict[int, set[int]] = {}
    for bundle, identifier in drawn.edges:
        tied.setdefault(bundle, set()).add(identifier)
    return {
        bundle: [int(drawn.nodes[bundle].value[2:])]
        if drawn.nodes[bundle].value
        else groups[frozenset(inside)][:_NAMED]
        for bundle, inside in tied.items()
    }


def _label(node: graph.Node) -> str:
    if node.kind == "report" and not node.value:
        return ngettext("%(count)d report", "%(count)d reports", node.reports) % {"count": node.reports}
    return node.label


def _said(node: graph.Node) -> graph.Node:
    """The hint of a node in the reader's language."""
    count = ngettext("%(count)d report", "%(count)d reports", node.reports) % {"count": node.reports}
    if node.kind == "report":
        return replace(node, detail=count)
    return replace(node, detail=f"{phrases.kind(node.kind)}, {count}")


def _slice(
    of: Network, rows: Sequence[tuple[int, str | None, dt.date | None]], named: Sequence[tuple[int, str, str]]
) -> Slice:
    place = {pk: at for at, (pk, _country, _day) in enumerate(rows)}
    inside = [(place[pk], kind, value) for pk, kind, value in named if pk in place]
    counts = Counter((kind, value) for _, kind, value in inside)
    identifiers = sorted(counts, key=lambda pair: (-counts[pair], pair))
    number = {pair: at for at, pair in enumerate(identifiers)}
    columns = ("report_id", "country", "reported_on", "amount", "currency")
    reports = pa.table(
        {
            "report_id": [f"R-{pk}" for pk, _, _ in rows], "country": [country or None for _, country, _ in rows],
            "reported_on": [day for _, _, day in rows], "amount": [None] * len(rows), "currency": [None] * len(rows),
        },
        schema=pa.schema([schemas.REPORTS.field(name) for name in columns]),
    )  # fmt: skip
    keys = tuple(
        model.Key(key["kind"], key["value"], key["reports"], None, None, key["breaks"], key["betweenness"])
        for key in of.keys
    )
    found = model.Network(
        of.network_id,
        of.reports,
        of.identifiers,
        tuple(of.country_list),
        of.first_on,
        of.last_on,
        (),
        (),
        of.sureness,
        of.sure_because,
        keys,
    )
    return Slice(
        network=found, reports=reports, naming=np.array([at for at, _, _ in inside], np.int64),
        named=np.array([number[kind, value] for _, kind, value in inside], np.int64), identifiers=identifiers,
        counts=np.array([counts[pair] for pair in identifiers], np.int64), spellings=[[] for _ in identifiers],
    )  # fmt: skip


def months(days: Sequence[dt.date | None]) -> list[tuple[dt.date, int]]:
    """Reports by month, every month between the first and the last, at most the newest four years."""
    tally = Counter(day.replace(day=1) for day in days if day)
    if not tally:
        return []
    month, last = min(tally), max(tally)
    found = []
    while month <= last:
        found.append((month, tally[month]))
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found[-_MOST_BARS:]


def bars(counted: Sequence[tuple[dt.date, int]], labels: Sequence[str], said: str) -> SafeString:
    """Bars over time; ``labels`` name each, ``said`` is heard in place of the picture."""
    if not counted:
        return SafeString("")
    peak = max(count for _, count in counted) or 1
    wide = min(40.0, 640 / len(counted))
    marks = format_html_join(
        "",
        '<g><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}"></rect></g>',
        (
            (
                label,
                count,
                f"{at * wide + 0.5:.1f}",
                f"{78 - 70 * count / peak:.1f}",
                f"{wide - 1:.1f}",
                f"{70 * count / peak:.1f}",
            )
            for at, ((_day, count), label) in enumerate(zip(counted, labels, strict=True))
        ),
    )
    return format_html(
        '<svg class="bars" viewBox="0 0 640 80" role="img" aria-label="{}"><line class="axis" x1="0" y1="78" x2="{}" y2="78"></line>{}</svg>',
        said, f"{len(counted) * wide:.1f}", marks,
    )  # fmt: skip
