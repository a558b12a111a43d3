"""A holder was cleared, or money went back: what left about the measure before says otherwise still, so whoever got it is told.

What was sent cannot be taken back. A correction is a parcel of its own through the same door, with the references of what it corrects.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft import release
from weft.errors import InputProblem, NothingFound
from weft.money import from_minor
from weftnode.accounts.models import Officer
from weftnode.audit import actions as audit
from weftnode.cases import things
from weftnode.cases.models import Hold, Measure
from weftnode.cases.shapes import Ground, State
from weftnode.partners import outbound
from weftnode.partners.models import Sent, SentThing
from weftnode.partners.things import Source, Thing
from weftnode.ui import phrases

LABEL = "cases.correction"
HOW: dict[str, "str | Promise"] = {
    "lifted": _("lifted"),
    "innocent": _("would have hit the innocent"),
    "released": _("money went back to its holder"),
}


@dataclass(frozen=True, slots=True)
class Clearance:
    """That somebody was cleared: how, since when, and what of the money went back."""

    how: str
    """``lifted``, ``innocent`` or ``released``."""
    at: dt.datetime
    released_minor: int

    @property
    def words(self) -> str:
        return str(HOW[self.how])


@dataclass(frozen=True, slots=True)
class Left:
    """A parcel that left before, and the correction that followed it."""

    sent: Sent
    correction: Sent | None


def cleared(measure: Measure) -> Clearance | None:
    """Whether the holder was cleared of this measure, wholly or in part; None while it stands as it was said. Two or three queries."""
    hold = Hold.objects.filter(measure=measure).first()
    back = hold.released_minor if hold else 0
    is_innocent = measure.state == State.REFUSED and measure.ground == Ground.INNOCENT
    if measure.state != State.LIFTED and not is_innocent and not back:
        return None
    step = measure.steps.filter(after__in=[State.LIFTED, State.REFUSED]).order_by("-at").first()
    plea = hold.pleas.filter(released_minor__gt=0).order_by("-decided_at").first() if hold else None
    event = measure.case.events.filter(measure=measure, what="released").order_by("-at").first()
    moments = [one for one in (step and step.at, plea and plea.decided_at, event and event.at) if one]
    how = "innocent" if is_innocent else "lifted" if measure.state == State.LIFTED else "released"
    return Clearance(how, max(moments), back) if moments else None


def left(measure: Measure, since: Clearance) -> list[Left]:
    """Parcels about the measure that were packed before, the oldest first, each with its correction if there is one."""
    asked = SentThing.objects.filter(
        label=things.MEASURE, thing=measure.pk, sent__made_at__lt=since.at, sent__recalled_at__isnull=True
    )
    told = (
        SentThing.objects.filter(label=LABEL, thing=measure.pk, sent__made_at__gte=since.at)
        .select_related("sent__partner")
        .order_by("-pk")
    )
    corrections = {one.sent.partner_id: one.sent for one in told}
    rows = asked.select_related("sent__partner", "sent__agreement").order_by("pk")
    return [Left(one.sent, corrections.get(one.sent.partner_id)) for one in rows]


@transaction.atomic
def correct(*, by: Officer, measure: Measure, sent: Sent) -> outbound.Outcome:
    """Pack a correction for whoever got ``sent``; it counts against no budget. Raises InputProblem where nothing is to be corrected."""
    since = cleared(measure)
    if since is None or sent.pk not in {one.sent.pk for one in left(measure, since) if one.correction is None}:
        raise InputProblem("there is nothing to correct")
    outcome = outbound.send(
        by=by, things=[thing(by, measure.pk, partner=sent.partner_id)], partner=sent.partner, agreement=sent.agreement, purpose=sent.purpose,
        title=f"{measure.number}: {since.how}", whole=True, is_charged=False,
    )  # fmt: skip
    if outcome.sent is not None:
        audit.record(
            "cases.measure.corrected", by=by, about=measure, to=sent.partner.code, parcel=outcome.sent.reference
        )
    return outcome


def thing(viewer: Officer, pk: int, partner: int | None = None) -> Thing:
    """The correction as the gate sees it. NothingFound where the measure is not this viewer's, or nobody was cleared."""
    whole = things.measure(viewer, pk)
    found = Measure.objects.select_related("case").get(pk=pk)
    since = cleared(found)
    if since is None:
        raise NothingFound("nobody was cleared")
    before = [one.sent.reference for one in left(found, since) if partner in {None, one.sent.partner_id}]
    currency = found.currency
    values: dict[str, Any] = {
        "measure": found.number, "form": found.form, "state": found.state, "cleared": since.how, "cleared_at": since.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "released": str(from_minor(since.released_minor, currency)) if currency else "", "currency": currency, "corrects": before,
    }  # fmt: skip
    fields = {name: release.Sort.MONEY if name == "released" else release.Sort.PLAIN for name in values}
    # The identifier it was about goes along as it went the first time: whoever blocked it must know which one.
    named = {name: whole.values[name] for name in whole.item.identifier_kinds}
    fields |= {name: whole.item.fields[name] for name in named}
    item = release.Item("measure", fields, offence=whole.item.offence, identifier_kinds=whole.item.identifier_kinds)
    return Thing(LABEL, pk, f"{found.number}: {since.how}", item, {**values, **named}, whole.marking)


def source() -> Source:
    """What this module brings to the partners' door."""
    words: dict[str, str | Promise] = {
        "measure": _("measure"), "form": _("form"), "state": _("state"), "cleared": _("cleared"), "cleared_at": _("cleared on"),
        "released": _("amount"), "currency": _("currency"), "corrects": _("corrects"), **phrases.KINDS,
    }  # fmt: skip
    page: Callable[[int], str] = lambda pk: reverse("cases:measure", args=[pk])  # noqa: E731 -- one line, as in `things`
    return Source(LABEL, _("correction"), thing, page, words)
