"""Rows of the node as what goes out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from weft import kinds
from weft.model import Found
from weftnode.api import schemas
from weftnode.networks import models as networks
from weftnode.reports import models as reports


def shown(kind: str, value: str) -> str:
    """A canonical value as a person reads it; of an unknown kind as it is."""
    try:
        return kinds.kind(kind).show(value)
    except KeyError:
        return value


def amount(value: Decimal | None) -> str | None:
    """A sum without zeros behind the point and without an exponent."""
    return None if value is None else format(value.normalize(), "f")


def identifiers(found: Iterable[Found]) -> list[schemas.Identifier]:
    """What a text was read as."""
    return [schemas.Identifier(kind=one.kind, value=one.value, shown=shown(one.kind, one.value)) for one in found]


def report(one: reports.Report, rooms: Mapping[int, str]) -> dict[str, Any]:
    """The fields of a report."""
    return {
        "id": one.pk, "name": one.number, "room": rooms[one.compartment_id], "country": one.country, "language": one.language,
        "reported_on": one.reported_on, "received_at": one.received_at, "narrative": one.narrative, "amount": amount(one.amount),
        "amount_as_written": one.amount_as_written, "currency": one.currency, "category": one.category, "status": one.status,
        "outcome": one.outcome, "batch": one.batch_id, "source_id": one.source_id, "made_by": one.made_by,
    }  # fmt: skip


def sighting(one: reports.Sighting, others: int) -> schemas.Sighting:
    """An identifier that a report names."""
    return schemas.Sighting(
        kind=one.kind, value=one.value, shown=shown(one.kind, one.value), as_written=one.as_written, source=one.source, notes=one.notes,
        other_reports=others,
    )  # fmt: skip


def reference(one: networks.Network) -> schemas.NetworkRef:
    """A network, in short."""
    return schemas.NetworkRef(id=one.pk, network_id=one.network_id, title=one.title, reports=one.reports)


def network(one: networks.Network, rooms: Mapping[int, str]) -> schemas.Network:
    """A network with its facts."""
    return schemas.Network(
        id=one.pk, network_id=one.network_id, title=one.title, reports=one.reports, room=rooms[one.compartment_id],
        identifiers=one.identifiers, countries=one.country_list, first_on=one.first_on, last_on=one.last_on,
        losses=[schemas.Loss(currency=currency, amount=sum_, reports=count) for currency, sum_, count in one.losses],
        sureness=one.sureness, sure_because=one.sure_because, keys=[_key(key) for key in one.keys], is_gone=one.is_gone,
        changed_at=one.changed_at,
    )  # fmt: skip


def _key(key: Mapping[str, Any]) -> schemas.Key:
    return schemas.Key(
        kind=key["kind"], value=key["value"], shown=shown(key["kind"], key["value"]), reports=key["reports"], first_on=_day(key["first"]),
        last_on=_day(key["last"]), breaks=key["breaks"], betweenness=key["betweenness"],
    )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def judgement(one: networks.Judgement) -> schemas.Judgement:
    """What a person said of two reports."""
    return schemas.Judgement.model_validate({
        "id": one.pk, "report": one.report_id, "other": one.other_id, "verdict": one.verdict, "reason": one.reason, "made_by": one.made_by,
        "made_at": one.made_at, "withdrawn_by": one.withdrawn_by, "withdrawn_at": one.withdrawn_at,
    })  # fmt: skip


def build(one: networks.Build) -> schemas.Build:
    """A build of a room."""
    return schemas.Build.model_validate({
        "room": one.compartment.code, "state": one.state, "asked_at": one.asked_at, "started_at": one.started_at, "ended_at": one.ended_at,
        "reports": one.reports, "networks": one.networks, "trouble": one.trouble,
    })  # fmt: skip
