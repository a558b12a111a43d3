"""The gate: one pure decision about one item and one recipient.

The order of checks is fixed by docs/decisions (order of release checks): the partner's status, then the markings, then the agreement,
then people, then single fields. The first "no" is the answer, so that the reason shown is always the weightiest one.
Monotone: a stricter label, a lost consent, a narrower agreement or a worse status never lets more out.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from weft.release.agreements import Agreement, Precision, Recipient, Status
from weft.release.markings import UNMARKED, Marking
from weft.release.tlp import PAP, TLP

# Fewer people than this can be told apart in a figure (the usual floor of statistical offices is 3 to 10; 5 is ours, by decision record).
SMALLEST_COUNT = 5
VICTIM_PURPOSE = "victim.support"
VICTIM_DESK = "victim-support"
MILITARY_DESK = "military"
# What these purposes lead to is seen by the other side, so the thing must allow active measures.
ACTIVE_PURPOSES = frozenset(
    {"asset.freeze", "number.block", "site.block", "site.takedown", "arrest", "rescue", "sanction"}
)


class Sort(StrEnum):
    """What a field holds, as far as the gate must know."""

    PLAIN = "plain"
    IDENTIFIER = "identifier"
    MONEY = "money"
    NARRATIVE = "narrative"
    """Free text: may hold anything, so it goes nowhere by itself."""
    PERSON = "person"
    VICTIM = "victim"
    SOURCE = "source"
    """Who told us. Never leaves."""
    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    EXACT = "exact"
    """Coordinates or an address."""


_PRECISION = {
    Sort.COUNTRY: Precision.COUNTRY,
    Sort.PROVINCE: Precision.PROVINCE,
    Sort.DISTRICT: Precision.DISTRICT,
    Sort.EXACT: Precision.EXACT,
}


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody wants to send or show."""

    kind: str
    fields: Mapping[str, Sort]
    """Every field by name. A field that is not here does not exist for the gate, and does not leave."""
    offence: str = ""
    """Offence category it is about."""
    people_counted: int | None = None
    """For figures: how many people the smallest cell counts."""
    has_people_held: bool = False
    """People are believed to be held at the place: an exact place can become a target."""
    cleared_texts: frozenset[str] = field(default=frozenset())
    """Narrative fields that a person has read and cleared for this recipient."""
    identifier_kinds: Mapping[str, str] = field(default_factory=dict)
    """Kind of the identifier that a field of that sort holds; asked where an agreement lists kinds."""


@dataclass(frozen=True, slots=True)
class Allow:
    """All of it may go."""

    because: str
    pap: PAP
    """What the recipient may do with it; travels along."""


@dataclass(frozen=True, slots=True)
class Redact:
    """It may go without some fields."""

    because: str
    pap: PAP
    withheld: Mapping[str, str]
    """Field to the code of the reason."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """None of it may go. Falsy, so that ``if not decide(...)`` reads well."""

    reason: str
    """Stable code, for instance ``partner.suspended``."""
    because: str

    def __bool__(self) -> bool:
        return False


Decision = Allow | Redact | Refuse


def decide(
    item: Item,
    marking: Marking | None,
    recipient: Recipient,
    agreement: Agreement | None,
    purpose: str,
    now: dt.date,
) -> Decision:
    """May ``item`` go to ``recipient`` for ``purpose`` today? ``marking`` None counts as TLP:RED, named to nobody.

    To be asked when a thing is sent and once more when it is shown: a status, an agreement or a label may have changed between.
    """
    mark = UNMARKED if marking is None else marking
    # Not `or`: a refusal is falsy.
    refusal = _status(recipient, agreement, purpose)
    if refusal is None:
        refusal = _marking(mark, recipient, purpose)
    if refusal is None:
        refusal = _agreement(item, mark, recipient, agreement, purpose, now)
    if refusal is None:
        refusal = _people(item, mark, recipient, purpose)
    if refusal is not None:
        return refusal
    withheld = _withheld(item, recipient, agreement, purpose)
    under = f"{agreement.agreement_id}, {mark.tlp.label}" if agreement else mark.tlp.label
    if not withheld:
        return Allow(under, mark.pap)
    if len(withheld) == len(item.fields):
        return Refuse("fields.all", "every field of it is barred for this recipient")
    return Redact(under, mark.pap, withheld)


def _status(recipient: Recipient, agreement: Agreement | None, purpose: str) -> Refuse | None:
    status = recipient.partner.status
    if status is Status.ACTIVE:
        return None
    if status is Status.LIMITED and agreement is not None and purpose in agreement.kept_open:
        return None
    return Refuse(f"partner.{status}", f"the partnership with {recipient.partner.country} is {status}")


def _marking(mark: Marking, recipient: Recipient, purpose: str) -> Refuse | None:
    if mark.tlp is TLP.RED and not mark.named & recipient.names:
        return Refuse("tlp.red", "TLP:RED, and this recipient is not named on it")
    if mark.tlp is TLP.AMBER_STRICT and not recipient.agency:
        return Refuse("tlp.strict", "TLP:AMBER+STRICT goes to one named organisation, not to a country as a whole")
    foreign = mark.originators - recipient.names
    if foreign and mark.tlp is not TLP.CLEAR and not mark.consents & recipient.names:
        return Refuse("originator", f"{', '.join(sorted(foreign))} has not agreed that it goes on")
    if mark.originators and mark.tlp is TLP.RED and foreign:
        return Refuse("originator.red", "a partner's TLP:RED never goes on")
    if purpose in ACTIVE_PURPOSES and mark.pap > PAP.GREEN:
        return Refuse("pap", f"{mark.pap.label} does not allow measures that the other side notices")
    return None


def _agreement(
    item: Item, mark: Marking, recipient: Recipient, agreement: Agreement | None, purpose: str, now: dt.date
) -> Refuse | None:
    if agreement is None:
        if mark.tlp is TLP.CLEAR:
            return None
        return Refuse("agreement.none", f"no agreement with {recipient.partner.country} covers it")
    if agreement.partner != recipient.partner.country:
        return Refuse("agreement.partner", f"{agreement.agreement_id} is with {agreement.partner}")
    if not agreement.is_in_force(now):
        return Refuse("agreement.expired", f"{agreement.agreement_id} is not in force on {now.isoformat()}")
    if mark.tlp > agreement.tlp_ceiling:
        return Refuse("agreement.tlp", f"{agreement.agreement_id} goes no further than {agreement.tlp_ceiling.label}")
    if mark.pap > agreement.pap_ceiling:
        return Refuse("agreement.pap", f"{agreement.agreement_id} goes no further than {agreement.pap_ceiling.label}")
    if agreement.agencies and recipient.agency not in agreement.agencies:
        return Refuse("agreement.agency", f"{agreement.agreement_id} does not cover this body")
    if purpose not in agreement.purposes:
        return Refuse("agreement.purpose", f"{agreement.agreement_id} does not serve {purpose}")
    if item.kind not in agreement.kinds:
        return Refuse("agreement.kind", f"{agreement.agreement_id} does not cover a {item.kind}")
    if item.offence and item.offence not in agreement.offences:
        return Refuse("agreement.offence", f"{agreement.agreement_id} does not cover the offence {item.offence}")
    return None


def _people(item: Item, mark: Marking, recipient: Recipient, purpose: str) -> Refuse | None:
    if mark.is_closed and not _is_for_victims(recipient, purpose):
        return Refuse("people.closed", "what comes from the closed room goes to victim support only")
    if item.people_counted is not None and item.people_counted < SMALLEST_COUNT:
        return Refuse("people.few", f"a figure about fewer than {SMALLEST_COUNT} people tells who they are")
    return None


def _is_for_victims(recipient: Recipient, purpose: str) -> bool:
    return purpose == VICTIM_PURPOSE and recipient.desk == VICTIM_DESK


def _withheld(item: Item, recipient: Recipient, agreement: Agreement | None, purpose: str) -> dict[str, str]:
    """Fields that must stay here, with the code of the reason. Without an agreement no place and no person goes."""
    exact = Precision.NONE if agreement is None else agreement.location
    if item.has_people_held and recipient.desk == MILITARY_DESK:
        exact = Precision.NONE
    people = agreement is not None and agreement.allows_people
    kinds = None if agreement is None else agreement.identifiers
    withheld = {}
    for name, sort in item.fields.items():
        if (
            sort is Sort.SOURCE
            or (sort is Sort.VICTIM and not _is_for_victims(recipient, purpose))
            or (sort is Sort.PERSON and not people)
            or (sort is Sort.NARRATIVE and name not in item.cleared_texts)
            or (sort is Sort.IDENTIFIER and kinds is not None and item.identifier_kinds.get(name) not in kinds)
        ):
            withheld[name] = f"field.{sort}"
        elif _PRECISION.get(sort, exact) > exact:
            withheld[name] = "field.location"
    return withheld
