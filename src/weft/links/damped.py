"""Identifiers that were not allowed to tie all the reports that name them, each with its reason in a sentence."""

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.links.arrays import LOW, counted, packed
from weft.links.edges import Edges, Order, counts
from weft.model import Damped


def told(
    edges: Edges, order: Order, spread: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_], network: npt.NDArray[np.int32], names: Sequence[str],
) -> list[Damped]:  # fmt: skip
    """All damped identifiers, most reports first.

    ``spread`` is per identifier; ``kept`` is per edge; ``network`` per report, below zero where it stands alone.
    """
    many = counts(edges)
    found: dict[int, tuple[str, str]] = {}
    for one in np.flatnonzero((edges.service >= 0) & (many > 1)).tolist():
        service = edges.services[edges.service[one]]
        found[one] = "public_service", _public(service.shown, int(many[one]))
    for one in np.flatnonzero(spread & (edges.service < 0)).tolist():
        found[one] = "over_shared", _over_shared(*edges.name(one), int(many[one]))
    found |= _rented(edges, order, kept, network, names, found)
    found |= _foreign(edges, kept, network, names, found)
    rows = sorted(found.items(), key=lambda item: (-int(many[item[0]]), item[0]))
    at = np.array([one for one, _ in rows], dtype=np.int64)
    values = edges.values.take(pa.array(at)).to_pylist()
    return [
        Damped(edges.kind_names[edges.kind[one]], value, int(many[one]), reason, because)
        for (one, (reason, because)), value in zip(rows, values, strict=True)
    ]


def _public(name: str, reports: int) -> str:
    return f"{name} is public: {reports:,} reports name it and that says nothing about who is behind them."


def _over_shared(kind: str, value: str, reports: int) -> str:
    return (
        f"{reports:,} reports name {kind.replace('_', ' ')} {value}, and what else they name meets it no more often than chance: "
        "they come from unrelated groups."
    )


def _turned(before: str, silent: int, after: str) -> str:
    return (
        f"Named in {before}, then not for {silent:,} days, then in {after}: for its kind that is long enough to have changed "
        "hands, and nothing else of weight ties both, so it joins neither to the other."
    )


def _elsewhere(most: int, home: str, times: int, where: str) -> str:
    return (
        f"{most:,} of its reports lie in {home} and {times:,} in {where}, which share nothing else of weight: it ties only "
        "the first."
    )


def _rented(
    edges: Edges, order: Order, kept: npt.NDArray[np.bool_],
    network: npt.NDArray[np.int32], names: Sequence[str], told_before: dict[int, tuple[str, str]],
) -> dict[int, tuple[str, str]]:  # fmt: skip
    """Identifiers that served one network, fell silent, and came back in another."""
    at = np.flatnonzero(kept & (network[edges.report] >= 0)) if len(kept) else np.zeros(0, int)
    homes = counted(packed(edges.identifier[at], network[edges.report[at]]))[0] >> 32
    several = np.bincount(homes, minlength=edges.count) > 1
    at = at[several[edges.identifier[at]]]
    by: dict[int, list[tuple[int, int]]] = {}
    for edge in at.tolist():
        report = int(edges.report[edge])
        by.setdefault(int(edges.identifier[edge]), []).append((report, int(network[report])))
    answer = {}
    for one, uses in by.items():
        if one in told_before:
            continue
        for (last, a), (first, b) in itertools.pairwise(uses):
            silent = int(order.day[first] - order.day[last]) if order.day[last] >= 0 else 0
            if a != b and silent > 0:
                answer[one] = "rented", _turned(names[a], silent, names[b])
                break
    return answer


def _foreign(
    edges: Edges, kept: npt.NDArray[np.bool_], network: npt.NDArray[np.int32], names: Sequence[str],
    told_before: dict[int, tuple[str, str]],
) -> dict[int, tuple[str, str]]:  # fmt: skip
    """Identifiers of one network that two or more reports of another name: shared, spoofed or mistyped there."""
    inside = network[edges.report] >= 0 if len(kept) else np.zeros(0, bool)
    own, homes = counted(packed(edges.identifier[inside & kept], network[edges.report[inside & kept]]))
    best: dict[int, tuple[int, int]] = {}
    for one, where, times in zip((own >> 32).tolist(), (own & LOW).tolist(), homes.tolist(), strict=True):
        if times > best.get(one, (0, 0))[0]:
            best[one] = times, where
    cut, times_cut = counted(packed(edges.identifier[inside & ~kept], network[edges.report[inside & ~kept]]))
    answer: dict[int, tuple[str, str]] = {}
    for one, where, times in zip((cut >> 32).tolist(), (cut & LOW).tolist(), times_cut.tolist(), strict=True):
        if times < 2 or one in told_before or one not in best or best[one][1] == where:
            continue
        most, home = best[one]
        answer.setdefault(one, ("over_shared", _elsewhere(most, names[home], times, names[where])))
    return answer
