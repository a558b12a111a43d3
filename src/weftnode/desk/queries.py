"""What waits for a person, read through the apps' own queries."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from weft.errors import NothingFound
from weftnode.accounts import queries as accounts
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.desk.models import Feed
from weftnode.reports import queries as reports
from weftnode.reports.models import Report
from weftnode.requests import queries as requests


def home(viewer: Officer) -> dict[str, Any]:
    """The home page of this viewer: nothing on it that they may not see elsewhere."""
    return {
        "newest": Report.objects.newest(viewer, 8),
        "batches": list(reports.batches(viewer)[:5]) if viewer.may(Permission.IMPORT_REPORTS) else [],
        "waiting": accounts.waiting(viewer).count(),
        "broken": accounts.broken(viewer).filter(read_at__isnull=True).count(),
        "to_approve": requests.waiting(viewer),
        "to_carry": list(requests.to_carry(viewer)[:8]),
        "new_report": reverse("reports:new") if viewer.may(Permission.WRITE_REPORTS) else "",
    }


def feeds(viewer: Officer) -> QuerySet[Feed]:
    """The viewer's own calendar addresses that still open."""
    return Feed.objects.filter(officer=viewer, ended_at__isnull=True).order_by("pk")


def feed(viewer: Officer, pk: int) -> Feed:
    """One of the viewer's own. NothingFound otherwise."""
    found = feeds(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such calendar address")
    return found


def by_token(token: str) -> Feed:
    """The feed behind a secret address, of an officer whose account is open. NothingFound otherwise.

    The officer comes without a broken glass: what one sees for an hour, for a reason, is not for a telephone.
    """
    found = Feed.objects.filter(token_hash=accounts.digest(token), ended_at__isnull=True, officer__is_active=True)
    one = found.select_related("officer").first()
    if one is None:
        raise NothingFound("no such calendar")
    one.officer.glass = None
    return one
