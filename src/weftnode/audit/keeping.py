"""Pages about how the log is kept: what old entries say is erased by two people, and witnesses outside vouch for its heads."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weft.errors import WeftError
from weftnode.audit import actions, queries, stored, tasks
from weftnode.audit.forms import CosignatureForm, ErasureForm, WitnessForm
from weftnode.audit.models import Erasure, Witness
from weftnode.ui.access import actor, needs

ERASE, READ, EXPORT = "audit.erase", "audit.read", "audit.export"


@needs(ERASE)
@require_http_methods(["GET", "HEAD", "POST"])
def erasures(request: HttpRequest) -> HttpResponse:
    """What was erased, what waits for a second person, and the form for another: first how many entries it is about, then whether it is meant."""
    by = actor(request)
    newest = queries.erasable_until()
    form = ErasureForm(request.POST if request.method == "POST" else None, initial={"until": newest})
    count = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "count" in request.POST:
            count = queries.erasable(by, min(given["until"], newest)).count()
        else:
            try:
                actions.propose_erasure(by=by, until=given["until"], why=given["why"])
            except WeftError as problem:
                form.add_error(None, f"{problem} {problem.hint}".strip())
            else:
                return redirect("audit:erasures")
    context = {
        "form": form,
        "count": count,
        "newest": newest,
        "erasures": queries.erasures(by)[:100],
        "login": by.login,
    }
    return render(request, "audit/erasures.html", context, status=422 if form.errors else 200)


@needs(ERASE)
@require_POST
def approve_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says yes; the worker does it."""
    found = get_object_or_404(Erasure, pk=pk)
    try:
        with transaction.atomic():
            actions.approve_erasure(by=actor(request), erasure=found)
            tasks.erase_old.enqueue(found.pk)
    except WeftError as problem:
        messages.error(request, str(problem))
    return redirect("audit:erasures")


@needs(ERASE)
@require_POST
def drop_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not done."""
    try:
        actions.drop_erasure(by=actor(request), erasure=get_object_or_404(Erasure, pk=pk))
    except WeftError as problem:
        messages.error(request, str(problem))
    return redirect("audit:erasures")


@needs(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def witnesses(request: HttpRequest) -> HttpResponse:
    """Who vouches for this log, up to where, and the form for another."""
    by = actor(request)
    form = WitnessForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_witness(by=by, line=form.cleaned_data["line"])
        except WeftError as problem:
            form.add_error("line", f"{problem} {problem.hint}".strip())
        else:
            return redirect("audit:witnesses")
    context = {
        "form": form, "answer": CosignatureForm(), "witnesses": queries.witnesses(by), "size": queries.signed(),
        "key": stored.signer().key,
    }  # fmt: skip
    return render(request, "audit/witnesses.html", context, status=422 if form.errors else 200)


@needs(EXPORT)
@require_POST
def ask_witness(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for a witness: the newest head, and the proof that it goes on from what this witness saw last (C2SP tlog-witness, add-checkpoint)."""
    found = get_object_or_404(queries.witnesses(actor(request)), pk=pk, ended_at__isnull=True)
    actions.sign()
    grown = stored.prove_growth(found.last or 0)  # type: ignore[attr-defined]  # annotated by the query
    if grown is None:
        raise Http404
    actions.record("audit.witness.asked", by=actor(request), about=found, size=queries.signed())
    headers = {"Content-Disposition": 'attachment; filename="add-checkpoint"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(grown, content_type="application/octet-stream", headers=headers)


@needs(EXPORT)
@require_POST
def take_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the line a witness answered with, if it holds."""
    found = get_object_or_404(Witness, pk=pk)
    form = CosignatureForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer of the witness is missing."))
        return redirect("audit:witnesses")
    try:
        made = actions.take_cosignature(by=actor(request), witness=found, text=form.cleaned_data["text"])
    except WeftError as problem:
        messages.error(request, f"{problem} {problem.hint}".strip())
    else:
        messages.success(request, _("%(name)s vouches for the first %(size)s entries.") % {"name": found.name, "size": made.checkpoint_id})  # fmt: skip
    return redirect("audit:witnesses")


@needs(EXPORT)
@require_POST
def end_witness(request: HttpRequest, pk: int) -> HttpResponse:
    """Believe a witness no longer."""
    actions.end_witness(by=actor(request), witness=get_object_or_404(Witness, pk=pk))
    return redirect("audit:witnesses")
