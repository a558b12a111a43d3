"""The one door: nothing leaves this node for a partner but through `send`, and from there through `hand_out`.

`send` asks the gate about every thing with the partner, agreement and marking as they stand at that moment, lets a writer make a file of
what may go, and keeps the parcel. `hand_out` asks once more when the file is fetched. Each answer of the gate is an entry in the log.

A writer is whatever makes bytes for a partner. It takes a `Cleared`, which nobody but `send` can make: elsewhere it has nothing to write.
"""

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weft import release, sodium
from weft.errors import InputProblem, NothingFound, Refused
from weft.release import parcel
from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit import stored
from weftnode.audit.actors import Actor
from weftnode.partners import gate, markings, queries, rules, things
from weftnode.partners.budgets import Purse
from weftnode.partners.models import Agreement, Charge, Partner, Sent, SentThing
from weftnode.partners.things import Thing

# What has no agreement behind it says so in the log.
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Part:
    """What may go of one thing."""

    kind: str
    reference: str
    """Its name for both sides; tells nothing."""
    tlp: str
    pap: str
    values: Mapping[str, Any]
    """The fields that may go, in the item's order."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """Everything a writer may use. Made by `send` alone (a test reads the code for it)."""

    head: Mapping[str, Any]
    """Reference, sender, recipient, agreement, purpose, labels, days: as the signed note says them."""
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class File:
    """What a writer made."""

    name: str
    media_type: str
    data: bytes


Writer = Callable[[Cleared], File]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of things somebody wanted to send. Truthy when something is packed."""

    sent: Sent | None
    decisions: list[tuple[Thing, release.Decision]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.sent is not None

    @property
    def refused(self) -> list[tuple[Thing, release.Refuse]]:
        """Things that stay here, with the gate's reason."""
        return [(thing, one) for thing, one in self.decisions if isinstance(one, release.Refuse)]


def as_json(cleared: Cleared) -> File:
    """The writer for machines: canonical JSON of every part."""
    parts = [
        {"kind": one.kind, "reference": one.reference, "tlp": one.tlp, "pap": one.pap, "values": plain(one.values)}
        for one in cleared.parts
    ]
    body = {**cleared.head, "parts": parts, "notice": "A lead, not evidence."}
    return File("parcel.json", "application/json", rfc8785.dumps(body))


def decide(
    thing: Thing, partner: Partner, agreement: Agreement | None, purpose: str, now: dt.date | None = None
) -> release.Decision:
    """What the gate says now. Partner and agreement are read afresh: what a page loaded a minute ago does not count."""
    return gate.decide(thing.item, thing.marking, gate.sides(partner, agreement), purpose, now or timezone.localdate())


def look(
    thing: Thing, partner: Partner, agreement: Agreement | None, purpose: str
) -> tuple[release.Decision, list[release.Seen]]:
    """What would they see? The decision, and every field with its value or the reason it stays."""
    decision = decide(thing, partner, agreement, purpose)
    return decision, release.preview(thing.item, thing.values, decision)


@transaction.atomic
def send(
    *,
    by: Actor,
    things: Iterable[Thing],
    partner: Partner,
    agreement: Agreement | None,
    purpose: str,
    title: str,
    why: str = "",
    write: Writer = as_json,
    whole: bool = False,
    is_charged: bool = True,
    is_answer: bool = False,
) -> Outcome:
    """Ask the gate about each thing and pack what may go; nothing is packed when nothing may, or with ``whole`` when one may not.

    Raises Refused when ``by`` may not send at all, InputProblem for a purpose nobody knows. A refusal of the gate is no exception:
    it is logged like a release and stands in the outcome. What goes is charged to the agreement's budgets, unless it only carries on what was
    charged before (``is_charged``); an answer rests here as long as the partner's row says.
    """
    require(rules.may_send(by))
    if purpose not in release.purposes():
        raise InputProblem(f"{purpose!r} is no purpose", hint="see docs/howto/partners-and-agreements.md")
    _hold(partner)
    sides, today = gate.sides(partner, agreement), timezone.localdate()
    decisions = [(thing, gate.decide(thing.item, thing.marking, sides, purpose, today)) for thing in things]
    if is_charged:
        purse = Purse(agreement)
        decisions = [(thing, _charged(purse, thing, one)) for thing, one in decisions]
    going = [(thing, one) for thing, one in decisions if one]
    for thing, one in decisions:
        if isinstance(one, release.Refuse):
            _log("partners.outbound.refused", by, thing, partner, agreement, purpose, reason=one.reason)
    if not going or (whole and len(going) < len(decisions)):
        return Outcome(None, decisions)
    sent = _pack(by, going, partner, agreement, purpose, title, why, write)
    if is_answer and partner.answer_delay_hours:
        Sent.objects.filter(pk=sent.pk).update(not_before=sent.made_at + dt.timedelta(hours=partner.answer_delay_hours))
    if is_charged and agreement is not None:
        Charge.objects.bulk_create([Charge(agreement=agreement, kind=thing.item.kind, sent=sent) for thing, _ in going])
    for thing, one in going:
        _keep(sent, thing, one)
        held = dict(one.withheld) if isinstance(one, release.Redact) else {}
        name = "partners.outbound.redacted" if held else "partners.outbound.allowed"
        _log(name, by, thing, partner, agreement, purpose, parcel=sent.reference, withheld=sorted(set(held.values())))
    audit.record("partners.parcel.packed", by=by, about=sent, why=why, sha256=sent.sha256, things=len(going))
    return Outcome(sent, decisions)


def _charged(purse: Purse, thing: Thing, decision: release.Decision) -> release.Decision:
    refusal = purse.take(thing.item.kind) if decision else None
    # Not `or`: a refusal is falsy.
    return decision if refusal is None else refusal


def _hold(partner: Partner) -> None:
    """Hold the partner and all it is part of until the end: a suspension waits for this parcel, or this parcel for the suspension."""
    list(Partner.objects.select_for_update().filter(pk__in=[one.pk for one in queries.chain(partner)]))


def _pack(
    by: Actor,
    going: Sequence[tuple[Thing, release.Decision]],
    partner: Partner,
    agreement: Agreement | None,
    purpose: str,
    title: str,
    why: str,
    write: Writer,
) -> Sent:
    label = release.strictest(thing.marking or release.Marking() for thing, _ in going)
    keep = agreement.retention_days if agreement else None
    erase_on = timezone.localdate() + dt.timedelta(days=keep) if keep else None
    reference = f"P-{secrets.token_hex(8)}"
    head = {
        "reference": reference,
        "from": settings.NODE_COUNTRY or settings.NODE_NAME,
        "to": partner.code,
        "agreement": agreement.number if agreement else "",
        "purpose": purpose,
        "tlp": label.tlp.label,
        "pap": label.pap.label,
        "made_at": timezone.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        "erase_on": erase_on.isoformat() if erase_on else "",
    }
    parts = [
        Part(
            thing.item.kind, f"{reference}-{number}",
            (thing.marking or release.Marking()).tlp.label, (thing.marking or release.Marking()).pap.label,
            release.part(thing.item, thing.values, decision),
        )
        for number, (thing, decision) in enumerate(going, start=1)
    ]  # fmt: skip
    file = write(Cleared(head, parts))
    data = parcel.pack(head, {file.name: file.data}, stored.signer())
    return Sent.objects.create(
        partner=partner, agreement=agreement, purpose=purpose, title=title[:300], why=why, tlp=label.tlp.value, pap=label.pap.value,
        reference=reference, name=f"{reference}.zip", media_type="application/zip", data=data, sha256=sodium.sha256(data).hex(),
        erase_on=erase_on, made_by=by.login,
    )  # fmt: skip


def _keep(sent: Sent, thing: Thing, decision: release.Decision) -> None:
    withheld = dict(decision.withheld) if isinstance(decision, release.Redact) else {}
    SentThing.objects.create(
        sent=sent, label=thing.label, thing=thing.pk, title=thing.title[:300], item=gate.item_to_json(thing.item),
        marking=gate.marking_to_json(thing.marking), went=[name for name in thing.item.fields if name not in withheld],
        withheld=withheld,
    )  # fmt: skip


def _log(
    action: str, by: Actor, thing: Thing, partner: Partner, agreement: Agreement | None, purpose: str, **data: Any
) -> None:
    number = agreement.number if agreement else _NONE
    audit.record(action, by=by, about=thing.about, to=partner.code, agreement=number, purpose=purpose, **data)


def hand_out(*, by: Actor, sent: Sent) -> File:
    """The parcel's bytes, if the gate would still let everything in it go today. Raises Refused, after the log has it."""
    require(rules.may_send(by))
    with transaction.atomic():
        _hold(sent.partner)
        kept = Sent.objects.select_for_update().get(pk=sent.pk)
        refusal = _still(by, kept)
        if refusal is None:
            if kept.handed_at is None:
                Sent.objects.filter(pk=kept.pk).update(handed_at=timezone.now())
            audit.record("partners.parcel.handed", by=by, about=kept, sha256=kept.sha256)
            return File(kept.name, kept.media_type, bytes(kept.data))
        audit.record("partners.parcel.held_back", by=by, about=kept, reason=refusal.reason)
    raise Refused(refusal.because, reason=refusal.reason)


def _still(by: Actor, sent: Sent) -> release.Refuse | None:
    if sent.recalled_at is not None:
        return release.Refuse("parcel.recalled", "this parcel was called back")
    if sent.not_before is not None and timezone.now() < sent.not_before:
        until = timezone.localtime(sent.not_before)
        return release.Refuse(
            "parcel.rests", f"answers to this partner rest; this one may leave from {until:%Y-%m-%d %H:%M}"
        )
    sides, today = gate.sides(sent.partner, sent.agreement), timezone.localdate()
    for one in sent.things.all():
        answer = gate.decide(gate.item_from_json(one.item), _label_now(by, one), sides, sent.purpose, today)
        if isinstance(answer, release.Refuse):
            return answer
        withheld = set(answer.withheld) if isinstance(answer, release.Redact) else set()
        if withheld & set(one.went):
            return release.Refuse("parcel.narrower", "less of it may go today than when it was packed; pack it again")
    return None


def _label_now(by: Actor, one: SentThing) -> release.Marking:
    """The strictest of the label it was packed under and the one it carries today; what lost its marking counts as unmarked."""
    packed = gate.marking_from_json(one.marking)
    if isinstance(by, Officer):
        # What is of no source, or not this officer's to see, goes by the marking that somebody put on it.
        with contextlib.suppress(NothingFound):
            return release.strictest([packed, things.find(by, one.label, one.thing).marking or release.Marking()])
    row = markings.of(one.label, one.thing)
    return release.strictest([packed, row]) if row else packed


def plain(value: Any) -> Any:
    """A value as JSON has it: days and exact numbers as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, dt.date | Decimal):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
