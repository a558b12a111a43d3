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
from weftnode.cases.shapes import Form
from weftnode.partners import stops
from weftnode.ui.due import Due

PAGE = 50


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
    """What of cases comes due until then, in time: holds, releases, tasks. Made for ten thousand of them at a time."""
    shown = (
        "measure_id",
        "measure__form",
        "measure__case__title",
        "measure__case__leader__login",
        "measure__partner_id",
        "measure__country",
    )
    closed = stops.now()
    holds = running(viewer).filter(due_at__lte=until).values_list("pk", "due_at", *shown)
    asked = pleas(viewer).filter(due_at__lte=until)
    released = asked.values_list("pk", "due_at", *(f"hold__{name}" for name in shown))
    page, forms = reverse("cases:measure", args=[0]), {str(code): str(name) for code, name in Form.choices}
    found = [
        Due(
            at, sort, f"{forms.get(form, form)} M-{measure}: {case}", page.replace("/0/", f"/{measure}/"), leader or "",
            key=f"{sort}:{pk}", number=f"M-{measure}", stands_still=str(closed.of(body, country) or ""),
        )
        for sort, rows in (("hold", holds), ("release", released))
        for pk, at, measure, form, case, leader, body, country in rows
    ]  # fmt: skip
    tasks = Task.objects.filter(case__in=Case.objects.visible_to(viewer), done_at__isnull=True, due_on__isnull=False)
    for task in tasks.filter(due_on__lte=until.date()).select_related("case", "owner"):
        if task.due_on and (end := dt.datetime.combine(task.due_on, dt.time(23, 59, 59), zone(""))) <= until:
            who = task.owner.login if task.owner else ""
            url = reverse("cases:case", args=[task.case_id])
            number = f"C-{task.case_id}"
            found.append(
                Due(end, "task", f"{task}: {task.case}", url, who, key=f"task:{task.pk}", number=number, is_day=True)
            )
    return sorted(found, key=lambda one: (one.at, one.title))
