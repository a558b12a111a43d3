"""What a build found, written down: only networks that changed, members and ties in bulk.

A small change is written in one transaction, whole or not at all. What changes a large part of a room (the first build of a million reports) goes
in slices, network by network, so that an officer who saves a report meanwhile waits for one slice and not for all of them; a build that dies
between two is done again and writes what is left.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from weft.links import Networks as Found
from weft.model import Network as FoundNetwork
from weftnode.networks.models import Build, Change, Damped, Member, Network, Tie
from weftnode.reports import bulk

_SLICE = 500
# Reports whose networks are written in one transaction: about a second on a slow disk.
_WHOLE = 20_000
# Ties of one network that are kept: a page shows fewer, and a chain this long is looked at by its identifiers.
TIES_KEPT = 3000
_TIE = ("report_a", "report_b", "kind", "value", "weight", "days_apart")


class Keeping:
    """What of a build is new or changed, and the writing of it: `begin` outside any transaction, `finish` in the one that ends the build."""

    def __init__(self, build: Build, found: Found, numbers: Sequence[int]) -> None:
        self.build, self.found, self.room, self.now = build, found, build.compartment_id, timezone.now()
        kept = Network.objects.filter(compartment_id=self.room).only("network_id", "signature", "is_gone")
        self.stored = {one.network_id: one for one in kept}
        self.members, self.ties = _members(found, numbers), _Ties(found)
        self.changed = [place for place in range(len(found.networks)) if self._is_changed(place)]
        names = {one.network_id for one in found.networks}
        self.gone = [row for name, row in self.stored.items() if name not in names and not row.is_gone]
        self.waiting = list(self._slices())

    def begin(self) -> None:
        """Write the slices of a large change, each in a transaction of its own. A small one waits for `finish`."""
        if len(self.waiting) > 1:
            while self.waiting:
                with transaction.atomic():
                    self._write(self.waiting.pop())

    def finish(self) -> int:
        """Write what is left, and what became of each network; how many were written."""
        for some in self.waiting:
            self._write(some)
        self._end(self.gone)
        _replace_damped(self.room, self.found)
        _tell(self.build, self.found, self.room)
        return len(self.changed) + len(self.gone)

    def _is_changed(self, place: int) -> bool:
        one = self.found.networks[place]
        row = self.stored.get(one.network_id)
        return row is None or row.is_gone or row.signature != self._signed(place)[1]

    def _signed(self, place: int) -> tuple[dict[str, Any], str]:
        facts = _facts(self.found.networks[place])
        return facts, _signature(facts, self.members[place], self.ties.of(place))

    def _slices(self) -> Iterator[list[int]]:
        """Changed networks in portions of so many reports, or one that is larger."""
        some: list[int] = []
        size = 0
        for place in self.changed:
            if some and size + len(self.members[place]) > _WHOLE:
                yield some
                some, size = [], 0
            some.append(place)
            size += len(self.members[place])
        if some:
            yield some

    def _write(self, places: Sequence[int]) -> None:
        fresh, old, rows = [], [], {}
        for place in places:
            name = self.found.networks[place].network_id
            row = self.stored.get(name)
            if row is None:
                row = Network(compartment_id=self.room, network_id=name)
                fresh.append(row)
            else:
                old.append(row)
            facts, signature = self._signed(place)
            for column, value in facts.items():
                setattr(row, column, value)
            row.signature, row.is_gone, row.changed_at = signature, False, self.now
            rows[place] = row
        Network.objects.bulk_create(fresh, batch_size=_SLICE)
        self._update(old)
        if self.stored:
            # A report may come from a network that did not change otherwise: its old membership goes first.
            for some in _portions([pk for place in places for pk in self.members[place]]):
                Member.objects.filter(pk__in=some).delete()
        bulk.write(
            "networks_member",
            ("report_id", "network_id"),
            ((pk, rows[place].pk) for place in places for pk in self.members[place]),
        )
        bulk.write(
            "networks_tie",
            ("network_id", *_TIE),
            ((rows[place].pk, int(a), int(b), *rest) for place in places for a, b, *rest in self.ties.of(place)),
        )

    def _update(self, rows: list[Network]) -> None:
        Network.objects.bulk_update(rows, [*_FACTS, "signature", "is_gone", "changed_at"], batch_size=_SLICE)
        self._empty(rows)

    def _end(self, rows: list[Network]) -> None:
        for row in rows:
            row.is_gone, row.reports, row.signature, row.changed_at = True, 0, "", self.now
        Network.objects.bulk_update(rows, ["is_gone", "reports", "signature", "changed_at"], batch_size=_SLICE)
        self._empty(rows)

    def _empty(self, rows: list[Network]) -> None:
        for some in _portions([row.pk for row in rows]):
            Member.objects.filter(network_id__in=some).delete()
            Tie.objects.filter(network_id__in=some).delete()


class _Ties:
    """The ties of each network, as rows only when they are asked for: a million of them as Python objects fill gigabytes."""

    def __init__(self, found: Found) -> None:
        names = pa.array([one.network_id for one in found.networks], pa.string())
        place = np.asarray(pc.index_in(found.ties["network_id"], value_set=names).to_numpy())
        order = np.argsort(place, kind="stable")
        self.rows = found.ties.select(_TIE).take(pa.array(order)).combine_chunks()
        self.first = np.searchsorted(place[order], np.arange(len(names) + 1))

    def of(self, place: int) -> list[tuple[Any, ...]]:
        first, end = int(self.first[place]), int(self.first[place + 1])
        part = self.rows.slice(first, min(end - first, TIES_KEPT))
        return list(zip(*(column.to_pylist() for column in part.columns), strict=True))


def _members(found: Found, numbers: Sequence[int]) -> list[list[int]]:
    member = np.asarray(found.member)
    order = np.argsort(member, kind="stable")
    starts = np.searchsorted(member[order], np.arange(len(found.networks) + 1))
    return [
        sorted(numbers[at] for at in order[starts[place] : starts[place + 1]].tolist())
        for place in range(len(found.networks))
    ]


_FACTS = (
    "reports",
    "identifiers",
    "countries",
    "first_on",
    "last_on",
    "losses",
    "typologies",
    "sureness",
    "sure_because",
    "keys",
)


def _facts(one: FoundNetwork) -> dict[str, Any]:
    return {
        "reports": one.reports, "identifiers": one.identifiers, "countries": " ".join(one.countries)[:400], "first_on": one.first_on,
        "last_on": one.last_on, "losses": [[sum_.currency, str(sum_.amount), sum_.reports] for sum_ in one.losses],
        "typologies": [list(pair) for pair in one.typologies], "sureness": one.sureness, "sure_because": one.sure_because,
        "keys": [
            {
                "kind": key.kind, "value": key.value, "reports": key.reports, "first": _day(key.first_on), "last": _day(key.last_on),
                "breaks": key.breaks, "betweenness": key.betweenness, "notes": list(key.notes),
            }
            for key in one.keys
        ],
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _signature(facts: dict[str, Any], inside: list[int], joined: list[tuple[Any, ...]]) -> str:
    # Not the weights: they move a little with every report anywhere, and nothing about this network has changed.
    pairs = [tie[:4] for tie in joined]
    said = json.dumps([facts, inside, pairs], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _replace_damped(room: int, found: Found) -> None:
    Damped.objects.filter(compartment_id=room).delete()
    Damped.objects.bulk_create(
        [
            Damped(compartment_id=room, kind=one.kind, value=one.value[:600], reports=one.reports, reason=one.reason, because=one.because)
            for one in found.damped
        ],
        batch_size=_SLICE,
    )  # fmt: skip


def _tell(build: Build, found: Found, room: int) -> None:
    if not found.changes:
        return
    names = {one.network_id for one in found.changes}
    rows = {one.network_id: one for one in Network.objects.filter(compartment_id=room, network_id__in=names)}
    Change.objects.bulk_create(
        [
            Change(network=rows[one.network_id], build=build, what=one.what, before=one.before, after=one.after, others=list(one.others))
            for one in found.changes
            if one.network_id in rows
        ],
        batch_size=_SLICE,
    )  # fmt: skip


def _portions(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), _SLICE):
        yield pks[start : start + _SLICE]
