"""Names that networks keep from run to run, and what became of each since the run before."""

import hashlib
from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from weft.model import Change


def named(
    label: npt.NDArray[np.int64], ids: Sequence[str], previous: Mapping[str, str] | None, retired: Collection[str] = ()
) -> list[str]:
    """A name per network: the one that most of its reports had before, or else one made from its earliest report's id.

    ``label`` is per report in time, ``ids`` the report ids beside it. Reports come later than the first one, so a name stays
    without any memory; with memory the bigger overlap decides, and no name of another network, past (``retired``) or present,
    is given out again.
    """
    count = int(label.max(initial=-1)) + 1
    names: list[str] = [""] * count
    places = np.flatnonzero(label >= 0)
    taken = set(retired)
    if previous:
        taken.update(previous.values())
        number = {name: at for at, name in enumerate(sorted(set(previous.values()) - {""}))}
        before = np.array([number.get(previous.get(ids[place], ""), -1) for place in places.tolist()], dtype=np.int64)
        known = before >= 0
        pairs, times = (
            np.unique(np.stack((label[places[known]], before[known])), axis=1, return_counts=True)
            if known.any()
            else (np.zeros((2, 0), np.int64), np.zeros(0, np.int64))
        )
        old = sorted(number)
        given: set[int] = set()
        for at in np.lexsort((pairs[0], pairs[1], -times)).tolist():
            owner, was = int(pairs[0, at]), int(pairs[1, at])
            if not names[owner] and was not in given:
                names[owner] = old[was]
                given.add(was)
    order = places[np.argsort(label[places], kind="stable")]
    cuts = np.searchsorted(label[order], np.arange(count + 1))
    for network in range(count):
        if names[network]:
            continue
        for place in order[cuts[network] : cuts[network + 1]].tolist():
            name = made(ids[place])
            if name not in taken:
                break
        else:
            # Every report's name is another network's: count on from the earliest.
            first, turn = ids[int(order[cuts[network]])], 2
            while (name := made(f"{first}#{turn}")) in taken:
                turn += 1
        names[network] = name
        taken.add(name)
    return names


def made(report_id: str) -> str:
    """The name of a network that begins with this report."""
    return "N-" + b32encode(hashlib.sha256(report_id.encode("utf-8", "surrogatepass")).digest())[:8].decode()


def changes(previous: Mapping[str, str] | None, now: Mapping[str, str]) -> list[Change]:
    """What became of each network. ``previous`` and ``now`` give the network of each report that is in one."""
    if not previous:
        return []
    before = _members({report: name for report, name in previous.items() if name})
    after = _members(now)
    told = []
    for name in sorted(before.keys() | after.keys()):
        was, is_now = before.get(name, set()), after.get(name, set())
        if was == is_now:
            continue
        took = tuple(sorted({previous.get(report, "") for report in is_now} - {"", name}))
        gave = tuple(sorted({now.get(report, "") for report in was} - {"", name}))
        what = _what(was, is_now, took, gave)
        told.append(Change(name, what, len(was), len(is_now), took if what == "merged" else gave))
    return told


def _what(was: set[str], is_now: set[str], took: tuple[str, ...], gave: tuple[str, ...]) -> str:
    if not is_now:
        return "gone"
    if took and was:
        return "merged"
    if gave:
        return "split"
    if not was:
        return "new"
    return "grew" if len(is_now) > len(was) else "shrank"


def _members(networks: Mapping[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for report, name in networks.items():
        members.setdefault(name, set()).add(report)
    return members
