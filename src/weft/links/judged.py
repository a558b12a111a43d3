"""Judgements by people: what somebody who looked at two reports said, obeyed by every build that follows.

``same`` puts both into one network, ``different`` keeps them out of one, ``unsure`` records that somebody looked and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse
from scipy.sparse import csgraph

from weft.errors import InputProblem
from weft.links.arrays import Ints, components, renumbered

VERDICTS = ("same", "different", "unsure")


class JudgementNotRead(InputProblem):
    """A judgement is none of same, different, unsure, or two of them cannot both hold."""

    code = "input.judgement"


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements between reports, by report number; ``unheeded`` are those whose report or network is not in this run."""

    same: list[tuple[int, int]]
    different: list[tuple[int, int]]
    out_of: list[tuple[int, int]]
    """Report, and one report of the network that it does not belong to."""
    unheeded: list[tuple[str, str]]


def read(
    judgements: Mapping[tuple[str, str], str] | pa.Table | None,
    number: Mapping[str, int],
    label: npt.NDArray[np.int64],
    previous: Mapping[str, str] | None,
) -> Judged:
    """Judgements as numbers. Each is about two reports, or about a report and a network of the run before (``previous``).

    A table has the columns report_id, other, judgement. Raises JudgementNotRead.
    """
    rows = _rows(judgements)
    members: dict[str, list[int]] = {}
    if any(other not in number for _, other, _ in rows):
        for report, name in (previous or {}).items():
            if report in number:
                members.setdefault(name, []).append(number[report])
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int]] = []
    out_of: list[tuple[int, int]] = []
    unheeded: list[tuple[str, str]] = []
    for report, other, verdict in sorted(rows):
        if verdict not in VERDICTS:
            raise JudgementNotRead(
                f"judgement of {report} and {other} is {verdict!r}; it must be one of {', '.join(VERDICTS)}"
            )
        if verdict == "unsure":
            continue
        if report not in number or (other not in number and not members.get(other)):
            unheeded.append((report, other))
            continue
        a = number[report]
        if other in number:
            (same if verdict == "same" else different).append((a, number[other]))
        else:
            anchor = _anchor(members[other], a, label)
            if anchor is not None:
                (same if verdict == "same" else out_of).append((a, anchor))
    return Judged(same, different, out_of, unheeded)


def _rows(judgements: Mapping[tuple[str, str], str] | pa.Table | None) -> list[tuple[str, str, str]]:
    if judgements is None:
        return []
    if isinstance(judgements, pa.Table):
        columns = (judgements[name].to_pylist() for name in ("report_id", "other", "judgement"))
        return list(zip(*columns, strict=True))
    return [(report, other, verdict) for (report, other), verdict in judgements.items()]


def _anchor(members: list[int], report: int, label: npt.NDArray[np.int64]) -> int | None:
    """The earliest report of where most of a network's former members are now."""
    others = [one for one in sorted(members) if one != report]
    placed = [int(label[one]) for one in others if label[one] >= 0]
    if not placed:
        return others[0] if others else None
    values, times = np.unique(placed, return_counts=True)
    most = int(values[np.argmax(times)])
    return next(one for one in others if label[one] == most)


def obeyed(
    judged: Judged, label: npt.NDArray[np.int64], report: Ints, node: Ints, kept: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Labels and kept edges after the judgements: as few ties cut as keep apart what people said is different.

    Raises JudgementNotRead when a chain of "same" joins what another judgement says is different.
    """
    if not (judged.same or judged.different or judged.out_of):
        return label, kept
    count = len(label)
    sure = _ends(judged.same)
    one = components(count, *sure)
    for a, b in judged.different + judged.out_of:
        if one[a] == one[b]:
            raise JudgementNotRead(
                "people said of two reports both that they are the same and, by a chain, that they are different"
            )
    kept = kept.copy()
    # Joined first: a tie that people made can be the one that brings the different together.
    for a, b in judged.out_of:
        if _whole(count, report, node, kept, sure)[a] == _whole(count, report, node, kept, sure)[b]:
            # Not of this network: none of its ties counts, nor those of what is the same as it.
            kept[one[report] == one[a]] = False
    for a, b in judged.different:
        part = _whole(count, report, node, kept, sure)
        if part[a] == part[b]:
            _cut(a, b, part, report, node, kept, sure)
    part = _whole(count, report, node, kept, sure)
    size = np.bincount(part, minlength=1)
    answer = np.full(count, -1, dtype=np.int64)
    together = size[part] > 1
    answer[together] = renumbered(part[together])
    return answer, kept & together[report]


def _ends(pairs: list[tuple[int, int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def _whole(
    count: int, report: Ints, node: Ints, kept: npt.NDArray[np.bool_], sure: tuple[Ints, Ints]
) -> npt.NDArray[np.int32]:
    nodes = count + int(node.max(initial=-1)) + 1
    left = np.concatenate((report[kept], sure[0]))
    right = np.concatenate((count + node[kept], sure[1]))
    return components(nodes, left, right)[:count]


def _cut(
    a: int, b: int, part: Ints, report: Ints, node: Ints, kept: npt.NDArray[np.bool_], sure: tuple[Ints, Ints]
) -> None:
    """Cut the fewest ties that part ``a`` from ``b`` (Menger 1927, by maximum flow), those nearest to ``a``.

    Their own ties are spared where others will do: what somebody said of two reports is meant for the groups around them.
    """
    mine = np.flatnonzero(kept & (part[report] == part[a]))
    said = np.flatnonzero(part[sure[0]] == part[a])
    who, left = np.unique(np.concatenate((report[mine], sure[0][said], sure[1][said], [a, b])), return_inverse=True)
    what, right = np.unique(node[mine], return_inverse=True)
    ties, joins = len(mine), len(said)
    ends = (
        np.concatenate((left[:ties], left[ties : ties + joins])),
        np.concatenate((len(who) + right, left[ties + joins : ties + 2 * joins])),
    )
    size = len(who) + len(what)
    # No number of ties outweighs what a person said.
    most = ties + 1
    for own in (most, 1):
        spared = np.isin(left[:ties], left[-2:])
        worth = np.concatenate((np.where(spared, own, 1), np.full(joins, most))).astype(np.int32)
        graph = sparse.coo_array((worth, ends), shape=(size, size)).tocsr()
        graph = sparse.csr_array(graph + graph.T).astype(np.int32)
        found = csgraph.maximum_flow(graph, int(left[-2]), int(left[-1]))
        if found.flow_value < most:
            break
    rest = sparse.csr_array(graph - found.flow)
    rest.eliminate_zeros()
    near = np.zeros(size, dtype=bool)
    near[csgraph.breadth_first_order(rest, int(left[-2]), return_predecessors=False)] = True
    kept[mine[near[left[:ties]] != near[len(who) + right]]] = False
