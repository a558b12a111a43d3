"""Named writes of partners: each is checked, whole or not at all, and leaves one entry in the log."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem, Refused
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit.actors import Actor
from weftnode.partners import queries, rules
from weftnode.partners.models import Agreement, FocalPoint, HolidayList, Marking, Partner, Sent, StatusChange

# A partner that was asked to erase has two weeks, unless somebody names another day: long enough for an answer by letter.
RECALL_DAYS = 14


def seen(*, by: Actor, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"partners.{what}", by=by, about=about, **data)


@transaction.atomic
def open_partner(*, by: Actor, code: str, name: str, status: str = Partner.Status.LIMITED, **more: Any) -> Partner:
    """A new partner. It begins limited; only whoever holds the machine begins it otherwise.

    ``more`` are the other columns of the row: country, name_local, language, sort, whole, note.
    """
    require(rules.may_write(by))
    if status != Partner.Status.LIMITED and not rules.is_shell(by):
        raise Refused(_("a new partner begins limited"), hint=_("Propose another status; a second person approves it."))
    made = Partner.objects.create(code=code, name=name, status=status, made_by=by.login, **more)
    audit.record("partners.partner.opened", by=by, about=made, code=code, status=status)
    return made


@transaction.atomic
def change_partner(*, by: Actor, partner: Partner, **columns: Any) -> None:
    """Other names, another sort or place; the status has its own action."""
    require(rules.may_write(by))
    if not set(columns) <= {
        "code",
        "country",
        "name",
        "name_local",
        "language",
        "sort",
        "whole",
        "note",
        "answer_delay_hours",
    }:
        raise InputProblem("these columns are not changed here")
    whole = columns.get("whole", partner.whole)
    if whole is not None and partner.pk in {one.pk for one in queries.chain(whole)}:
        raise InputProblem(_("A body cannot be part of itself, nor of what is part of it."))
    before = Partner.objects.get(pk=partner.pk)
    if _worse_without(before, whole):
        require(rules.may_open_alone(by))
    changed = sorted(name for name, value in columns.items() if getattr(before, name) != value)
    Partner.objects.filter(pk=partner.pk).update(**columns)
    audit.record("partners.partner.changed", by=by, about=partner, columns=changed)


def _worse_without(before: Partner, whole: Partner | None) -> bool:
    """Whether the body would be more open under another whole: a way round the second person."""
    now = queries.standing(before).status
    above = queries.standing(whole).status if whole is not None else before.status
    return rules.opens(now, max(above, before.status, key=Partner.ORDER.index))


@transaction.atomic
def set_status(*, by: Actor, partner: Partner, status: str, why: str, since: dt.date | None = None) -> StatusChange:
    """Change where a partnership stands. Closing takes effect at once; opening waits for a second person (`approve_status`).

    Raises InputProblem for a day in the future, or when nothing would change.
    """
    require(rules.may_write(by))
    today = timezone.localdate()
    day = since or today
    if day > today:
        raise InputProblem(_("A status begins today or earlier; enter it on the day it begins."))
    fresh = Partner.objects.select_for_update().get(pk=partner.pk)
    if fresh.status == status:
        raise InputProblem(_("The partnership has this status already."))
    now = timezone.now()
    StatusChange.objects.filter(partner=fresh, approved_at__isnull=True, dropped_at__isnull=True).update(
        dropped_by=by.login, dropped_at=now
    )
    at_once = rules.is_shell(by) or not rules.opens(fresh.status, status)
    made = StatusChange.objects.create(
        partner=fresh, before=fresh.status, after=status, since_on=day, why=why, made_by=by.login,
        approved_by=by.login if at_once else "", approved_at=now if at_once else None,
    )  # fmt: skip
    if at_once:
        Partner.objects.filter(pk=fresh.pk).update(status=status)
        audit.record("partners.status.changed", by=by, about=fresh, why=why, before=made.before, after=status)
    else:
        audit.record("partners.status.proposed", by=by, about=fresh, why=why, before=made.before, after=status)
    return made


@transaction.atomic
def approve_status(*, by: Actor, change: StatusChange) -> None:
    """The second person opens a partnership again."""
    require(rules.may_approve(by, change))
    fresh = StatusChange.objects.select_for_update().get(pk=change.pk)
    partner = Partner.objects.select_for_update().get(pk=fresh.partner_id)
    if not fresh.is_waiting or partner.status != fresh.before:
        raise Refused(_("The status has changed since; propose it again."))
    StatusChange.objects.filter(pk=fresh.pk).update(approved_by=by.login, approved_at=timezone.now())
    Partner.objects.filter(pk=partner.pk).update(status=fresh.after)
    audit.record("partners.status.changed", by=by, about=partner, why=fresh.why, before=fresh.before, after=fresh.after)


@transaction.atomic
def drop_status(*, by: Actor, change: StatusChange) -> None:
    """A proposal that is not followed; it stays on record."""
    require(rules.may_write(by))
    StatusChange.objects.filter(pk=change.pk, approved_at__isnull=True, dropped_at__isnull=True).update(
        dropped_by=by.login, dropped_at=timezone.now()
    )
    audit.record("partners.status.dropped", by=by, about=change.partner)


@transaction.atomic
def keep_holidays(
    *, by: Actor, country: str, year: int, days: Sequence[Sequence[str]], is_complete: bool, source: str
) -> HolidayList:
    """Write down the holidays of a country and year; a list that was there is replaced, and the log has both numbers."""
    require(rules.may_keep_holidays(by))
    values = {
        "days": list(days),
        "is_complete": is_complete,
        "source": source,
        "made_by": by.login,
        "made_at": timezone.now(),
    }
    before = HolidayList.objects.filter(country=country, year=year).first()
    made, _is_new = HolidayList.objects.update_or_create(country=country, year=year, defaults=values)
    was = len(before.days) if before else 0
    audit.record("partners.holidays.kept", by=by, about=made, country=country, year=year, days=len(days), before=was)
    return made


@transaction.atomic
def save_point(*, by: Actor, partner: Partner, point: FocalPoint | None = None, **columns: Any) -> FocalPoint:
    """A new focal point, or what changed of one."""
    require(rules.may_write(by))
    if point is None:
        made = FocalPoint.objects.create(partner=partner, made_by=by.login, **columns)
        audit.record("partners.point.added", by=by, about=made)
        return made
    FocalPoint.objects.filter(pk=point.pk, partner=partner).update(**columns)
    audit.record("partners.point.changed", by=by, about=point, columns=sorted(columns))
    return FocalPoint.objects.get(pk=point.pk)


@transaction.atomic
def write_agreement(*, by: Actor, columns: Mapping[str, Any], agreement: Agreement | None = None) -> Agreement:
    """A new agreement, or another wording of one. It opens nothing before a second person has confirmed it."""
    require(rules.may_write(by))
    sealed = {"confirmed_by": by.login, "confirmed_at": timezone.now()} if rules.is_shell(by) else {}
    if agreement is None:
        made = Agreement.objects.create(made_by=by.login, **columns, **sealed)
        audit.record("partners.agreement.written", by=by, about=made, number=made.number)
        return made
    before = Agreement.objects.select_for_update().get(pk=agreement.pk)
    changed = sorted(name for name, value in columns.items() if getattr(before, name) != value)
    if changed:
        fresh = sealed or {"confirmed_by": "", "confirmed_at": None}
        Agreement.objects.filter(pk=before.pk).update(**columns, made_by=by.login, made_at=timezone.now(), **fresh)
        audit.record("partners.agreement.changed", by=by, about=before, columns=changed)
    return Agreement.objects.get(pk=before.pk)


@transaction.atomic
def bring_agreements(*, by: Actor, rows: Sequence[Mapping[str, Any]]) -> list[Agreement]:
    """Agreements from a file, all or none; each waits for a second person like one that was typed."""
    made = [write_agreement(by=by, columns=row) for row in rows]
    audit.record("partners.agreements.imported", by=by, about="partners.agreement", count=len(made))
    return made


@transaction.atomic
def confirm_agreement(*, by: Actor, agreement: Agreement) -> None:
    """The second person compared it with the signed text: from now on it counts."""
    fresh = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(rules.may_confirm(by, fresh))
    Agreement.objects.filter(pk=fresh.pk, confirmed_at__isnull=True).update(
        confirmed_by=by.login, confirmed_at=timezone.now()
    )
    audit.record("partners.agreement.confirmed", by=by, about=fresh)


@transaction.atomic
def mark(*, by: Actor, label: str, thing: int, why: str, **columns: Any) -> Marking:
    """Say how far a thing may travel. The row before stays as history; whether the thing is theirs to see is asked by its source."""
    require(rules.may_mark(by))
    made = Marking.objects.create(label=label, thing=thing, why=why, made_by=by.login, **columns)
    audit.record(
        "partners.marking.put", by=by, about=f"{label}:{thing}", why=why, tlp=made.tlp_label, pap=made.pap_label
    )
    return made


@transaction.atomic
def recall(*, by: Actor, sent: Sent, why: str, due_on: dt.date | None = None) -> None:
    """Ask for a parcel back. From now on it is not handed out again, and it is overdue when nobody acknowledges it in time."""
    require(rules.may_send(by))
    today = timezone.localdate()
    due = due_on or today + dt.timedelta(days=RECALL_DAYS)
    if due < today:
        raise InputProblem(_("The day until which it must be erased has passed."))
    done = Sent.objects.filter(pk=sent.pk, recalled_at__isnull=True).update(
        recalled_by=by.login, recalled_at=timezone.now(), recall_why=why, recall_due_on=due
    )
    if not done:
        raise Refused(_("This parcel was called back already."))
    audit.record("partners.parcel.recalled", by=by, about=sent, why=why, due=due.isoformat())


@transaction.atomic
def acknowledge(*, by: Actor, sent: Sent, what: str, on: dt.date | None = None) -> None:
    """Write down what the other side said to a recall."""
    require(rules.may_send(by))
    day = on or timezone.localdate()
    fresh = Sent.objects.select_for_update().defer("data").get(pk=sent.pk)
    if fresh.recalled_at is None:
        raise Refused(_("Nobody called this parcel back."))
    if not timezone.localdate(fresh.recalled_at) <= day <= timezone.localdate():
        raise InputProblem(_("It was acknowledged between the day of the recall and today."))
    Sent.objects.filter(pk=fresh.pk).update(acknowledged_on=day, acknowledged=what)
    audit.record("partners.parcel.acknowledged", by=by, about=sent)
