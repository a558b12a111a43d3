"""Networks that stand while reports are added: what `weft.links.solve.solve` says of all of them, at the price of what changes."""

import numpy as np
import numpy.typing as npt

from weft.links.arrays import Floats, Ints, Longs, Mask
from weft.links.spread import spanned
from weft.links.standing import hubs, looks, meetings, parts, rounds
from weft.links.standing.graph import Graph, Moved, rounded
from weft.links.standing.tables import count, marked, union

# Rows that were added since the rows were last sorted by identifier: at most this share of them.
_LATE = 16


class Standing:
    """Reports, what they name, and everything that was decided on the way to networks."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.near = meetings.none()
        """Meetings across cores."""
        self.back = meetings.none()
        """Meetings of what was cut and given back."""

    @property
    def network(self) -> npt.NDArray[np.int32]:
        """Per report: the first report of its network, -1 when it stands alone."""
        return self.graph.reports["network"]

    def named(self, key: Longs, half_life: Floats) -> Longs:
        """Numbers for new identifiers. ``key`` is what they are ordered by: each another, and the same in every run."""
        new = self.graph.raws.extend(len(key))
        self.graph.raws["key"][new], self.graph.raws["half"][new] = key, half_life
        return new

    def add(self, day: Ints, report: Ints, raw: Ints, replaced: Ints | None = None) -> Longs:
        """Add reports (``day`` each, below zero when unknown), numbered on from those that stand, and their edges, each once.

        Reports in ``replaced`` stood before and now name what is given here instead. Returns reports whose network is another.
        """
        graph = self.graph
        stood = graph.reports.size
        none = np.zeros(0, np.int64)
        covered = spanned(np.concatenate((graph.reports["day"], day)))
        if stood and (rounded(stood + len(day)) != graph.size or covered != graph.span):
            return self._anew(day, report, raw, none if replaced is None else replaced)
        moved = graph.moved(day, report, raw, none if replaced is None else replaced)
        changed = self._settle(moved)
        if graph.rows.size - graph.sorted_rows > graph.rows.size // _LATE:
            graph.sort()
        return changed

    def _anew(self, day: Ints, report: Ints, raw: Ints, replaced: Ints) -> Longs:
        """Chance is reckoned against twice as many reports or a longer time from now on: everything is decided again."""
        old = self.graph
        was = old.reports["network"].copy()
        rows = old.rows["raw"] >= 0
        rows &= ~marked(old.reports.size, replaced, report[report < old.reports.size])[old.rows["report"]]
        self.__init__()  # type: ignore[misc]
        self.named(old.raws["key"], old.raws["half"])
        self.add(
            np.concatenate((old.reports["day"], day)), np.concatenate((old.rows["report"][rows], report)), np.concatenate((old.rows["raw"][rows], raw))
        )  # fmt: skip
        now = self.network
        return np.flatnonzero(np.concatenate((was, np.full(len(day), -1))) != now)

    def _settle(self, moved: Moved) -> Longs:
        graph = self.graph
        nodes, everyone = graph.nodes, graph.reports.size
        wide_twice, suspect, wide, tied = (
            nodes["wide_twice"].copy(), nodes["suspect"].copy(), nodes["wide"].copy(), ~parts.cut(graph),
        )  # fmt: skip
        hubs.spread_again(graph, moved)
        need = marked(nodes.size, moved.nodes) | nodes["stale"]
        hidden = nodes["wide_twice"] & (nodes["back"] < 0)
        aged = graph.aged(np.flatnonzero(need & ~hidden & (nodes["degree"] > 1)))
        nodes["stale"] = need & hidden
        touched = union(everyone, moved.reports, aged)

        hubs.suspects_again(graph, moved, wide_twice)
        was, now = ~(wide_twice | suspect), ~(nodes["wide_twice"] | nodes["suspect"])
        changed = parts.parts_again(graph, "core", was, now, moved.turned)
        reports = self._and_naming(touched, changed, np.flatnonzero(was != now))
        parts.places_again(graph, reports, "core", nodes["core"], now, "core_size")
        hubs.cut_again(graph)

        narrowed = meetings.narrowed(graph, moved)
        near = self._near(moved, union(everyone, touched, narrowed), ~wide)
        unit = nodes["unit"]
        x, y = unit[self.near.a], unit[self.near.b]
        columns = "unit", "of", "unit_size", "inner"
        changed = rounds.grown_again(graph, 1, (self.near.report, x, y, self.near.worth), columns, near)
        looks.looked_again(graph, self.near.report, x, y, "of", ("look", "again"), unit[near], unit[changed])
        first = nodes["again"][nodes["unit"]]
        flips = np.flatnonzero((wide != nodes["wide"]) | (first != nodes["second"]))
        nodes["second"] = first
        reports = self._and_naming(touched, flips)
        several = nodes["first_size"] > 1
        reports = parts.places_again(graph, reports, "first", first, ~nodes["wide"], "first_size")
        crossed = marked(nodes.size, np.flatnonzero(several != (nodes["first_size"] > 1)))
        hubs.given_back(
            graph, moved, self._and_naming(union(everyone, moved.reports, reports), np.flatnonzero(crossed[first]))
        )

        again = np.flatnonzero(nodes["stale"] & (nodes["back"] >= 0))
        nodes["stale"][again] = False
        touched = union(everyone, touched, graph.aged(again))
        flips = np.flatnonzero(wide != nodes["wide"])
        back, rows = self._back(moved, union(everyone, touched, narrowed), tied, flips)
        dirty = union(nodes.size, near, back)
        columns = "given", "last", "group_size", "group_inner"
        changed = rounds.grown_again(graph, 2, rows, columns, dirty)
        x, y = np.concatenate((x, unit[self.back.a])), np.concatenate((y, unit[self.back.b]))
        report = np.concatenate((self.near.report, self.back.report))
        looks.looked_again(graph, report, x, y, "last", ("look_last", "again_last"), unit[dirty], unit[changed])
        home = nodes["again_last"][nodes["unit"]]
        flips = np.flatnonzero((tied != ~parts.cut(graph)) | (home != nodes["home"]))
        nodes["home"] = home
        reports = self._and_naming(touched, flips)
        places = graph.reports["place"][reports]
        parts.places_again(graph, reports, "place", home, ~parts.cut(graph), None)
        return parts.networks_again(graph, reports, places)

    def _and_naming(self, reports: Longs, *nodes: Longs) -> Longs:
        return union(self.graph.reports.size, reports, *(self.graph.reports_naming(some) for some in nodes))

    def _near(self, moved: Moved, reports: Longs, may: Mask) -> Longs:
        """Cores, meetings across them and what is counted inside; nodes of which anything changed. ``may`` (tie) as it was."""
        graph = self.graph
        nodes = graph.nodes
        unit, now_may = nodes["unit"].copy(), ~nodes["wide"]
        changed = parts.parts_again(graph, "unit", may, now_may, moved.turned)
        flips = np.flatnonzero(may != now_may)
        reports = self._and_naming(reports, changed, flips)
        now = graph.view(reports)
        was = meetings.before(graph, moved, reports, now)
        for name, told in (("unit_size", meetings.named_in), ("inner", meetings.inside)):
            count(nodes[name], told(now, nodes["unit"], now_may))
            count(nodes[name], told(was, unit, may), -1)
        found = meetings.met(graph, now, now_may)
        across = nodes["unit"][found.a] != nodes["unit"][found.b]
        self.near = self.near.without(marked(graph.reports.size, reports)) + found.only(across)
        return union(nodes.size, changed, flips, now.node[now_may[now.node]], was.node[may[was.node]])

    def _back(self, moved: Moved, reports: Longs, tied: Mask, flips: Longs) -> tuple[Longs, rounds.Rows]:
        """What was given back, its meetings, and what is counted inside of groups: nodes of which anything changed; rows between groups."""
        graph = self.graph
        nodes = graph.nodes
        now_tied = ~parts.cut(graph)
        given = nodes["given"].copy()
        nodes["given"] = np.where(nodes["back"] >= 0, nodes["back"], nodes["second"])
        changed = np.flatnonzero((given != nodes["given"]) | (tied != now_tied))
        reports = self._and_naming(reports, changed, flips)
        now = graph.view(reports)
        was = meetings.before(graph, moved, reports, now)
        count(nodes["group_size"], meetings.named_in(now, nodes["given"], now_tied))
        count(nodes["group_size"], meetings.named_in(was, given, tied), -1)
        found = meetings.met(graph, now, now_tied)
        self.back = self.back.without(marked(graph.reports.size, reports)) + found.only(
            nodes["wide"][found.a] | nodes["wide"][found.b]
        )
        inner = np.zeros(nodes.size, np.int64)
        between = []
        for rows in (self.near, self.back):
            x, y = nodes["given"][rows.a], nodes["given"][rows.b]
            out = np.flatnonzero(x != y)
            inner += np.bincount(x[x == y], minlength=nodes.size)
            between.append((rows.report[out], x[out], y[out], rows.worth[out]))
        full = np.flatnonzero(nodes["inner"])
        inner += np.bincount(nodes["given"][full], nodes["inner"][full], nodes.size).astype(np.int64)
        other = marked(nodes.size, np.flatnonzero(inner != nodes["group_inner"]))
        nodes["group_inner"] = inner
        dirty = union(
            nodes.size, changed, np.flatnonzero(other[nodes["given"]]), now.node[now_tied[now.node]], was.node[tied[was.node]]
        )  # fmt: skip
        report, x, y, worth = (np.concatenate(some) for some in zip(*between, strict=True))
        return dirty, (report, x, y, worth)
