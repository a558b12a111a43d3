"""Meetings of identifiers across cores, kept row by row; and what is counted inside of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links.arrays import Ints, Longs, Mask, distinct, packed
from weft.links.pairs import NARROW, beside, both
from weft.links.standing.graph import CLOSE, Graph, Moved, View
from weft.links.standing.tables import marked

Small = npt.NDArray[np.int32]


@dataclass(slots=True)
class Meetings:
    """Report, both nodes, worth."""

    report: Small
    a: Small
    b: Small
    worth: Small

    def without(self, reports: Mask) -> "Meetings":
        return self.only(~reports[self.report])

    def only(self, keep: Mask) -> "Meetings":
        return Meetings(self.report[keep], self.a[keep], self.b[keep], self.worth[keep])

    def __add__(self, other: "Meetings") -> "Meetings":
        return Meetings(*(np.concatenate((getattr(self, name), getattr(other, name))) for name in self.__slots__))


def none() -> Meetings:
    """No meetings yet."""
    return Meetings(*[np.zeros(0, np.int32)] * 4)


def met(graph: Graph, view: View, allowed: Mask) -> Meetings:
    """All meetings of allowed nodes in a view."""
    left, right = beside(view.report)
    ok = allowed[view.node[left]] & allowed[view.node[right]]
    left, right = left[ok], right[ok]
    a, b = view.node[left], view.node[right]
    degree = graph.nodes["degree"]
    fresh, bits = graph.rows["fresh"][view.row], graph.rows["bits"][view.row]
    handover = ((bits[left] & bits[right] & CLOSE) > 0) & (degree[a].astype(np.int64) * degree[b] <= NARROW)
    return Meetings(view.report[left], a, b, both(fresh[left], fresh[right], handover))


def narrowed(graph: Graph, moved: Moved) -> Longs:
    """Reports with a pair that is narrow no more, or again."""
    degree = graph.nodes["degree"]
    a, b = graph.a[moved.handing], graph.b[moved.handing]
    return graph.reports_naming(np.unique(np.where(degree[a] <= degree[b], a, b)))


def named_in(view: View, group: Ints, allowed: Mask) -> Longs:
    """The group of each allowed naming in a view, once a report."""
    keep = allowed[view.node]
    return distinct(packed(group[view.node[keep]], view.report[keep])) >> 32


def inside(view: View, group: Ints, allowed: Mask) -> Ints:
    """The group of each meeting inside of one in a view."""
    left, right = beside(view.report)
    a, b = view.node[left], view.node[right]
    return np.asarray(group[a[allowed[a] & allowed[b] & (group[a] == group[b])]])


def before(graph: Graph, moved: Moved, reports: Longs, now: View) -> View:
    """The view of these reports as it was."""
    mine = marked(graph.reports.size, reports)
    changed = marked(graph.reports.size, moved.reports)
    plain, other = now.of(~changed), moved.was.of(mine)
    report = np.concatenate((plain.report, other.report))
    order = np.argsort(report, kind="stable")
    node = np.concatenate((plain.node, other.node))[order]
    return View(report[order], node, np.concatenate((plain.row, other.row))[order])
