"""Running clocks: of holds, and of those who ask for release."""

import datetime as dt

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.urls import reverse

from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.cases.clocks import zone
from weftnode.cases.models import Case, Hold, Plea, Task
from weftnode.cases.queries.measures import all_of
from weftnode.ui.due import Due

PAGE = 50
_MOST = 2000


def running(viewer: Officer, of: Case | None = None) -> "QuerySet[Hold]":
    """Holds that still hold money, the next to run out first; those without a known end come last."""
    rows = Hold.objects.filter(is_running=True, measure__in=all_of(viewer, of)).select_related("measure__case")
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def clocks(viewer: Officer, page: str | int | None) -> "Page[Hold]":
    """One page of running holds of every case one may see."""
    return Paginator(running(viewer), PAGE).get_page(page)


def pleas(
    viewer: Officer, of: Case | None = None, *, hold: Hold | None = None, is_open: bool = True
) -> "QuerySet[Plea]":
    """What holders ask for and nobody answered yet, the nearest clock first; or all of a hold, the newest first."""
    rows = Plea.objects.filter(hold__measure__in=all_of(viewer, of)).select_related("hold__measure__case")
    if hold is not None:
        rows = rows.filter(hold=hold)
    return rows.filter(outcome="").order_by("due_at", "pk") if is_open else rows.order_by("-pk")


def hold(viewer: Officer, pk: int) -> Hold:
    """One hold. NothingFound when there is none, or its case is not for this viewer."""
    found = Hold.objects.filter(pk=pk, measure__in=all_of(viewer)).select_related("measure__case").first()
    if found is None:
        raise NothingFound("no such hold")
    return found


def plea(viewer: Officer, pk: int) -> Plea:
    """One plea. NothingFound when there is none, or its case is not for this viewer."""
    found = Plea.objects.filter(pk=pk, hold__measure__in=all_of(viewer)).select_related("hold__measure__case").first()
    if found is None:
        raise NothingFound("no such plea")
    return found


def due(viewer: Officer, until: dt.datetime) -> list[Due]:
    """What of cases comes due until then, in time: holds, releases, tasks. At most 2,000 of each, the nearest first."""
    found = []
    for one in running(viewer).filter(due_at__lte=until).select_related("measure__case__leader")[:_MOST]:
        found.append(_due(one.due_at, "hold", f"{one.measure}: {one.measure.case}", one.measure_id, one.measure.case))
    for plea in pleas(viewer).filter(due_at__lte=until).select_related("hold__measure__case__leader")[:_MOST]:
        measure = plea.hold.measure
        found.append(_due(plea.due_at, "release", f"{measure}: {measure.case}", measure.pk, measure.case))
    tasks = Task.objects.filter(case__in=Case.objects.visible_to(viewer), done_at__isnull=True, due_on__isnull=False)
    for task in tasks.filter(due_on__lte=until.date()).select_related("case", "owner").order_by("due_on", "pk")[:_MOST]:
        if task.due_on and (end := dt.datetime.combine(task.due_on, dt.time.max, zone(""))) <= until:
            who = task.owner.login if task.owner else ""
            found.append(Due(end, "task", f"{task}: {task.case}", reverse("cases:case", args=[task.case_id]), who))
    return sorted(found, key=lambda one: (one.at, one.title))


def _due(at: dt.datetime | None, sort: str, title: str, measure: int, case: Case) -> Due:
    assert at is not None
    return Due(at, sort, title, reverse("cases:measure", args=[measure]), case.leader.login if case.leader else "")
