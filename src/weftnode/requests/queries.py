"""Named reads of requests; the first argument is whoever asks, and what they may not see is not there."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.partners import stops
from weftnode.requests import rules
from weftnode.requests.models import Answer, Arrived, Direction, Key, Letter, Reminder, Request, Sort, State, Step
from weftnode.ui.due import Due

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of requests is asked for."""

    text: str = ""
    """A number of ours or theirs, or words of the title."""
    direction: str = ""
    partner: int | None = None
    sort: str = ""
    state: str = ""
    """A state, ``open`` for all whose clock counts, ``inside`` for what has not left."""
    mine: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page of requests, the most pressing first."""

    requests: list[Request]
    number: int
    has_more: bool


_GROUPS = {"open": rules.RUNNING, "inside": rules.INSIDE, "closed": rules.CLOSED}


def requests(viewer: Officer, asked: Asked) -> Page:
    """Requests that fit: those whose clock counts first, by when they are due; the newest first among the rest."""
    found = Request.objects.visible_to(viewer).select_related("partner", "owner")
    if asked.text.strip():
        found = found.filter(_named(asked.text.strip()))
    if asked.direction:
        found = found.filter(direction=asked.direction)
    if asked.partner:
        found = found.filter(partner_id=asked.partner)
    if asked.sort:
        found = found.filter(sort=asked.sort)
    if asked.state:
        found = found.filter(state__in=_GROUPS.get(asked.state, [asked.state]))
    if asked.mine:
        found = found.filter(owner=viewer)
    first = (max(asked.page, 1) - 1) * PAGE
    pressing = found.order_by(_closed_last(), "due_at", "-changed_at", "pk")
    rows = list(pressing[first : first + PAGE + 1])
    return Page(rows[:PAGE], max(asked.page, 1), len(rows) > PAGE)


def _named(text: str) -> Q:
    figures = text.upper().removeprefix("Q-")
    match = Q(title__icontains=text) | Q(their_number__iexact=text)
    return match | Q(pk=int(figures)) if figures.isascii() and figures.isdigit() and len(figures) < 18 else match


def _closed_last() -> Case:
    return Case(When(state__in=sorted(rules.CLOSED), then=Value(1)), default=Value(0))


def request(viewer: Officer, pk: int) -> Request:
    """One request. NothingFound when there is none, or it is not for this viewer."""
    found = Request.objects.visible_to(viewer).filter(pk=pk)
    one = found.select_related("compartment", "partner", "agreement", "case", "measure", "owner").first()
    if one is None:
        raise NothingFound("no such request")
    return one


def by_ref(viewer: Officer, ref: str) -> Request | None:
    """The request that both sides call by this name, if the viewer may see it."""
    return Request.objects.visible_to(viewer).filter(ref=ref).select_related("partner").first()


def answer(viewer: Officer, pk: int) -> Answer:
    """One answer. NothingFound when there is none, or its request is not for this viewer."""
    found = (
        Answer.objects.filter(pk=pk, request__in=Request.objects.visible_to(viewer)).select_related("request").first()
    )
    if found is None:
        raise NothingFound("no such answer")
    return found


def letter(viewer: Officer, pk: int) -> Letter:
    """One letter. NothingFound when there is none, or its request is not for this viewer."""
    found = Letter.objects.filter(pk=pk, request__in=Request.objects.visible_to(viewer))
    one = found.select_related("request", "request__partner", "answer", "reminder").first()
    if one is None:
        raise NothingFound("no such letter")
    return one


def answers(viewer: Officer, of: Request) -> QuerySet[Answer]:
    """What was answered, and what waits for a second person, in time."""
    return request(viewer, of.pk).answers.order_by("at", "pk")


def reminders(viewer: Officer, of: Request) -> QuerySet[Reminder]:
    """Reminders, the newest first."""
    return request(viewer, of.pk).reminders.order_by("-at", "-pk")


def steps(viewer: Officer, of: Request) -> QuerySet[Step]:
    """Its life, in time."""
    return request(viewer, of.pk).steps.order_by("at", "pk")


def letters(viewer: Officer, of: Request) -> QuerySet[Letter]:
    """What was packed for the partner, and what the gate kept here, the newest first."""
    return request(viewer, of.pk).letters.select_related("sent").defer("sent__data").order_by("-pk")


def arrived(viewer: Officer, of: Request) -> QuerySet[Arrived]:
    """Parcels of the partner about it, in time."""
    return request(viewer, of.pk).arrived.defer("data").order_by("taken_at", "pk")


def of_case(viewer: Officer, case: int) -> QuerySet[Request]:
    """Requests of a case, the most pressing first."""
    found = Request.objects.visible_to(viewer).filter(case_id=case)
    return found.select_related("partner").order_by(_closed_last(), "due_at", "pk")


def keys(viewer: Officer) -> QuerySet[Key]:
    """Partners' public keys that were not ended."""
    if not viewer.may(Permission.READ_PARTNERS):
        return Key.objects.none()
    return Key.objects.filter(ended_at__isnull=True).select_related("partner").order_by("partner__code", "pk")


def key(viewer: Officer, pk: int) -> Key:
    """One key that was not ended. NothingFound otherwise."""
    found = keys(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such key")
    return found


def waiting(viewer: Officer) -> list[Request]:
    """Requests of ours, and answers of ours, that wait for a second person: for whoever approves, and wrote none of it themselves."""
    if not viewer.may(Permission.APPROVE_QUERIES):
        return []
    seen = Request.objects.visible_to(viewer).select_related("partner")
    own = Step.objects.filter(act__in=rules.WRITERS, by=viewer.login)
    asked = seen.filter(state=State.PROPOSED).exclude(pk__in=own.values("request_id"))
    said = Answer.objects.filter(waits=True).exclude(made_by=viewer.login)
    return list(asked.order_by("pk")[:50]) + list(seen.filter(pk__in=said.values("request_id")).order_by("pk")[:50])


def to_carry(viewer: Officer) -> QuerySet[Letter]:
    """Signed files that nobody has taken to the partner yet, the oldest first; for whoever may take them."""
    if not viewer.may(Permission.WRITE_REQUESTS):
        return Letter.objects.none()
    found = Letter.objects.filter(request__in=Request.objects.visible_to(viewer), sent__handed_at__isnull=True)
    found = found.filter(Q(sent__not_before__isnull=True) | Q(sent__not_before__lte=timezone.now()))
    return found.filter(sent__isnull=False).select_related("request", "request__partner").order_by("pk")


def owners(viewer: Officer, of: Request) -> QuerySet[Officer]:
    """Colleagues of the room who may answer for it."""
    return Officer.objects.filter(is_active=True, compartments=of.compartment_id).order_by("name")


def due(viewer: Officer, until: dt.datetime) -> list[Due]:
    """Requests whose clock counts and whose time comes before ``until``; made for ten thousand of them at a time."""
    closed = stops.now().by_partner
    sorts, states = ({str(one.value): str(one.label) for one in kind} for kind in (Sort, State))
    page = reverse("requests:request", args=[0])
    rows = (
        Request.objects.visible_to(viewer)
        .filter(state__in=rules.RUNNING, due_at__isnull=False, due_at__lte=until)
        .values_list(
            "pk", "direction", "sort", "title", "state", "due_at", "due_is_day", "due_zone", "owner__login", "partner_id", "partner__name", "paused_because"
        )
    )  # fmt: skip
    stands, waits = _("the clock stands: %s"), {pk: one.waits for pk, one in closed.items()}
    return [
        Due(
            at=at, sort="request", title=f"Q-{pk} {sorts.get(sort, sort)}: {title}", url=page.replace("/0/", f"/{pk}/"),
            who=owner or "", partner=partner, ours=direction == Direction.IN, key=f"request:{pk}", number=f"Q-{pk}",
            state=states.get(state, state), is_day=is_day, zone=zone,
            stands_still=stands % paused if paused else waits.get(whose, ""),
        )
        for pk, direction, sort, title, state, at, is_day, zone, owner, whose, partner, paused in rows
        if at is not None
    ]  # fmt: skip
