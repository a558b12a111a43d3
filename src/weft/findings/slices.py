"""Cut what the page shows of the biggest networks out of the tables of a run, in one pass over each table.

Costs about a second a million sightings; what comes out is small arrays, one `Slice` a network.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.findings.given import Networks, Reading
from weft.model import Network

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slice:
    """One network with its reports and what they name. Reports are counted 0… inside the slice, identifiers too."""

    network: Network
    reports: pa.Table
    """Its reports in reading order, without narrative and without who reported."""
    naming: Ints
    """Report of each naming; together with `named` every pair once."""
    named: Ints
    """Identifier of each naming."""
    identifiers: list[tuple[str, str]]
    """(kind, value), those most reports name first."""
    counts: Ints
    """Reports that name each identifier."""
    spellings: list[list[str]]
    """For each identifier how it was written where that differs from its value, most frequent first, at most two."""

    def countries(self) -> Counter[str]:
        """Reports by country; those that name none are not in it."""
        return Counter(code for code in self.reports["country"].to_pylist() if code)


def cut(reading: Reading, networks: Networks, order: Ints, first: int) -> list[Slice]:
    """Slices of the first `first` networks. `order` is the reading order of the reports."""
    found = list(networks.networks[:first])
    if not found:
        return []
    columns = ["report_id", "country", "reported_on", "amount", "currency"]
    member = networks.member[order]
    inside = np.flatnonzero((member >= 0) & (member < len(found)))
    inside = inside[np.argsort(member[inside], kind="stable")]
    rows = order[inside]
    reports = reading.reports.select(columns).take(rows)
    starts = np.searchsorted(member[inside], np.arange(len(found) + 1))

    place = np.full(len(order), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    at = place[reading.sightings["report"].to_numpy()]
    near = np.flatnonzero(at >= 0)
    near = near[np.argsort(at[near], kind="stable")]
    seen = reading.sightings.select(["kind", "value", "as_written"]).take(near)
    at = at[near]
    bounds = np.searchsorted(at, starts)
    return [
        _slice(
            network,
            reports.slice(starts[n], starts[n + 1] - starts[n]),
            at[bounds[n] : bounds[n + 1]] - starts[n],
            seen.slice(bounds[n], bounds[n + 1] - bounds[n]),
        )
        for n, network in enumerate(found)
    ]


def _slice(network: Network, reports: pa.Table, naming: Ints, seen: pa.Table) -> Slice:
    both = pc.binary_join_element_wise(seen["kind"], seen["value"], "\0")
    encoded = both.combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    names = [tuple(name.split("\0", 1)) for name in encoded.dictionary.to_pylist()]
    pairs = np.unique(np.stack([naming, codes], axis=1), axis=0) if len(codes) else np.empty((0, 2), dtype=np.int64)
    counts = np.bincount(pairs[:, 1], minlength=len(names))
    ranked = sorted(range(len(names)), key=lambda n: (-int(counts[n]), names[n]))
    rank = np.empty(len(names), dtype=np.int64)
    rank[ranked] = np.arange(len(names))
    return Slice(
        network=network,
        reports=reports,
        naming=pairs[:, 0],
        named=rank[pairs[:, 1]],
        identifiers=[(names[n][0], names[n][1]) for n in ranked],
        counts=counts[ranked],
        spellings=_spellings(names, codes, seen["as_written"].to_pylist(), ranked),
    )


def _spellings(
    names: Sequence[tuple[str, ...]], codes: Ints, written: Sequence[str], ranked: Sequence[int]
) -> list[list[str]]:
    tallies: list[Counter[str]] = [Counter() for _ in names]
    for code, as_written in zip(codes.tolist(), written, strict=True):
        if as_written != names[code][1]:
            tallies[code][as_written] += 1
    return [
        [spelling for spelling, _ in sorted(tallies[n].items(), key=lambda item: (-item[1], item[0]))[:2]]
        for n in ranked
    ]
