"""Rows to the gate's own types, with the state of this moment. Decides nothing by itself: `weft.release.decide` does."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from weft import release
from weftnode.partners import queries
from weftnode.partners.models import Agreement, Partner


@dataclass(frozen=True, slots=True)
class Sides:
    """Partner and agreement as they stood when they were read."""

    recipient: release.Recipient
    agreement: release.Agreement | None
    is_confirmed: bool


def sides(partner: Partner, agreement: Agreement | None) -> Sides:
    """Both read afresh, for one act or one page; never kept longer."""
    row = Agreement.objects.select_related("partner").get(pk=agreement.pk) if agreement else None
    given = as_agreement(row, partner) if row else None
    return Sides(as_recipient(partner), given, row is None or row.confirmed_at is not None)


def decide(
    item: release.Item, marking: release.Marking | None, between: Sides, purpose: str, on: dt.date
) -> release.Decision:
    """The gate's answer. An agreement that nobody confirmed opens nothing."""
    answer = release.decide(item, marking, between.recipient, between.agreement, purpose, on)
    if answer and between.agreement is not None and not between.is_confirmed:
        number = between.agreement.agreement_id
        return release.Refuse("agreement.unconfirmed", f"{number} was not confirmed by a second person")
    return answer


def as_recipient(partner: Partner) -> release.Recipient:
    """A partner as the gate sees one, with the status in force now."""
    fresh = Partner.objects.get(pk=partner.pk)
    status = release.Status(queries.standing(fresh).status)
    agency = "" if fresh.sort == Partner.Sort.STATE else fresh.code
    return release.Recipient(release.Partner(fresh.gate_name, status), agency, fresh.desk)


def as_agreement(row: Agreement, partner: Partner) -> release.Agreement:
    """An agreement as the gate sees it: that of a country, or of a body that ``partner`` is part of, covers ``partner``."""
    covers = row.partner_id in {one.pk for one in queries.chain(partner)}
    same_side = row.partner.gate_name == partner.gate_name
    return release.Agreement(
        agreement_id=row.number,
        partner=partner.gate_name if covers else row.partner.gate_name,
        kinds=frozenset(row.kinds),
        purposes=frozenset(row.purposes),
        offences=frozenset(row.offences),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        agencies=frozenset() if covers or not same_side else frozenset({row.partner.code}),
        location=release.Precision(row.location),
        kept_open=frozenset(row.kept_open),
        allows_people=row.allows_people,
        identifiers=frozenset(row.identifiers),
        tlp_ceiling=release.TLP(row.tlp),
        pap_ceiling=release.PAP(row.pap),
        legal_basis=row.legal_basis,
        retention_days=row.retention_days,
    )


def item_to_json(item: release.Item) -> dict[str, Any]:
    """All of an item, to ask the gate again."""
    return {
        "kind": item.kind,
        "fields": {name: str(sort) for name, sort in item.fields.items()},
        "offence": item.offence,
        "people_counted": item.people_counted,
        "has_people_held": item.has_people_held,
        "cleared_texts": sorted(item.cleared_texts),
        "identifier_kinds": dict(item.identifier_kinds),
    }


def item_from_json(kept: dict[str, Any]) -> release.Item:
    """The item that :func:`item_to_json` kept."""
    return release.Item(
        kept["kind"],
        {name: release.Sort(sort) for name, sort in kept["fields"].items()},
        kept["offence"],
        kept["people_counted"],
        kept["has_people_held"],
        frozenset(kept["cleared_texts"]),
        kept["identifier_kinds"],
    )


def marking_to_json(marking: release.Marking | None) -> dict[str, Any]:
    """A label, to be compared later."""
    mark = marking or release.Marking()
    return {
        "tlp": mark.tlp.value,
        "pap": mark.pap.value,
        "originators": sorted(mark.originators),
        "consents": sorted(mark.consents),
        "named": sorted(mark.named),
        "is_closed": mark.is_closed,
    }


def marking_from_json(kept: dict[str, Any]) -> release.Marking:
    """The label that :func:`marking_to_json` kept."""
    return release.Marking(
        release.TLP(kept["tlp"]), release.PAP(kept["pap"]), frozenset(kept["originators"]), frozenset(kept["consents"]),
        frozenset(kept["named"]), kept["is_closed"],
    )  # fmt: skip
