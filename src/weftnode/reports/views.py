"""Pages of reports: the list, the intake form, one report, files on their way in."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import InputProblem
from weftnode.accounts.access import viewer
from weftnode.accounts.forms import ReasonForm
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import require
from weftnode.reports import actions, alike, bulk, marks, queries, reading, rules, tasks
from weftnode.reports.forms import MappingForm, ReportForm, SearchForm, StatusForm, UploadForm
from weftnode.reports.models import Batch
from weftnode.ui.access import needs

READ, WRITE, IMPORT = Permission.READ_REPORTS, Permission.WRITE_REPORTS, Permission.IMPORT_REPORTS


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Reports, newest first, by words, identifiers in any spelling, and filters."""
    by = viewer(request)
    form = SearchForm(request.GET or None)
    page, trouble = None, ""
    if not form.is_bound or form.is_valid():
        asked = form.asked() if form.is_bound else queries.Asked()
        try:
            page = queries.reports(by, asked)
        except InputProblem as problem:
            trouble = str(problem)
        filters = sorted(name for name, value in form.cleaned_data.items() if value) if form.is_bound else []
        actions.seen(by=by, what="list.read", filters=filters, shown=len(page.reports) if page else 0)
    context = {"form": form, "page": page, "trouble": trouble, "may_write": by.may(WRITE)}
    return render(request, "reports/list.html#rows" if request.htmx else "reports/list.html", context)  # type: ignore[attr-defined]


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The intake form: everything by keys, what is named recognised while it is typed."""
    by = viewer(request)
    form = ReportForm(request.POST or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        report = actions.write_report(by=by, **form.cleaned_data)
        return redirect("reports:report", report.pk)
    named = _named(request) if request.method == "POST" else []
    return render(request, "reports/new.html", {"form": form, "named": named}, status=422 if form.errors else 200)


@needs(WRITE)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """What the half-written report names, and whether it was seen before: a piece of the intake form."""
    return render(request, "reports/new.html#named", {"named": _named(request)})


def _named(request: HttpRequest) -> list[marks.Named]:
    by = viewer(request)
    country = request.POST.get("country", "").strip().upper()[:2]
    texts = [
        request.POST.get("narrative", "")[:20_000],
        *request.POST.get("identifiers", "")[:5_000].splitlines()[:100],
    ]
    found = [one for text in texts for one in queries.identifiers(text, country)]
    counts = queries.seen(by, {(one.kind, one.value) for one in found})
    if counts:
        actions.seen(by=by, what="identifier.looked_up", hits=len(counts))
    return marks.named(found, counts)


@needs(READ)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: the story with what it names marked, who else names it, what became of it."""
    by = viewer(request)
    found = queries.report(by, pk)
    actions.seen(by=by, what="report.read", about=found)
    sightings, sharing = queries.sightings(by, found), queries.sharing(by, found)
    context = {
        "report": found,
        "parts": marks.parts(found.narrative, [one for one, _count in sightings]),
        "sightings": sightings,
        "sharing": sharing,
        "alike": alike.alike(by, found, [other for other, _values in sharing]),
        "slip": getattr(found, "slip", None),
        "extra": bulk.as_json(found.extra),
        "status_form": StatusForm(initial={"status": found.status, "outcome": found.outcome}),
        "may_change": rules.may_change(by, found),
        "may_open": rules.may_open_contact(by, found),
        "reason_form": ReasonForm(auto_id="contact_%s"),
        "has_contact": hasattr(found, "contact"),
    }
    return render(request, "reports/report.html", context)


@needs(WRITE)
@require_POST
def status(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.report(by, pk)
    form = StatusForm(request.POST)
    if form.is_valid():
        actions.set_status(by=by, report=found, **form.cleaned_data)
    return redirect("reports:report", pk)


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person who reported takes home, in that person's language: a code, how far the report is, what to do now. Nothing of the story."""
    by = viewer(request)
    found = queries.report(by, pk)
    if request.method == "POST":
        actions.make_slip(by=by, report=found)
        return redirect("reports:slip", pk)
    made = queries.slip(by, found)
    if made is None:
        return redirect("reports:report", pk)
    actions.seen(by=by, what="slip.read", about=found)
    language = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else translation.get_language()):
        context = {"report": found, "slip": made, "reach": settings.NODE_CONTACT, "languages": settings.LANGUAGES}
        return render(request, "reports/slip.html", context)


@needs(Permission.READ_REPORTER)
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reported, after a reason was given."""
    by = viewer(request)
    found = queries.report(by, pk)
    form = ReasonForm(request.POST, auto_id="contact_%s")
    opened = actions.open_contact(by=by, report=found, reason=form.cleaned_data["reason"]) if form.is_valid() else None
    return render(
        request,
        "reports/contact.html",
        {"report": found, "form": form, "contact": opened},
        status=200 if opened is not None else 422,
    )


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """Files that came in, and the form for another."""
    by = viewer(request)
    form = UploadForm(request.POST or None, request.FILES or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        made = actions.upload(
            by=by, room=form.cleaned_data["room"], file=form.cleaned_data["file"], country=form.cleaned_data["country"]
        )
        return redirect("reports:batch", made.pk)
    shown = queries.batches(by)[:100]
    return render(request, "reports/batches.html", {"form": form, "batches": shown}, status=422 if form.errors else 200)


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: before it is in, what its columns are taken for; after, how it went."""
    by = viewer(request)
    found = queries.batch(by, pk)
    context = {"batch": found, "may_undo": rules.may_undo(by, found), "reason_form": ReasonForm(), "twin": None}
    if found.state == Batch.State.LOOKED:
        try:
            seen = reading.look(actions.place(found.stored), found.name, country=found.country, mapping={})
        except InputProblem as problem:
            context |= {"trouble": str(problem), "hint": problem.hint}
            return render(request, "reports/batch.html", context, status=422 if request.method == "POST" else 200)
        form = MappingForm(
            request.POST or None, columns=seen["columns"], initial={"country": found.country or seen["country"] or ""}
        )
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                actions.confirm(by=by, batch=found, mapping=form.changed(), country=form.cleaned_data["country"])
                tasks.load.enqueue(found.pk)
            return redirect("reports:batch", pk)
        context |= {
            "form": form,
            "seen": seen,
            "columns": marks.columns(form, seen["columns"]),
            "twin": queries.twin(by, found.sha256),
        }
    elif request.method == "POST":
        require(rules.may_confirm(by, found))
    context["problems"] = queries.problems(by, found)[:200]
    actions.seen(by=by, what="batch.read", about=found)
    return render(request, "reports/batch.html", context)


@needs(IMPORT)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file has come: a piece of its page, asked for again every second until it is in."""
    found = queries.batch(viewer(request), pk)
    return render(request, "reports/batch.html#progress", {"batch": found})


@needs(IMPORT)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out again."""
    by = viewer(request)
    found = queries.batch(by, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "reports/batch.html",
            {"batch": found, "may_undo": rules.may_undo(by, found), "reason_form": form},
            status=422,
        )
    with transaction.atomic():
        actions.undo(by=by, batch=found, reason=form.cleaned_data["reason"])
        tasks.unload.enqueue(found.pk)
    return redirect("reports:batch", pk)
