"""Long silences inside a network: one hand that pauses, or an identifier that changed hands, or was named by mistake?

An identifier that is silent for half of what its kind is worth, and then is named again, either ties what came before to what comes
after, or does not: a mule account was rented on, a number was given to somebody else, a victim wrote down what was used months ago. One
silence looks like the other. So the data are asked: of all such silences of the kind, how many are *vouched for*, that is, are both sides
tied by something else as well? And how many would be, if all of them were pauses of one hand? That is counted at *controls*, identifiers
of the kind without a long silence that are parted at their longest, for the count alone. Where so few silences are vouched for that most of
the others must be strangers', and long silences are not the habit of the kind either, a silence that nothing vouches for ties no longer.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links.arrays import Floats, Ints, Mask, components, grouped, packed, starts

# In half-lives: a long silence, and a very long one. What is longer than EPISODE_HALF_LIVES never came here.
LONG = 0.5
VERY = 1.0
# Controls are those of which the longest silence began on one day in so many: enough to count, and what they part hides little.
CONTROL_DAYS = 8
# Ties no longer: when at most this share of the silences that nothing vouches for is of one hand …
OF_ONE_HAND = 0.5
# … and at most this share of all identifiers of the kind pause so long and are vouched for.
HABIT = 0.025
# Kinds are told apart by their half-life, in doublings; identifiers by how many reports they tie, as few are vouched for less often.
KINDS = 13
_SIZES = np.array([3, 6])
_CONTROL, _LONG, _VERY = 1, 2, 3
CODES = KINDS * 4 * 3 * 2


@dataclass(frozen=True, slots=True)
class Silences:
    """The silences that are looked at: all long ones of an identifier; of some that have none the longest."""

    before: npt.NDArray[np.int64]
    """Place of the last edge before the silence."""
    code: npt.NDArray[np.int16]
    """What is looked at, of which kind and how many: see `counts`."""


def silences(node: Ints, day: Ints, half_life: Floats) -> Silences:
    """From edges sorted by identifier, then by day (unknown days, below zero, last); ``half_life`` is per edge."""
    same = (node[1:] == node[:-1]) & (day[:-1] >= 0) & (day[1:] >= 0)
    gap = np.where(same, day[1:] - day[:-1], 0)
    first = np.flatnonzero(starts(node))
    if not len(gap):
        return Silences(np.zeros(0, np.int64), np.zeros(0, np.int16))
    many = np.diff(first, append=len(node))
    number = np.repeat(np.arange(len(first)), many)
    longest = np.maximum.reduceat(np.append(gap, 0), first)
    longest = np.maximum.reduceat(np.append(gap, 0), first)[number[:-1]]
    share = gap / half_life[:-1]
    # Every long silence, or else the longest: of equals the earliest.
    control = np.flatnonzero((gap > 0) & (gap == longest) & (share < LONG))
    control = control[starts(number[control])]
    before = np.sort(np.concatenate((np.flatnonzero((gap > 0) & (share >= LONG)), control)))
    share = share[before]
    what = np.where(share >= VERY, _VERY, np.where(share >= LONG, _LONG, _CONTROL))
    looked = (what != _CONTROL) | (day[before] % CONTROL_DAYS == 0)
    before, what = before[looked], what[looked]
    size = np.searchsorted(_SIZES, many[number[before]], side="right")
    code = (kind(half_life[before]) * 4 + what) * 3 + size
    return Silences(before, (code * 2).astype(np.int16))


def kind(half_life: Floats) -> npt.NDArray[np.int64]:
    """The half-life in doublings of a day."""
    return np.clip(np.floor(np.log2(np.maximum(half_life, 1))), 0, KINDS - 1).astype(np.int64)


def parted(reports: int, report: Ints, node: Ints, found: Silences) -> tuple[Ints, Ints, Ints]:
    """Components of reports when every silence parts; and for each silence the component before and after it."""
    new = starts(node)
    new[found.before + 1] = True
    own = np.cumsum(new) - 1
    part = components(reports + int(own[-1] + 1 if len(own) else 0), report, reports + own)
    return part[:reports], part[report[found.before]], part[report[found.before + 1]]


def vouched(before: Ints, after: Ints) -> Mask:
    """Whether something else ties both sides of each silence: another identifier, or another silence between the same two."""
    times = grouped(packed(np.minimum(before, after), np.maximum(before, after)))
    return np.asarray((before == after) | (times[2][times[1]] > 1))


def counts(code: Ints) -> npt.NDArray[np.int64]:
    """How many silences there are of each kind, what they are looked at for, how many reports they tie; not vouched for, vouched for."""
    return np.bincount(code, minlength=CODES)


def many_of(half_life: Floats) -> npt.NDArray[np.int64]:
    """How many identifiers there are of each kind."""
    return np.bincount(kind(half_life), minlength=KINDS)


def strangers(told: npt.NDArray[np.int64], of_kind: Ints) -> Mask:
    """Per code (of `Silences`) whether what nothing vouches for is taken for strangers'. ``of_kind``: identifiers of each kind."""
    told = told.reshape(KINDS, 4, 3, 2)
    alone, sure = told[..., 0].astype(float), told[..., 1].astype(float)
    odds = (alone[:, _CONTROL] + 0.5) / (sure[:, _CONTROL] + 1)
    answer = np.zeros((KINDS, 4, 3, 2), dtype=bool)
    for what in (_LONG, _VERY):
        of_one_hand = (sure[:, what] * odds).sum(axis=1) + 1
        rest = alone[:, what].sum(axis=1) + 1
        rare = sure[:, what].sum(axis=1) < HABIT * np.maximum(of_kind, 1)
        answer[:, what] = (rare & (of_one_hand < OF_ONE_HAND * rest))[:, None, None]
    return answer.reshape(-1)


def rejoined(part: Ints, before: Ints, after: Ints, ties: Mask) -> npt.NDArray[np.int32]:
    """The components of `parted` joined again across the silences that tie."""
    joined = components(int(part.max(initial=-1)) + 1, before[ties], after[ties])
    return np.asarray(joined[part])
