"""Pages of figures: how requests between us and partners were answered, in both directions, for a period; and the same as CSV."""

import csv
import datetime as dt
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.partners.models import Partner
from weftnode.requests import actions
from weftnode.requests import figures as counted
from weftnode.requests.figures import Figure, Trust
from weftnode.requests.forms import PeriodForm
from weftnode.requests.models import Direction
from weftnode.ui.access import needs
from weftnode.ui.days import end_of_day

READ = Permission.READ_REQUESTS


def period(form: PeriodForm) -> tuple[dt.date, dt.date]:
    """First and last day; the last twelve months when none are given."""
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("last") or timezone.localdate()
    return given.get("first") or last - dt.timedelta(days=365), last


def _of(viewer_: Officer, first: dt.date, last: dt.date) -> list[tuple[Partner, dict[str, Trust]]]:
    zone = timezone.get_current_timezone_name()
    found = counted.of_all(
        viewer_, timezone.make_aware(dt.datetime.combine(first, dt.time())), end_of_day(last, zone), timezone.now()
    )
    names = Partner.objects.in_bulk(list(found))
    return sorted(((names[pk], both) for pk, both in found.items()), key=lambda pair: pair[0].code)


@needs(READ)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All partners, both directions."""
    by = viewer(request)
    form = PeriodForm(request.GET or None)
    first, last = period(form)
    rows = _of(by, first, last)
    actions.seen(by=by, what="figures.read", first=first.isoformat(), last=last.isoformat())
    context = {
        "form": form,
        "first": first,
        "last": last,
        "parts": [
            (way, [(partner, both[way.value]) for partner, both in rows if both[way.value].asked]) for way in Direction
        ],
    }
    return render(request, "requests/figures.html", context, status=422 if form.errors else 200)


COLUMNS = (
    "partner", "direction", "from", "until", "asked", "withdrawn", "answered", "part_answered", "refused", "lapsed", "of_owed", "in_time", "of_judged",
    "overdue", "of_open", "median_days", "of_timed", "grounds",
)  # fmt: skip


@needs(READ)
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, UTF-8: numerators and denominators, no percentages, so that nobody averages averages."""
    by = viewer(request)
    first, last = period(PeriodForm(request.GET or None))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for partner, both in _of(by, first, last):
        for way, one in both.items():
            if one.asked:
                table.writerow([partner.code, way, first.isoformat(), last.isoformat(), *_cells(one)])
    actions.seen(by=by, what="figures.exported", first=first.isoformat(), last=last.isoformat())
    answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="requests-{first.isoformat()}-{last.isoformat()}.csv"'
    return answer


def _cells(one: Trust) -> list[Any]:
    of_owed: Figure = one.answered
    return [
        one.asked, one.withdrawn, one.answered.numerator, one.part_answered.numerator, one.refused.numerator, one.lapsed.numerator,
        of_owed.denominator, one.in_time.numerator, one.in_time.denominator, one.overdue.numerator, one.overdue.denominator,
        "" if one.median_days is None else one.median_days, one.timed, "; ".join(f"{code}: {number}" for code, number in one.grounds),
    ]  # fmt: skip
