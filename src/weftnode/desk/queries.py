"""What waits for a person, read through the apps' own queries."""

from typing import Any

from django.urls import reverse

from weftnode.accounts import queries as accounts
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.reports import queries as reports
from weftnode.reports.models import Report


def home(viewer: Officer) -> dict[str, Any]:
    """The home page of this viewer: nothing on it that they may not see elsewhere."""
    newest = list(Report.objects.visible_to(viewer).order_by("-pk")[:8]) if viewer.may(Permission.READ_REPORTS) else []
    return {
        "newest": newest,
        "batches": list(reports.batches(viewer)[:5]) if viewer.may(Permission.IMPORT_REPORTS) else [],
        "waiting": accounts.waiting(viewer).count(),
        "broken": accounts.broken(viewer).filter(read_at__isnull=True).count(),
        "new_report": reverse("reports:new") if viewer.may(Permission.WRITE_REPORTS) else "",
    }
