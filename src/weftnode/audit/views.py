"""Pages for the auditor."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import Tampered
from weft.ledger.audit import CHECKPOINT
from weftnode.audit import actions, queries, stored
from weftnode.audit.forms import ExportForm, SearchForm
from weftnode.ui.access import actor, needs

READ, EXPORT = "audit.read", "audit.export"
PAGE = 100


@needs(READ)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, when and why: the newest first, by any of its columns. Looking is itself an entry."""
    form = SearchForm(request.GET or None)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    if form.is_bound and not form.is_valid():
        found = queries.details(actor(request)).none()
    else:
        found = queries.details(actor(request), **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    actions.record("audit.log.searched", by=actor(request), about="audit.log:", filters=sorted(asked), page=page.number)
    return render(request, "audit/log.html", {"form": form, "page": page, "size": queries.size()})


@needs(READ)
@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry, with what commits to it."""
    found = queries.entry(actor(request), number)
    if found is None:
        raise Http404
    context = {"entry": found[0], "detail": found[1], "commitment": bytes(found[0].commitment).hex()}
    return render(request, "audit/entry.html", context)


@needs(READ)
@require_http_methods(["GET", "POST"])
def proofs(request: HttpRequest) -> HttpResponse:
    """Signed heads to take home; and, asked by a button, the whole log checked from every record up to its head."""
    by = actor(request)
    verified, fault = None, ""
    if request.method == "POST":
        try:
            actions.sign()
            verified = stored.verify()
        except Tampered as problem:
            fault = str(problem)
        actions.record("audit.log.verified", by=by, about="audit.log:", well=verified is not None)
    context = {
        "checkpoints": queries.checkpoints(by)[:50],
        "key": stored.signer().key,
        "verified": verified,
        "fault": fault,
        "size": queries.size(),
    }
    return render(request, "audit/proofs.html", context)


@needs(EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """A file to take home: the proof of one entry (with or without what it says), that the log goes on
    from an older head, or the newest head itself.
    """
    by = actor(request)
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise Http404
    number, since = form.cleaned_data["number"], form.cleaned_data["since"]
    actions.sign()
    if number is not None:
        if number >= queries.signed():
            raise Http404
        data, file = stored.prove(number, with_record=form.cleaned_data["with_record"]), f"entry-{number}.tlog-proof"
    elif since:
        grown = stored.prove_growth(since)
        if grown is None:
            raise Http404
        data, file = grown, f"growth-since-{since}"
    else:
        data, file = (
            (stored.cosigned() if form.cleaned_data["cosigned"] else stored.read(CHECKPOINT)) or b"",
            "checkpoint",
        )
    actions.record(
        "audit.log.exported", by=by, about=f"audit.entry:{number}" if number is not None else "audit.log:", file=file
    )
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
