"""What the page of a network or a report shows of cases: those about it, and the ways to put it into one."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.cases import queries
from weftnode.cases.rules import may_open
from weftnode.networks.models import Network
from weftnode.reports.models import Report

_OFFERED = 50


def network(request: HttpRequest, thing: Network) -> str:
    """The piece for a network's page."""
    return _piece(request, thing, "network", "" if thing.is_gone else f"networks={thing.pk}")


def report(request: HttpRequest, thing: Report) -> str:
    """The piece for a report's page."""
    return _piece(request, thing, "report", f"reports={thing.pk}")


def _piece(request: HttpRequest, thing: Network | Report, sort: str, query: str) -> str:
    by = viewer(request)
    if not by.may(Permission.READ_CASES):
        return ""
    about = queries.of_network(by, thing.pk) if sort == "network" else queries.of_report(by, thing.pk)
    may = bool(query and may_open(by, thing.compartment_id))
    offered = [
        one for one in queries.open_cases(by, room=thing.compartment_id)[:_OFFERED] if may and one not in about
    ] if may else []  # fmt: skip
    context = {"cases": about, "offered": offered, "may": may, "sort": sort, "thing": thing, "query": query}
    return render_to_string("cases/_about.html", context, request=request)
