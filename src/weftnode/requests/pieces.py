"""What pages of lower apps show of requests: a case those about it, a partner how requests were answered in both directions."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.cases.models import Case
from weftnode.partners.models import Partner
from weftnode.requests import figures, queries
from weftnode.requests.models import Direction
from weftnode.requests.rules import may_write

_SHOWN = 50
_YEAR = dt.timedelta(days=365)


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


def of_partner(request: HttpRequest, thing: Partner) -> str:
    """The last twelve months with this partner; empty for whoever reads no requests."""
    by, now = viewer(request), timezone.now()
    if not by.may(Permission.READ_REQUESTS):
        return ""
    both = figures.of_partner(by, thing.pk, now - _YEAR, now, now)
    context = {
        "parts": [(way, [(None, both[way.value])]) for way in Direction if both[way.value].asked],
        "first": timezone.localdate(now - _YEAR),
        "last": timezone.localdate(now),
    }
    return render_to_string("requests/_panel.html", context, request=request)
