"""The page one comes home to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weftnode.accounts.access import viewer
from weftnode.desk import queries
from weftnode.reports import actions as reports
from weftnode.ui.access import signed_in


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where to go, by what the person may do."""
    by = viewer(request)
    found = queries.home(by)
    if found["newest"]:
        reports.seen(by=by, what="list.read", shown=len(found["newest"]))
    return render(request, "desk/home.html", {"officer": by, **found})
