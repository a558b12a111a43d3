"""Reports to networks on plain arrays: no Arrow, no names, no clock.

The method, in the order of the steps:

1. *Episodes* are the caller's (`weft.links.edges.episodes`): an identifier seen again after a silence longer than its kind is worth
   counts as two, so that a mule account rented to one network in March and to another in June does not join them.
2. *Pairs.* What is named together, how often, how fresh (`weft.links.pairs`).
3. *Spread.* What strangers share all through the time of the data is cut (`weft.links.spread`), also where it is of middling width (`weft.links.scattered`).
4. *Groups* of identifiers grow from strong pairs (`weft.links.grow`).
5. *Giving back.* What was cut, but whose reports ended in one group, joins that group; then groups grow once more.
6. *Places.* Each report goes to the group that most of what it names lies in. Networks are connected components over the ties
   inside groups, so every network is held together by ties that can be shown.
7. *Silences.* What alone ties two parts across a long silence parts them, where the data say that such silences are strangers'
   (`weft.links.silence`).

Every decision rests on what lies near: an identifier's own reports, a group's own neighbours; the last also on counts over all. Nothing is
random.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links import grow, scattered, silence, spread
from weft.links.arrays import LOW, Floats, Ints, Mask, packed, renumbered
from weft.links.pairs import Namings, namings, pairs


@dataclass(frozen=True, slots=True)
class Solution:
    """What `solve` answers."""

    label: npt.NDArray[np.int64]
    """Network per report, numbered by the smallest report in it; -1 for a report that stands alone."""
    home: npt.NDArray[np.int32]
    """Group per identifier number; -1 where it ties nothing. Two identifiers of one network may be of one group or of two."""
    place: npt.NDArray[np.int32]
    """Group per report, -1 for none. A naming ties when identifier and report are of one group."""
    spread: Mask
    """Per identifier number: whether it was found to be shared too widely, and was not given back."""

    def kept(self, report: Ints, identifier: Ints) -> Mask:
        """Per edge: whether it ties its report into a network."""
        home = self.home[identifier]
        return np.asarray((home >= 0) & (home == self.place[report]) & (self.label[report] >= 0))


def solve(
    reports: int, report: Ints, identifier: Ints, day: Ints | None = None, half_life: Floats | None = None
) -> Solution:
    """Networks from edges (report, identifier), each pair once.

    ``reports`` are numbered in time, those without a day last; ``day`` is per report, below zero when unknown (None: all unknown);
    ``half_life`` is per identifier, in days (None or infinite: ties do not age).
    """
    count = int(identifier.max()) + 1 if len(identifier) else 0
    on = np.full(reports, -1, dtype=np.int32) if day is None else np.asarray(day)
    ages = np.full(count, np.inf) if half_life is None else half_life
    named = namings(reports, report, identifier, on, ages)
    found = pairs(named)
    short = spread.lived(named.node, on[named.report], ages[named.nodes], spread.spanned(on))
    wide = scattered.scattered(named, found, spread.spread(named, found) & ~short)
    met = grow.meetings(named, found, ~wide)
    units = grow.cores(named, found, ~wide)
    of = grow.looked_again(units, grow.grown(named, units, met), met)
    groups = int(of.max(initial=-1)) + 1
    node, group = spread.given_back(named, wide, grow.places(named, of, ~wide), groups)
    wide[node] = False
    of[node] = group
    met = grow.meetings(named, found, ~wide)
    of = grow.looked_again(units, grow.grown(named, of, met), met)
    return _solution(count, named, of, wide, on, ages)


def _solution(count: int, named: Namings, of: Ints, wide: Mask, day: Ints, half_life: Floats) -> Solution:
    place = grow.places(named, of, ~wide)
    tied = ~wide[named.node] & (place[named.report] == of[named.node])
    part = _parts(named, named.report[tied], named.node[tied], wide, day, half_life)
    size = np.bincount(part, minlength=int(part.max(initial=-1)) + 1)
    alone = size[part] < 2 if len(part) else np.zeros(0, bool)
    label = np.full(named.reports, -1, dtype=np.int64)
    label[~alone] = renumbered(part[~alone])
    home = np.full(count, -1, dtype=np.int32)
    home[named.nodes] = np.where(wide, -1, of)
    cut = np.zeros(count, dtype=bool)
    cut[named.nodes] = wide
    return Solution(label, home, place, cut)


def _parts(named: Namings, report: Ints, node: Ints, wide: Mask, day: Ints, half_life: Floats) -> npt.NDArray[np.int32]:
    """Networks: components over the ties, parted at the silences after which a stranger names what was named before."""
    key = packed(node, report)
    key.sort()
    node, report = (key >> 32).astype(np.int32), (key & LOW).astype(np.int32)
    ages = half_life[named.nodes]
    found = silence.silences(node, day[report], ages[node])
    part, before, after = silence.parted(named.reports, report, node, found)
    sure = silence.vouched(before, after)
    strange = silence.strangers(silence.counts(found.code + sure), silence.many_of(ages[~wide]))
    return silence.rejoined(part, before, after, sure | ~strange[found.code])
