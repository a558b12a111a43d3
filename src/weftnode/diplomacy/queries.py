"""Named reads of diplomacy; the first argument is whoever asks, and what they may not see is not there."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from weft.errors import NothingFound
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy.models import (
    SORTS,
    Attendance,
    Commitment,
    Figure,
    Forum,
    Kept,
    Meeting,
    Official,
    Proof,
    Session,
    Statement,
    Step,
    Track,
    sort_of,
)
from weftnode.partners import queries as known
from weftnode.partners import stops
from weftnode.partners.models import Partner
from weftnode.ui import sorting
from weftnode.ui.due import Due

PAGE = 100
SOON = dt.timedelta(days=14)
_MANY = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of commitments is asked for."""

    text: str = ""
    """Words of the promise, a partner's name, a country's code."""
    owner: str = ""
    state: str = "owed"
    """``owed``, ``overdue``, ``soon``, ``all``, or a state."""
    track: int | None = None
    by: str = "due"
    """``due`` or ``partner``."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Balance:
    """One direction of the account: who owes, how much of it is open and late."""

    owner: str
    owed: int
    overdue: int
    soon: int
    kept: int
    broken: int


def rooms(viewer: Officer) -> QuerySet[Compartment]:
    """The rooms a viewer may write into."""
    return viewer.compartments.order_by("name")


def records(viewer: Officer, sort: str, *, withdrawn: bool = False) -> QuerySet[Any]:
    """Every record of a sort that the viewer may see; without the withdrawn ones unless asked."""
    found: Any = SORTS[sort].objects.get_queryset()
    found = found.visible_to(viewer)
    return found if withdrawn else found.in_force()  # type: ignore[no-any-return]


def record(viewer: Officer, sort: str, pk: int) -> Any:
    """One record, withdrawn or not. NothingFound when there is none, or it is not for this viewer."""
    found = records(viewer, sort, withdrawn=True).select_related("compartment").filter(pk=pk).first()
    if found is None:
        raise NothingFound(f"no such {sort}")
    return found


def today() -> dt.date:
    """The day it is where this node stands: clocks that run by days turn with it."""
    return timezone.localdate()


def _overdue(on: dt.date) -> Q:
    return Q(state__in=Commitment.STILL_OWED, due_on__lt=on)


def _soon(on: dt.date) -> Q:
    return Q(state__in=Commitment.STILL_OWED, due_on__gte=on, due_on__lte=on + SOON)


def is_overdue(commitment: Commitment, on: dt.date) -> bool:
    """Still owed after its last day."""
    return commitment.state in Commitment.STILL_OWED and commitment.due_on is not None and commitment.due_on < on


def commitments(viewer: Officer, asked: Asked) -> QuerySet[Commitment]:
    """Commitments that fit: by their due day, those without one last; or by the other side first."""
    on = today()
    found = (
        records(viewer, "commitment")
        .select_related("meeting", "track", "answers", "partner")
        .annotate(said=Count("sources"))
    )
    if asked.text:
        text = asked.text.strip()
        match = (
            Q(text__icontains=text)
            | Q(summary__icontains=text)
            | Q(other__icontains=text)
            | Q(owner_name__icontains=text)
            | Q(partner__name__icontains=text)
            | Q(partner__code__iexact=text)
        )
        if len(text) == 2 and text.isalpha():
            match |= Q(other_countries__contains=text.upper()) | Q(owner_country=text.upper())
        found = found.filter(match)
    if asked.owner:
        found = found.filter(owner=asked.owner)
    if asked.track:
        found = found.filter(track_id=asked.track)
    fits = {"owed": Q(state__in=Commitment.STILL_OWED), "overdue": _overdue(on), "soon": _soon(on), "all": Q()}
    found = found.filter(fits.get(asked.state, Q(state=asked.state)))
    by_due = (F("due_on").asc(nulls_last=True), "pk")
    first = ("partner__name", "other", "other_countries") if asked.by == "partner" else ()
    return found.order_by(*first, *by_due)  # type: ignore[no-any-return]


def balance(viewer: Officer) -> list[Balance]:
    """Both directions in figures: what is owed, late, due within two weeks, kept, broken. One query."""
    on = today()
    rows = records(viewer, "commitment").order_by().values("owner").annotate(
        owed=Count("pk", filter=Q(state__in=Commitment.STILL_OWED)), overdue=Count("pk", filter=_overdue(on)),
        soon=Count("pk", filter=_soon(on)), kept=Count("pk", filter=Q(state="kept")), broken=Count("pk", filter=Q(state="broken")),
    )  # fmt: skip
    told = {row["owner"]: Balance(**row) for row in rows}
    return [told.get(owner, Balance(owner, 0, 0, 0, 0, 0)) for owner in ("ours", "theirs", "joint", "others")]


def meetings(viewer: Officer, *, text: str = "") -> QuerySet[Meeting]:
    """Meetings, the newest first; those without a day by when they were written down."""
    found = records(viewer, "meeting").annotate(
        promised=Count("commitments", distinct=True), came=Count("attendance", distinct=True)
    )
    if text:
        match = (
            Q(title__icontains=text)
            | Q(place__icontains=text)
            | Q(countries__icontains=text)
            | Q(attendance__person__icontains=text)
        )
        found = found.filter(match).distinct()
    return found.order_by(F("first_on").desc(nulls_first=True), "-pk")  # type: ignore[no-any-return]


def attendance(viewer: Officer, meeting: Meeting) -> list[Attendance]:
    """Who came and who did not, by country or body."""
    return list(record(viewer, "meeting", meeting.pk).attendance.order_by("party", "pk"))


def promised(viewer: Officer, about: Kept) -> list[Commitment]:
    """Commitments of a meeting, a track or a statement."""
    found = records(viewer, "commitment").filter(**{sort_of(about): about.pk})
    return list(found.order_by(F("due_on").asc(nulls_last=True), "pk")[:_MANY])


def tracks(viewer: Officer) -> QuerySet[Track]:
    """Tracks, by subject."""
    found = records(viewer, "track").annotate(
        owed=Count("commitments", filter=Q(commitments__state__in=Commitment.STILL_OWED), distinct=True),
        late=Count("commitments", filter=Q(commitments__state__in=Commitment.STILL_OWED, commitments__due_on__lt=today()), distinct=True),
    )  # fmt: skip
    return found.order_by("countries", "subject", "pk")  # type: ignore[no-any-return]


def steps(viewer: Officer, track: Track) -> list[Step]:
    """What happened on a track, the newest first."""
    return list(
        record(viewer, "track", track.pk).steps.select_related("source").order_by(F("on").desc(nulls_last=True), "-pk")
    )


def step(viewer: Officer, pk: int) -> Step:
    """One step. NothingFound when there is none, or its track is not for this viewer."""
    found = (
        Step.objects.filter(pk=pk, track__in=records(viewer, "track", withdrawn=True)).select_related("track").first()
    )
    if found is None:
        raise NothingFound("no such step")
    return found


def one_attendance(viewer: Officer, pk: int) -> Attendance:
    """One line of who came. NothingFound when there is none, or the meeting is not for this viewer."""
    found = (
        Attendance.objects.filter(pk=pk, meeting__in=records(viewer, "meeting", withdrawn=True))
        .select_related("meeting")
        .first()
    )
    if found is None:
        raise NothingFound("no such line")
    return found


def proof(viewer: Officer, pk: int) -> Proof:
    """One proof. NothingFound when there is none, or its commitment is not for this viewer."""
    seen = records(viewer, "commitment", withdrawn=True)
    found = Proof.objects.filter(pk=pk, commitment__in=seen).select_related("commitment").first()
    if found is None:
        raise NothingFound("no such proof")
    return found


def calendar(viewer: Officer, *, past: bool = False) -> list[Session]:
    """Sessions of forums to come, the next first, those without days last; or those past, the newest first."""
    found = records(viewer, "session").select_related("forum")
    on = today()
    if past:
        return list(found.filter(last_on__lt=on).order_by("-last_on", "-pk")[:_MANY])
    ahead = found.filter(Q(last_on__gte=on) | Q(last_on__isnull=True))
    return list(ahead.order_by(F("first_on").asc(nulls_last=True), "pk")[:_MANY])


def forums(viewer: Officer) -> QuerySet[Forum]:
    """Forums by name."""
    found = records(viewer, "forum").annotate(held=Count("sessions", filter=Q(sessions__withdrawn_at__isnull=True)))
    return found.order_by("name", "pk")  # type: ignore[no-any-return]


def sessions(viewer: Officer, forum: Forum) -> list[Session]:
    """Sessions of one forum, the newest first."""
    return list(
        records(viewer, "session").filter(forum=forum).order_by(F("first_on").desc(nulls_first=True), "-pk")[:_MANY]
    )


def statements(viewer: Officer) -> QuerySet[Statement]:
    """Statements, the newest first."""
    found = records(viewer, "statement").annotate(promised=Count("commitments"))
    return found.order_by(F("issued_on").desc(nulls_last=True), "-pk")  # type: ignore[no-any-return]


def figures(viewer: Officer, about: Kept | None = None) -> list[Figure]:
    """Figures that a statement or a meeting gives, or every one."""
    found = records(viewer, "figure").prefetch_related("sources")
    if about is not None:
        found = found.filter(**{sort_of(about): about.pk})
    return list(found.order_by("-last_on", "pk")[:_MANY])


def officials(viewer: Officer) -> QuerySet[Official]:
    """Officials by country and name."""
    return records(viewer, "official").order_by("country", "name", "pk")


def officials_in_order(viewer: Officer) -> list[int]:
    """Numbers of officials by country and, within it, by name as the reader of the page sorts."""
    found = officials(viewer).values_list("pk", "country", "name")
    return [pk for pk, _, _ in sorted(found, key=lambda row: (row[1], sorting.key(row[2])))]


def officials_of(viewer: Officer, numbers: Sequence[int]) -> list[Official]:
    """These officials, in this order."""
    found = officials(viewer).in_bulk(list(numbers))
    return [found[pk] for pk in numbers if pk in found]


def due(viewer: Officer, until: dt.datetime) -> list[Due]:
    """Commitments, meetings and sessions with a day, up to and with the day of ``until``: what has a clock here."""
    if not viewer.may(Permission.READ_DIPLOMACY):
        return []
    last = timezone.localtime(until).date()
    on, closed = today(), stops.now()
    found = []
    owed = (
        records(viewer, "commitment")
        .filter(state__in=Commitment.STILL_OWED, due_on__lte=last)
        .select_related("answers", "partner")
    )
    for one in owed.order_by("due_on", "pk"):
        who, stop = one.answers.login if one.answers else "", closed.of(one.partner_id, one.between)
        found.append(
            _due(
                one,
                one.due_on,
                who=who,
                partner=one.side or one.other_countries,
                ours=one.owner in {"ours", "joint"},
                state=one.get_state_display(),
                stands_still=stop.waits if stop else "",
            )
        )
    planned = records(viewer, "meeting").filter(state="planned", first_on__gte=on, first_on__lte=last)
    for one in planned.order_by("first_on", "pk"):
        stop = closed.of(None, one.countries)
        found.append(_due(one, one.first_on, partner=one.countries, stands_still=stop.waits if stop else ""))
    ahead = (
        records(viewer, "session")
        .filter(is_cancelled=False, last_on__gte=on, first_on__lte=last)
        .select_related("forum")
    )
    found += [_due(one, max(one.first_on, on), sort="forum") for one in ahead.order_by("first_on", "pk")]
    return found


def _due(one: Any, day: dt.date, *, sort: str = "", **said: Any) -> Due:
    name = sort_of(one)
    tomorrow = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone())
    url = reverse(f"diplomacy:{name}", args=[one.pk])
    return Due(
        tomorrow - dt.timedelta(seconds=1), sort or name, str(one), url, key=f"{name}:{one.pk}", number=number(name, one.pk), is_day=True, **said
    )  # fmt: skip


def number(sort: str, pk: int) -> str:
    """How people name a record in short: ``P-12`` for a commitment, ``M-3`` for a meeting."""
    return f"{LETTERS[sort]}-{pk}"


LETTERS = {
    "commitment": "P",
    "meeting": "M",
    "track": "T",
    "forum": "F",
    "session": "S",
    "statement": "ST",
    "figure": "FG",
    "official": "O",
}


def colleagues(viewer: Officer) -> QuerySet[Officer]:
    """Officers of the viewer's rooms: who may be asked to follow a commitment."""
    return (
        Officer.objects.filter(is_active=True, compartments__in=viewer.compartments.all()).distinct().order_by("name")
    )


def partners(viewer: Officer) -> QuerySet[Partner]:
    """Partners that may be the other side of a commitment."""
    return known.partners(viewer)
