"""What the page of a case shows of requests: those about it, and the way to a new one."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.cases.models import Case
from weftnode.requests import queries
from weftnode.requests.rules import may_write

_SHOWN = 50


def of_case(request: HttpRequest, thing: Case) -> str:
    """The piece for a case's page; empty for whoever reads no requests."""
    by = viewer(request)
    if not by.may(Permission.READ_REQUESTS):
        return ""
    context = {
        "case": thing,
        "requests": queries.of_case(by, thing.pk)[:_SHOWN],
        "now": timezone.now(),
        "may_draft": bool(may_write(by, thing.compartment_id)),
    }
    return render_to_string("requests/_of_case.html", context, request=request)
