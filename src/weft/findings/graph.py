"""Choose what to draw of a network, and where: identifiers, and the reports that name them.

A network of thirty thousand reports cannot be drawn report by report. Reports that name exactly the same of the drawn identifiers
are drawn as one bundle with their number, so that the picture stays true at every size: what holds together does so by the
identifiers, and every bundle between two of them is a reason. What is left out is counted and said.

Identifiers that a single report names tie nothing and are never drawn, nor are those that were damped, unless the network itself
names them as keys: a rented account is damped between networks and still ties inside one.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import rustworkx as rx

from weft.findings import wording
from weft.findings.slices import Slice

# The layout is drawn by dice with this seed: the same network always looks the same.
_SEED = 20
_STEPS = 300
_PUSHES = 80

# Up to here every report gets its own dot; above, equal ones are bundled.
_ONE_BY_ONE = 48


@dataclass(frozen=True, slots=True)
class Node:
    """An identifier, a report, or a bundle of reports."""

    kind: str
    """Kind of identifier, or ``report``."""
    value: str
    """Canonical value, or the report's id; empty for a bundle."""
    label: str
    """What is written beside it."""
    detail: str
    reports: int
    """Reports behind it: 1 for a single report."""
    radius: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn: edges are pairs of node numbers, report first. `box` is width and height in SVG units."""

    nodes: list[Node]
    edges: list[tuple[int, int]]
    box: tuple[float, float]
    left_out: str
    """What is not in the picture, as a sentence; empty when everything is."""


class _Rows(NamedTuple):
    """Reports as plain lists: asking Arrow for a few rows at a time costs more than all of them at once."""

    ids: list[str]
    countries: list[str | None]
    dates: list[dt.date | None]


def draw(
    part: Slice, damped: Collection[tuple[str, str]], *, identifiers: int, bundles: int, box: tuple[float, float]
) -> Graph:
    """The picture of a network with at most so many identifiers and so many reports or bundles."""
    shown = _identifiers(part, damped, identifiers)
    number = {place: n for n, place in enumerate(shown)}
    nodes = [
        Node(
            kind=part.identifiers[place][0],
            value=part.identifiers[place][1],
            label=wording.shown(*part.identifiers[place]),
            detail=f"{wording.kind(part.identifiers[place][0])}, {wording.count(int(part.counts[place]), 'report')}",
            reports=int(part.counts[place]),
            radius=float(np.clip(5.0 + 1.5 * np.sqrt(part.counts[place]), 7, 20)),
        )
        for place in shown
    ]
    sets: list[list[int]] = [[] for _ in range(part.reports.num_rows)]
    for report, place in zip(part.naming.tolist(), part.named.tolist(), strict=True):
        if place in number:
            sets[report].append(number[place])
    bundled: dict[tuple[int, ...], list[int]] = {}
    for report, named in enumerate(sets):
        if named:
            bundled.setdefault((*sorted(named), *(() if len(sets) > _ONE_BY_ONE else (-1 - report,))), []).append(
                report
            )
    # Bundles that hold identifiers together first, then the large ones: a bundle at one identifier explains nothing by itself.
    chosen = sorted(bundled.items(), key=lambda item: (-min(2, sum(n >= 0 for n in item[0])), -len(item[1]), item[0]))
    kept = chosen[:bundles]
    edges: list[tuple[int, int]] = []
    rows = _Rows(*(part.reports[name].to_pylist() for name in ("report_id", "country", "reported_on")))
    for key, reports in kept:
        edges.extend((len(nodes), n) for n in key if n >= 0)
        nodes.append(_reports(rows, reports))
    drawn = sum(len(reports) for _, reports in kept)
    return Graph(_laid_out(nodes, edges, box), edges, box, _left_out(part, damped, len(shown), drawn))


def _identifiers(part: Slice, damped: Collection[tuple[str, str]], most: int) -> list[int]:
    """What is drawn: the network's own ranking first, then by number of reports. Places in the slice."""
    place = {identifier: n for n, identifier in enumerate(part.identifiers)}
    ranked = [place[key.kind, key.value] for key in part.network.keys if (key.kind, key.value) in place]
    shared = [n for n, count in enumerate(part.counts.tolist()) if count > 1]
    keys = set(ranked)
    both = [
        n
        for n in dict.fromkeys((*ranked, *shared))
        if part.counts[n] > 1 and (n in keys or part.identifiers[n] not in damped)
    ]
    return (both or list(range(len(part.identifiers))))[:most]


def _reports(rows: _Rows, places: list[int]) -> Node:
    if len(places) > 1:
        dates = [date for place in places if (date := rows.dates[place])]
        countries = sorted({code for place in places if (code := rows.countries[place])})
        when = wording.span(min(dates), max(dates)) if dates else "no date"
        detail = f"{', '.join(countries) or 'country unknown'}; {when}"
        size = float(np.clip(4 + 1.6 * np.sqrt(len(places)), 8, 22))
        return Node("report", "", wording.count(len(places), "report"), detail, len(places), size)
    place = places[0]
    date = rows.dates[place]
    detail = f"report, {rows.countries[place] or 'country unknown'}, {wording.day(date) if date else 'no date'}"
    return Node("report", rows.ids[place], rows.ids[place], detail, 1, 4.0)


def _left_out(part: Slice, damped: Collection[tuple[str, str]], shown: int, drawn: int) -> str:
    keys = {(key.kind, key.value) for key in part.network.keys}
    shared = sum(
        1
        for one, count in zip(part.identifiers, part.counts.tolist(), strict=True)
        if count > 1 and (one in keys or one not in damped)
    )
    single = int((part.counts == 1).sum())
    missing = [
        wording.count(shared - shown, "shared identifier") if shared > shown else "",
        wording.count(part.reports.num_rows - drawn, "report") if part.reports.num_rows > drawn else "",
        f"{wording.count(single, 'identifier')} that one report alone names" if single and shared else "",
    ]
    words = [word for word in missing if word]
    return f"Not drawn: {wording.listed(words)}." if words else ""


def _laid_out(nodes: list[Node], edges: list[tuple[int, int]], box: tuple[float, float]) -> list[Node]:
    """Nodes with their places: each piece by springs, the pieces side by side, then pushed apart until none overlap."""
    if not nodes:
        return nodes
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(nodes)))
    graph.add_edges_from([(a, b, 1.0) for a, b in edges])
    pieces = sorted((sorted(piece) for piece in rx.connected_components(graph)), key=lambda piece: (-len(piece), piece))
    at = np.zeros((len(nodes), 2))
    # Side by side in columns, the largest piece first: so the small ones stack up beside it, not below.
    sides = [2.6 * float(np.sqrt(len(piece))) for piece in pieces]
    column = max(sides[0], float(np.sqrt(sum(side**2 for side in sides) * box[1] / box[0])))
    x = y = wide = 0.0
    for piece, side in zip(pieces, sides, strict=True):
        if y and y + side > column:
            x, y, wide = x + wide + 1.0, 0.0, 0.0
        at[piece] = _piece(graph, piece) * side + (x, y)
        y, wide = y + side + 1.0, max(wide, side)
    radii = np.array([node.radius for node in nodes])
    margin = np.array([34.0, 26.0])
    size = np.array(box) - 2 * margin
    # Two nodes on one spot have no direction to be pushed: a spiral too small to see gives them one.
    turn = np.arange(len(nodes)) * 2.4
    at = _fitted(at, size) + np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.01
    at = _apart(at, radii, size)
    return [
        replace(node, x=round(float(px), 1), y=round(float(py), 1))
        for node, (px, py) in zip(nodes, at + margin, strict=True)
    ]


def _piece(graph: "rx.PyGraph[int, float]", piece: list[int]) -> npt.NDArray[np.float64]:
    """One connected piece in the unit square."""
    if len(piece) == 1:
        return np.array([[0.5, 0.5]])
    layout = rx.spring_layout(graph.subgraph(piece), num_iter=_STEPS, seed=_SEED, k=1.6 / np.sqrt(len(piece)))
    at = np.array([layout[n] for n in range(len(piece))])
    # The long side lies across: screens and paper are wider than high.
    at = at - at.mean(axis=0)
    at = at @ np.linalg.svd(at, full_matrices=False)[2].T
    # Singular vectors come with either sign; the first node of the piece lies left and up, on every machine.
    return _fitted(at * np.where(at[0] > 0, -1.0, 1.0), np.ones(2))


def _fitted(at: npt.NDArray[np.float64], size: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    low, high = at.min(axis=0), at.max(axis=0)
    spread = np.where(high - low > 1e-9, high - low, 1.0)
    fitted: npt.NDArray[np.float64] = np.where(high - low > 1e-9, (at - low) / spread, 0.5) * size
    return fitted


def _apart(
    at: npt.NDArray[np.float64], radii: npt.NDArray[np.float64], size: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Push overlapping circles apart, at most so often; a crowd that has no room stays a little crowded."""
    wanted = (radii[:, None] + radii[None, :] + 5.0) ** 2
    at = at.copy()
    for _ in range(_PUSHES):
        x, y = at[:, 0], at[:, 1]
        near = np.subtract.outer(x, x) ** 2 + np.subtract.outer(y, y) ** 2 < wanted
        a, b = np.nonzero(np.triu(near, 1))
        if not len(a):
            break
        between = at[a] - at[b]
        distance = np.sqrt((between**2).sum(axis=1)) + 1e-9
        push = between * ((np.sqrt(wanted[a, b]) - distance) / distance * 0.5)[:, None]
        # Unlike `at[a] += push`, this adds up what several neighbours push.
        np.add.at(at, a, push)
        np.add.at(at, b, -push)
        at = np.clip(at, 0.0, size)
    return at
