"""Reports: the list and search, one report, writing one as the intake form does, what became of it, looking identifiers up."""

import datetime as dt
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from weftnode.accounts.permissions import Permission as P  # noqa: N817 -- the doors below are read by the row
from weftnode.api import cursors, said, schemas
from weftnode.api.bearer import needs, officer
from weftnode.api.calls.shared import Cursor, Once, answers, clean, once, room, rooms
from weftnode.networks import joins
from weftnode.networks import queries as networks
from weftnode.reports import actions, bulk, marks, queries
from weftnode.reports.forms import ReportForm, SearchForm, StatusForm

router = Router(tags=["reports"])


@router.get(
    "/reports", response=answers(schemas.Reports), url_name="reports", summary="Search reports", **needs(P.READ_REPORTS)
)
def listing(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=400, description="Words, or an identifier in any spelling.")] = "",
    country: str = "",
    kind: Annotated[str, Query(description="Only reports that name one of this kind.")] = "",
    status: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    batch: int | None = None,
    cursor: Cursor = "",
) -> schemas.Reports:
    """Reports, the newest first, fifty a page. Words are looked up in eight scripts; an identifier is found in any spelling."""
    by = officer(request)
    form = SearchForm(
        {"q": text, "country": country, "kind": kind, "status": status, "since": since, "until": until, "batch": batch,
         "before": cursors.whole(cursor)[0] if cursor else None}
    )  # fmt: skip
    given = clean(form)
    page = queries.reports(by, form.asked())
    actions.seen(
        by=by, what="list.read", filters=sorted(name for name in given if given[name]), shown=len(page.reports)
    )
    codes = rooms(by)
    return schemas.Reports(
        items=[schemas.Report(**said.report(one, codes)) for one in page.reports],
        next=cursors.write(page.older),
        read_as=said.identifiers(page.read_as),
        cut=page.cut,
    )


@router.post(
    "/reports",
    response=answers(schemas.FullReport, made=True),
    url_name="write_report",
    summary="Write a report",
    **needs(P.WRITE_REPORTS),
)
def write(request: HttpRequest, given: schemas.NewReport, key: Once = "") -> Status[schemas.FullReport]:
    """A report as it is told. What it names is recognised as on the intake form; `other_reports` says whether it was seen before."""
    by = officer(request)
    data = given.dict()
    form = ReportForm(
        {
            **data,
            "identifiers": "\n".join(" ".join(one.split()) for one in given.identifiers),
            "room": room(by, given.room).pk,
        },
        viewer=by,
    )
    cleaned = clean(form)
    number = once(request, key, lambda: actions.write_report(by=by, language=given.language, **cleaned).pk)
    return Status(201, _full(request, number))


@router.get(
    "/reports/{int:number}",
    response=answers(schemas.FullReport),
    url_name="report",
    summary="Read a report",
    **needs(P.READ_REPORTS),
)
def one(request: HttpRequest, number: int) -> schemas.FullReport:
    """One report with what it names, who else names it, and the network it is in."""
    return _full(request, number)


@router.put(
    "/reports/{int:number}/status", response=answers(schemas.FullReport), url_name="report_status", summary="Say what became of a report",
    **needs(P.WRITE_REPORTS),
)  # fmt: skip
def status(request: HttpRequest, number: int, given: schemas.NewStatus, key: Once = "") -> schemas.FullReport:
    """The state of a report and what became of it."""
    by = officer(request)
    found = queries.report(by, number)
    cleaned = clean(StatusForm(given.dict()))

    def change() -> int:
        actions.set_status(by=by, report=found, **cleaned)
        return found.pk

    return _full(request, once(request, key, change))


@router.post(
    "/look-up",
    response=answers(schemas.LookedUp),
    url_name="look_up",
    summary="Look identifiers up",
    **needs(P.READ_REPORTS),
)
def look_up(request: HttpRequest, given: schemas.LookUp) -> schemas.LookedUp:
    """What a text names, in any spelling, whether it was seen before, and in which networks."""
    by = officer(request)
    found = queries.identifiers(given.text, given.country.upper() or settings.NODE_COUNTRY)
    counts = queries.seen(by, {(each.kind, each.value) for each in found})
    if counts:
        actions.seen(by=by, what="identifier.looked_up", hits=len(counts))
    named = networks.naming(by, counts)
    return schemas.LookedUp(
        items=[
            schemas.Recognised(
                kind=row.kind, value=row.value, shown=row.shown, as_written=row.as_written, notes=list(row.notes), reports=row.reports,
                networks=[said.reference(each) for each in named.get((row.kind, row.value), [])],
            )
            for row in marks.named(found, counts)
        ]
    )  # fmt: skip


def _full(request: HttpRequest, number: int) -> schemas.FullReport:
    by = officer(request)
    found = queries.report(by, number)
    actions.seen(by=by, what="report.read", about=found)
    inside = networks.of_report(by, found.pk)
    return schemas.FullReport(
        **said.report(found, rooms(by)),
        identifiers=[said.sighting(each, others) for each, others in queries.sightings(by, found)],
        sharing=[schemas.Sharing(report=other.pk, values=values) for other, values in queries.sharing(by, found)],
        network=said.reference(inside) if inside else None,
        joins=[]
        if inside or not by.may(P.READ_NETWORKS)
        else [said.reference(each.network) for each in joins.expected(by, found).joins],
        extra=bulk.as_json(found.extra),
    )
