"""What a build found, written down: only networks that changed, members and ties in bulk, in the transaction it is called in."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.utils import timezone

from weft.links import Networks as Found
from weft.model import Network as FoundNetwork
from weftnode.networks.models import Build, Change, Damped, Member, Network, Tie
from weftnode.reports import bulk

_SLICE = 500
# Ties of one network that are kept: a page shows fewer, and a chain this long is looked at by its identifiers.
TIES_KEPT = 3000


def keep(build: Build, found: Found, numbers: Sequence[int]) -> int:
    """Write what is new or changed; how many networks were written."""
    room = build.compartment_id
    stored = {one.network_id: one for one in Network.objects.filter(compartment_id=room)}
    members = _members(found, numbers)
    ties = _ties(found)
    changed: list[tuple[Network, list[int], list[dict[str, Any]]]] = []
    fresh: list[Network] = []
    now = timezone.now()
    for place, one in enumerate(found.networks):
        facts = _facts(one)
        inside, joined = members[place], ties.get(one.network_id, [])
        signature = _signature(facts, inside, joined)
        row = stored.pop(one.network_id, None)
        if row is None:
            row = Network(compartment_id=room, network_id=one.network_id)
            fresh.append(row)
        elif row.signature == signature and not row.is_gone:
            continue
        for name, value in facts.items():
            setattr(row, name, value)
        row.signature, row.is_gone, row.changed_at = signature, False, now
        changed.append((row, inside, joined))
    gone = [row for row in stored.values() if not row.is_gone]
    for row in gone:
        row.is_gone, row.reports, row.signature, row.changed_at = True, 0, "", now
    _write(fresh, changed, gone)
    _replace_damped(room, found)
    _tell(build, found, room)
    return len(changed) + len(gone)


def _write(
    fresh: list[Network], changed: list[tuple[Network, list[int], list[dict[str, Any]]]], gone: list[Network]
) -> None:
    names = [*_FACTS, "signature", "is_gone", "changed_at"]
    Network.objects.bulk_create(fresh, batch_size=_SLICE)
    new = {id(row) for row in fresh}
    old = [row for row, _, _ in changed if id(row) not in new]
    Network.objects.bulk_update([*old, *gone], names, batch_size=_SLICE)
    touched = [row.pk for row in [*old, *gone]]
    for some in _slices(touched):
        Member.objects.filter(network_id__in=some).delete()
        Tie.objects.filter(network_id__in=some).delete()
    # A report may come from a network that did not change otherwise: its old membership goes first.
    for some in _slices([pk for _, inside, _ in changed for pk in inside]):
        Member.objects.filter(pk__in=some).delete()
    bulk.write(
        "networks_member", ("report_id", "network_id"), ((pk, row.pk) for row, inside, _ in changed for pk in inside)
    )
    bulk.write(
        "networks_tie",
        ("network_id", "report_a", "report_b", "kind", "value", "weight", "days_apart"),
        (
            (row.pk, int(tie["report_a"]), int(tie["report_b"]), tie["kind"], tie["value"], tie["weight"], tie["days_apart"])
            for row, _, joined in changed
            for tie in joined
        ),
    )  # fmt: skip


def _members(found: Found, numbers: Sequence[int]) -> list[list[int]]:
    member = np.asarray(found.member)
    order = np.argsort(member, kind="stable")
    starts = np.searchsorted(member[order], np.arange(len(found.networks) + 1))
    return [
        sorted(numbers[at] for at in order[starts[place] : starts[place + 1]].tolist())
        for place in range(len(found.networks))
    ]


def _ties(found: Found) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for tie in found.ties.to_pylist():
        if len(kept[tie["network_id"]]) < TIES_KEPT:
            kept[tie["network_id"]].append(tie)
    return kept


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


def _signature(facts: dict[str, Any], inside: list[int], joined: list[dict[str, Any]]) -> str:
    # Not the weights: they move a little with every report anywhere, and nothing about this network has changed.
    pairs = [[tie[name] for name in ("report_a", "report_b", "kind", "value")] for tie in joined]
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


def _slices(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), _SLICE):
        yield pks[start : start + _SLICE]
