"""Cases, what hangs on them, and where they stand."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from weft.errors import NothingFound
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.cases.models import (
    Case,
    CaseLink,
    CasePerson,
    Cases,
    Event,
    Hold,
    Measure,
    Merge,
    OffenderRole,
    Task,
)
from weftnode.cases.shapes import OPEN
from weftnode.networks.models import Network
from weftnode.reports.models import Report

PAGE = 50
_COLUMN = 30
_OFFERED = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of cases is asked for."""

    text: str = ""
    """Words of the title, a case's number, or the agency's own file number."""
    state: str = ""
    country: str = ""
    mine: bool = False
    page: int = 1


def cases(viewer: Officer, asked: Asked) -> "Page[Case]":
    """Cases that fit, those with the nearest clock first; each with its counts, made in the database."""
    found = _fitting(viewer, asked)
    found = found.filter(state=asked.state) if asked.state else found.exclude(state__in=Case.ENDED)
    return Paginator(_counted(found), PAGE).get_page(asked.page)


def board(viewer: Officer, asked: Asked) -> list[tuple[str, str, int, list[Case]]]:
    """Cases by state: code, name, how many there are, and the first of them."""
    fitting = _fitting(viewer, asked)
    numbers = dict(fitting.order_by().values_list("state").annotate(count=Count("pk")))
    shown = [state for state in Case.State if state != Case.State.MERGED]
    return [
        (state.value, str(state.label), numbers.get(state.value, 0),
         list(_counted(fitting.filter(state=state))[:_COLUMN]) if numbers.get(state.value) else [])
        for state in shown
    ]  # fmt: skip


def _fitting(viewer: Officer, asked: Asked) -> Cases:
    found = Case.objects.visible_to(viewer)
    text = asked.text.strip()
    if text:
        number = text.upper().removeprefix("C-")
        by_number = Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else Q()
        found = found.filter(Q(title__icontains=text) | Q(file_number__icontains=text) | by_number)
    if asked.country:
        found = found.filter(countries__contains=asked.country.upper())
    if asked.mine:
        found = found.filter(leader=viewer)
    return found


def _counted(found: Cases) -> Cases:
    """Each case with its counts and its nearest clock, by that clock; the counts are made in the database."""
    of_case = Measure.objects.filter(case=OuterRef("pk")).order_by().values("case")
    running = Hold.objects.filter(measure__case=OuterRef("pk"), is_running=True).order_by().values("measure__case")
    to_do = Task.objects.filter(case=OuterRef("pk"), done_at__isnull=True).order_by().values("case")

    def count(rows: "QuerySet[Any, Any]") -> Coalesce:
        return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)

    counted = (
        found.select_related("compartment", "leader")
        .prefetch_related("partners")
        .annotate(
            measures_count=count(of_case),
            open_measures=count(of_case.filter(state__in=OPEN)),
            running_holds=count(running),
            open_tasks=count(to_do),
            next_due_at=Subquery(running.annotate(first=Min("due_at")).values("first")),
        )
    )
    return counted.order_by(F("next_due_at").asc(nulls_last=True), "-pk")


def open_cases(viewer: Officer, *, but: Case | None = None, room: int | None = None) -> Cases:
    """Open cases one may put things into, the newest first: for lists to choose from."""
    found = Case.objects.visible_to(viewer).exclude(state__in=Case.ENDED).order_by("-pk")
    if but is not None:
        found = found.filter(compartment_id=but.compartment_id).exclude(pk=but.pk)
    if room is not None:
        found = found.filter(compartment_id=room)
    return found


def case(viewer: Officer, pk: int) -> Case:
    """One case. NothingFound when there is none, or it is not for this viewer."""
    found = (
        Case.objects.visible_to(viewer)
        .select_related("compartment", "leader", "parent", "merged_into")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NothingFound("no such case")
    return found


def rooms_to_open(viewer: Officer) -> QuerySet[Compartment]:
    """Rooms in which this person may open a case: the own ones, never through a broken glass."""
    if not viewer.may(Permission.WRITE_CASES):
        return Compartment.objects.none()
    return viewer.compartments.order_by("name")


def officers(viewer: Officer, of: Case | None = None, *, room: int | None = None) -> QuerySet[Officer]:
    """Those who may lead a case of this room, or own its tasks."""
    room = of.compartment_id if of else room
    if room not in viewer.compartment_ids:
        return Officer.objects.none()
    able = [
        one.pk for one in Officer.objects.filter(compartments=room, is_active=True) if one.may(Permission.READ_CASES)
    ]
    return Officer.objects.filter(pk__in=able).order_by("name")


def of_network(viewer: Officer, network: int) -> list[Case]:
    """Cases about a network, the newest first."""
    return list(Case.objects.visible_to(viewer).filter(networks__network=network).order_by("-pk")[:_COLUMN])


def of_report(viewer: Officer, report: int) -> list[Case]:
    """Cases about a report, the newest first."""
    return list(Case.objects.visible_to(viewer).filter(reports__report=report).order_by("-pk")[:_COLUMN])


def reports_of(viewer: Officer, of: Case) -> QuerySet[Report]:
    """The single reports a case is about, the newest first."""
    return Report.objects.visible_to(viewer).filter(pk__in=of.reports.values("report")).order_by("-pk")


def network_named(viewer: Officer, of: Case, text: str) -> Network:
    """A network of the case's room by its id or its name. NothingFound when there is none."""
    rows = Network.objects.visible_to(viewer).filter(compartment_id=of.compartment_id, is_gone=False)
    found = rows.filter(Q(network_id__iexact=text.strip()) | Q(title__iexact=text.strip())).order_by("-reports").first()
    if found is None:
        raise NothingFound("no such network")
    return found


def people(viewer: Officer, of: Case) -> list[tuple[CasePerson, list[OffenderRole]]]:
    """References to people with what was said of each, the newest claim first."""
    rows = case(viewer, of.pk).people.prefetch_related("roles").order_by("pk")[:200]
    return [(one, sorted(one.roles.all(), key=lambda said: -said.pk)) for one in rows]


def person(viewer: Officer, pk: int) -> CasePerson:
    """One reference. NothingFound when there is none, or its case is not for this viewer."""
    found = CasePerson.objects.filter(pk=pk, case__in=Case.objects.visible_to(viewer)).select_related("case").first()
    if found is None:
        raise NothingFound("no such reference")
    return found


def role(viewer: Officer, pk: int) -> OffenderRole:
    """One claim about what somebody does. NothingFound when there is none, or its case is not for this viewer."""
    rows = OffenderRole.objects.filter(pk=pk, person__case__in=Case.objects.visible_to(viewer))
    found = rows.select_related("person__case").first()
    if found is None:
        raise NothingFound("no such claim")
    return found


def links(viewer: Officer, of: Case) -> list[tuple[CaseLink, Case]]:
    """Links that stand, each with the case at the other end."""
    rows = CaseLink.objects.filter(Q(case=of) | Q(other=of), undone_at__isnull=True)
    mine = rows.filter(case__in=Case.objects.visible_to(viewer)).select_related("case", "other").order_by("-pk")[:100]
    return [(one, one.other if one.case_id == of.pk else one.case) for one in mine]


def link(viewer: Officer, pk: int) -> CaseLink:
    """One link. NothingFound when there is none, or its cases are not for this viewer."""
    rows = CaseLink.objects.filter(pk=pk, case__in=Case.objects.visible_to(viewer))
    found = rows.select_related("case", "other").first()
    if found is None:
        raise NothingFound("no such link")
    return found


def merges(viewer: Officer, of: Case) -> list[Merge]:
    """Cases that became part of this one and still are, the newest first."""
    rows = case(viewer, of.pk).merges_in.filter(undone_at__isnull=True)
    return list(rows.select_related("gone").order_by("-pk")[:100])


def merge(viewer: Officer, pk: int) -> Merge:
    """One merge. NothingFound when there is none, or its cases are not for this viewer."""
    rows = Merge.objects.filter(pk=pk, kept__in=Case.objects.visible_to(viewer))
    found = rows.select_related("gone", "kept").first()
    if found is None:
        raise NothingFound("no such merge")
    return found


def tasks(viewer: Officer, of: Case) -> list[Task]:
    """Tasks of a case: the open ones by their day, then those that are done."""
    rows = case(viewer, of.pk).tasks.select_related("owner")
    to_do = rows.filter(done_at__isnull=True).order_by(Coalesce("due_on", "made_at__date"), "pk")
    return [*to_do[:200], *rows.filter(done_at__isnull=False).order_by("-done_at")[:20]]


def task(viewer: Officer, pk: int) -> Task:
    """One task. NothingFound when there is none, or its case is not for this viewer."""
    found = Task.objects.filter(pk=pk, case__in=Case.objects.visible_to(viewer)).select_related("case").first()
    if found is None:
        raise NothingFound("no such task")
    return found


def event_page(viewer: Officer, of: Case, page: str | int | None, most: int = 40) -> "Page[Event]":
    """The time line of a case, the newest first."""
    rows = case(viewer, of.pk).events.select_related("measure").order_by("-at", "-pk")
    return Paginator(rows, most).get_page(page)
