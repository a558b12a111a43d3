"""Named reads of partners; the first argument is whoever asks, and what they may not see is not there."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.partners import stops
from weftnode.partners.models import Agreement, FocalPoint, Marking, Partner, Sent, StatusChange
from weftnode.ui.due import Due

PAGE = 50
# How deep a body may lie inside others: desk, department, ministry, country, and room to spare.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partnership stands now: the worst of the body's own status and of everything it is part of."""

    status: str
    imposed_on: Partner
    """The body whose status it is."""
    since: dt.date | None
    why: str

    @property
    def is_active(self) -> bool:
        return self.status == Partner.Status.ACTIVE

    @property
    def is_stopped(self) -> bool:
        """Nothing at all may leave."""
        return self.status in {Partner.Status.SUSPENDED, Partner.Status.ENDED}

    @property
    def label(self) -> str:
        return str(Partner.Status(self.status).label)


def chain(partner: Partner) -> list[Partner]:
    """The body and everything it is part of, from the inside. One query a step."""
    found = [partner]
    while found[-1].whole_id is not None and len(found) < DEEPEST:
        found.append(Partner.objects.get(pk=found[-1].whole_id))
    return found


def standing(partner: Partner) -> Standing:
    """What is in force for a partner at this moment, read afresh. For whoever may see the thing it hangs on."""
    fresh = Partner.objects.get(pk=partner.pk)
    worst = max(chain(fresh), key=lambda one: Partner.ORDER.index(one.status))
    last = worst.changes.filter(approved_at__isnull=False).order_by("-approved_at", "-pk").first()
    return Standing(worst.status, worst, last.since_on if last else None, last.why if last else "")


def covering(partner: Partner) -> QuerySet[Agreement]:
    """Agreements that reach a body: its own, and those of everything it is part of."""
    return Agreement.objects.filter(partner_id__in=[one.pk for one in chain(partner)]).order_by("-valid_from", "number")


def in_force(partner: Partner, on: dt.date | None = None) -> list[Agreement]:
    """Confirmed agreements that reach a body on a day, today when none is given."""
    day = on or timezone.localdate()
    found = covering(partner).filter(confirmed_at__isnull=False, valid_from__lte=day)
    return list(found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


def may_read(viewer: Officer) -> bool:
    """Whether partners are this viewer's business at all."""
    return viewer.may(Permission.READ_PARTNERS)


def partners(viewer: Officer) -> QuerySet[Partner]:
    """Every partner, by country and short name."""
    if not may_read(viewer):
        return Partner.objects.none()
    return Partner.objects.select_related("whole").order_by("country", "code")


@dataclass(frozen=True, slots=True)
class Row:
    """A partner as the list shows it."""

    partner: Partner
    status: str
    imposed_on: str
    """Short name of the body whose status it is, where that is another."""
    in_force: int
    ends_on: dt.date | None
    """Last day on which any of them is in force; None when one runs on, or none is in force."""
    waiting: int
    """Agreements that nobody confirmed yet."""

    @property
    def label(self) -> str:
        return str(Partner.Status(self.status).label)


def overview(viewer: Officer) -> list[Row]:
    """Every partner with what is in force for it today. Three queries, however many there are."""
    every = list(partners(viewer))
    above = {one.pk: one.whole_id for one in every}
    by_pk = {one.pk: one for one in every}
    today = timezone.localdate()
    held: dict[int, list[dt.date | None]] = {}
    waiting: Counter[int] = Counter()
    ended = Q(valid_to__isnull=False, valid_to__lt=today)
    for pk, confirmed, begins, ends in (
        agreements(viewer).exclude(ended).values_list("partner_id", "confirmed_at", "valid_from", "valid_to")
    ):
        if confirmed is None:
            waiting[pk] += 1
        elif begins <= today:
            held.setdefault(pk, []).append(ends)
    return [_row(one, above, by_pk, held, waiting[one.pk]) for one in every]


def _row(
    one: Partner,
    above: Mapping[int, int | None],
    by_pk: Mapping[int, Partner],
    held: Mapping[int, list[dt.date | None]],
    waiting: int,
) -> Row:
    steps = [one.pk]
    while (up := above[steps[-1]]) is not None and len(steps) < DEEPEST:
        steps.append(up)
    worst = max((by_pk[pk] for pk in steps), key=lambda each: Partner.ORDER.index(each.status))
    ends = [end for pk in steps for end in held.get(pk, [])]
    last = None if None in ends else max((end for end in ends if end), default=None)
    return Row(one, worst.status, worst.code if worst.pk != one.pk else "", len(ends), last, waiting)


def partner(viewer: Officer, pk: int) -> Partner:
    """One partner. NothingFound when there is none, or partners are not for this viewer."""
    found = partners(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such partner")
    return found


def agreements(viewer: Officer) -> QuerySet[Agreement]:
    """Every agreement, the newest first."""
    if not may_read(viewer):
        return Agreement.objects.none()
    return Agreement.objects.select_related("partner").order_by("-valid_from", "number")


def asked(viewer: Officer, text: str = "", partner: str = "", state: str = "") -> QuerySet[Agreement]:
    """Agreements that fit: words of number or title, a partner's short name, and whether they are in force today."""
    found, today = agreements(viewer).defer("text"), timezone.localdate()
    if text:
        found = found.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if partner:
        found = found.filter(partner__code__iexact=partner)
    ended = Q(valid_to__isnull=False, valid_to__lt=today)
    if state == "now":
        found = found.filter(confirmed_at__isnull=False, valid_from__lte=today).exclude(ended)
    elif state == "waits":
        found = found.filter(confirmed_at__isnull=True)
    elif state == "past":
        found = found.filter(ended)
    elif state == "future":
        found = found.filter(valid_from__gt=today)
    return found


def agreement(viewer: Officer, pk: int) -> Agreement:
    """One agreement. NothingFound when there is none, or it is not for this viewer."""
    found = agreements(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such agreement")
    return found


def point(viewer: Officer, pk: int) -> FocalPoint:
    """One focal point. NothingFound when there is none, or it is not for this viewer."""
    found = FocalPoint.objects.select_related("partner").filter(pk=pk, partner__in=partners(viewer)).first()
    if found is None:
        raise NothingFound("no such focal point")
    return found


def change(viewer: Officer, pk: int) -> StatusChange:
    """One change of status that waits. NothingFound otherwise."""
    found = StatusChange.objects.filter(pk=pk, approved_at__isnull=True, dropped_at__isnull=True)
    one = found.select_related("partner").first()
    if one is None or not may_read(viewer):
        raise NothingFound("no such change")
    return one


def sent(viewer: Officer) -> QuerySet[Sent]:
    """Every parcel, the newest first."""
    if not may_read(viewer):
        return Sent.objects.none()
    return Sent.objects.select_related("partner", "agreement").defer("data").order_by("-pk")


def sent_one(viewer: Officer, pk: int) -> Sent:
    """One parcel. NothingFound when there is none, or it is not for this viewer."""
    found = sent(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such parcel")
    return found


def history(viewer: Officer, label: str, thing: int) -> QuerySet[Marking]:
    """Markings that a thing carried, the newest first. Whether the thing is the viewer's to see is asked by its source."""
    assert viewer.is_active
    return Marking.objects.filter(label=label, thing=thing).order_by("-pk")


def due(viewer: Officer, until: dt.datetime) -> list[Due]:
    """Agreements that end, and recalled parcels that nobody acknowledged."""
    if not may_read(viewer):
        return []
    last = timezone.localtime(until).date()
    today = timezone.localdate()
    ending = agreements(viewer).filter(confirmed_at__isnull=False, valid_to__gte=today, valid_to__lte=last)
    open_ = sent(viewer).filter(recall_due_on__lte=last, acknowledged_on__isnull=True)
    return sorted(_ending(ending), key=lambda one: one.at) + sorted(_recalled(open_), key=lambda one: one.at)


def _ending(rows: Iterable[Agreement]) -> list[Due]:
    return [
        Due(_end_of(one.valid_to), "agreement", f"{one.number} {one.title}", reverse("partners:agreement", args=[one.pk]), one.made_by, str(one.partner),
            key=f"agreement:{one.pk}", number=one.number, is_day=True)
        for one in rows if one.valid_to is not None
    ]  # fmt: skip


def _recalled(rows: Iterable[Sent]) -> list[Due]:
    closed = stops.now().by_partner
    return [
        Due(_end_of(one.recall_due_on), "recall", one.reference, reverse("partners:parcel", args=[one.pk]), one.recalled_by, str(one.partner), ours=False,
            key=f"recall:{one.pk}", number=one.reference, is_day=True, stands_still=stop.waits if (stop := closed.get(one.partner_id)) else "")
        for one in rows if one.recall_due_on is not None
    ]  # fmt: skip


def _end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, where this node is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))
