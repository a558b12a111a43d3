"""Measures of a case, or of every case one may see."""

from collections.abc import Mapping

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from weft import kinds
from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.cases.models import Case, Measure
from weftnode.cases.shapes import Form, State

PAGE = 50


def all_of(viewer: Officer, of: Case | None = None) -> "QuerySet[Measure]":
    """Every measure of a case, or of all cases the viewer may see."""
    seen = Case.objects.visible_to(viewer)
    return Measure.objects.filter(case__in=seen.filter(pk=of.pk) if of else seen)


def measures(viewer: Officer, of: Case | None, asked: Mapping[str, str], page: str | int | None) -> "Page[Measure]":
    """Measures that fit ``asked`` (form, state, text), the newest first."""
    rows = all_of(viewer, of)
    if asked.get("form"):
        rows = rows.filter(form=asked["form"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    text = asked.get("text", "").strip()
    if text:
        number = text.upper().removeprefix("M-")
        found = kinds.find(text[:600], None)
        if number.isascii() and number.isdigit() and len(number) < 19 and not found:
            rows = rows.filter(pk=int(number))
        elif found:
            rows = rows.filter(value__in=[one.value for one in found])
        else:
            rows = (
                rows.filter(value__icontains=text)
                | rows.filter(office__icontains=text)
                | rows.filter(carried_by__icontains=text)
            )
    return Paginator(rows.select_related("case", "network", "person", "hold").order_by("-pk"), PAGE).get_page(page)


def measure(viewer: Officer, pk: int) -> Measure:
    """One measure. NothingFound when there is none, or its case is not for this viewer."""
    rows = all_of(viewer).filter(pk=pk)
    found = rows.select_related("case__compartment", "network", "person", "follows", "hold").first()
    if found is None:
        raise NothingFound("no such measure")
    return found


def counts(viewer: Officer, of: Case | None = None) -> list[tuple[str, str, int, list[tuple[str, str, int]]]]:
    """Measures by form in the order of `shapes`: code, name, how many, and by state (code, name, how many). Counted in the database."""
    rows = all_of(viewer, of).order_by().values_list("form", "state").annotate(count=Count("pk"))
    numbers = {(form, state): count for form, state, count in rows}
    found = []
    for form in Form:
        states = [(state.value, str(state.label), numbers[form, state]) for state in State if (form, state) in numbers]
        if states:
            found.append((form.value, str(form.label), sum(count for *_, count in states), states))
    return found
