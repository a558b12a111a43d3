"""Promises: who owes what to whom, and how many of those that fell due were kept, in both directions."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from weftnode.accounts.permissions import Permission
from weftnode.briefs.entries import Count, Entry, Frame, Row, collector, marking, page
from weftnode.diplomacy.models import Commitment
from weftnode.diplomacy.models.kept import InRooms
from weftnode.partners import stops

_SHOWN = 500
_MOST = 40
_DIPLOMACY = "diplomacy"
_OWNERS = {"theirs": (Commitment.Owner.THEIRS,), "ours": (Commitment.Owner.OURS, Commitment.Owner.JOINT)}


@collector(60)
def kept(frame: Frame) -> Iterator[Entry]:
    """Promises that fell due in the period, and how many of them were kept."""
    if not frame.viewer.may(Permission.READ_DIPLOMACY):
        return
    said = {
        "theirs": _("Promises of theirs that fell due and were kept"),
        "ours": _("Promises of ours that fell due and were kept"),
    }
    for side, text in said.items():
        due = _seen(frame, side).filter(**frame.within("due_on", is_day=True)).exclude(state=Commitment.State.WITHDRAWN)
        done = due.filter(state=Commitment.State.KEPT)
        counted = Count(
            frame.number(done.count()),
            frame.number(due.count()),
            frame.period,
            _("commitments with a day in this time"),
            partial(_rows, due),
            done.count(),
        )
        yield Entry(f"kept:{side}", "figures", text, "statistic", "statistics", count=counted)


@collector(10)
def open_ones(frame: Frame) -> Iterator[Entry]:
    """What is owed still, the nearest day first: the words as written, so that a wish does not become a pledge."""
    closed = stops.now()
    for side in _OWNERS:
        owed = _seen(frame, side).filter(state__in=Commitment.STILL_OWED)
        for one in owed.order_by(F("due_on").asc(nulls_last=True), "pk")[:_MOST]:
            is_late = one.due_on is not None and one.due_on < frame.today
            who = (one.owner_name or one.owner_country) if side == "theirs" else one.other or one.other_countries
            facts = [who, str(one.get_strength_display())]
            if one.due_on:
                facts.append(
                    (_("overdue since %(day)s") if is_late else _("due %(day)s")) % {"day": frame.day(one.due_on)}
                )
            if one.owner == Commitment.Owner.JOINT or one.state != Commitment.State.OPEN:
                facts.append(
                    str(one.get_owner_display() if one.state == Commitment.State.OPEN else one.get_state_display())
                )
            stop = closed.of(one.partner_id, one.between)
            if stop is not None:
                facts.append(stop.waits)
            yield Entry(
                f"commitment:{one.pk}", side, one.text if not one.summary else one.summary, "brief", _DIPLOMACY,
                marking(frame.viewer, "diplomacy.commitment", one.pk), url=page("diplomacy:commitment", one.pk),
                lang="" if one.summary else one.language, facts=tuple(fact for fact in facts if fact),
                about=("diplomacy.commitment", one.pk), is_late=is_late,
            )  # fmt: skip


def _seen(frame: Frame, side: str) -> InRooms:
    every: Any = Commitment.objects.get_queryset()
    found: InRooms = (
        every.visible_to(frame.viewer).in_force().filter(compartment=frame.brief.compartment, owner__in=_OWNERS[side])
    )
    if not frame.countries:
        return found
    match = Q()
    for code in sorted(frame.countries):
        match |= Q(owner_country=code) | Q(other_countries__contains=code)
    for name in sorted({name for one in frame.partners for name in (one.name, one.name_local) if name}):
        match |= Q(owner_name=name) | Q(other=name)
    return found.filter(match)


def _rows(commitments: InRooms) -> Iterator[Row]:
    for one in commitments.order_by("due_on", "pk")[:_SHOWN]:
        yield Row(str(one), page("diplomacy:commitment", one.pk), str(one.get_state_display()))
