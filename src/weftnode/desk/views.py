"""The page one comes home to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weftnode.accounts.access import viewer
from weftnode.ui.access import signed_in


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where to go, by what the person may do."""
    return render(request, "desk/home.html", {"officer": viewer(request)})
