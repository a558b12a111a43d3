"""Pages of public holidays: what is known of each country and year, and writing a year down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weft import countries
from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.partners import actions, holidays, rules
from weftnode.partners.forms import HolidaysForm
from weftnode.partners.models import HolidayList
from weftnode.ui.access import needs

# Two years back a clock may still be argued about; one ahead it may already run.
_BACK, _AHEAD = 2, 1


@needs(Permission.READ_PARTNERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every list of this node, and those that Weft brings for the years around this one."""
    return _page(request, HolidaysForm(initial={"year": timezone.localdate().year}))


@needs(Permission.WRITE_PARTNERS, Permission.WRITE_CASES)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Write down the holidays of a country and year."""
    form = HolidaysForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    actions.keep_holidays(
        by=viewer(request), country=given["country"], year=given["year"], days=given["days"], is_complete=given["is_complete"], source=given["source"]
    )  # fmt: skip
    return redirect("partners:holidays")


def _page(request: HttpRequest, form: HolidaysForm) -> HttpResponse:
    by = viewer(request)
    ours = {(one.country, one.year): one for one in HolidayList.objects.order_by("country", "-year")}
    rows = [
        _row(one.country, one.year, one.days, one.is_complete, one.source, made_by=one.made_by) for one in ours.values()
    ]
    this = timezone.localdate().year
    for code in countries.known():
        for year in range(this - _BACK, this + _AHEAD + 1):
            found = countries.holidays(code, year)
            if found is not None and (code, year) not in ours:
                days = [[day.isoformat(), ""] for day in sorted(found.days)]
                rows.append(
                    _row(
                        code,
                        year,
                        days,
                        found.is_complete,
                        found.cited.source,
                        title=found.cited.title,
                        note=found.note,
                    )
                )
    actions.seen(by=by, what="holidays.read", shown=len(rows))
    rows.sort(key=lambda one: (one["country"], -one["year"]))
    context = {"rows": rows, "form": form, "may_keep": rules.may_keep_holidays(by)}
    return render(request, "partners/holidays.html", context, status=422 if form.errors else 200)


def _row(country: str, year: int, days: list[list[str]], is_complete: bool, source: str, **more: str) -> dict[str, Any]:
    return {
        "country": country,
        "year": year,
        "days": days,
        "lines": holidays.written(days),
        "is_complete": is_complete,
        "source": source,
        **more,
    }
