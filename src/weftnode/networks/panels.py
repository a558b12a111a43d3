"""What the page of a report shows of networks: the one it is in, or the one it would join, before the next build."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.networks import joins, queries
from weftnode.reports.models import Report


def report(request: HttpRequest, thing: Report) -> str:
    """The piece for a report's page."""
    by = viewer(request)
    if not by.may(Permission.READ_NETWORKS):
        return ""
    inside = queries.of_report(by, thing.pk)
    context = {
        "network": inside,
        "expected": None if inside else joins.expected(by, thing),
        "built": bool(inside) or _built(by, thing),
    }
    return render_to_string("networks/_of_report.html", context, request=request)


def _built(by: Officer, thing: Report) -> bool:
    """Whether a build has seen the report: then it stands alone because nothing ties it, not because nobody looked."""
    last = queries.build(by, thing.compartment_id)
    return bool(last and last.state == last.State.DONE and last.started_at and last.started_at > thing.received_at)
