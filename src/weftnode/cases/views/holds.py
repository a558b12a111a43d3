"""Holds: the running clocks of all cases, and what is done with one hold from the page of its measure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.cases import actions, forms, queries
from weftnode.cases.models import Hold
from weftnode.cases.views.doors import READ, WRITE, did
from weftnode.cases.views.measures import page
from weftnode.ui.access import needs

_PLEAS = 100


@needs(READ)
@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """Every running clock, the next to run out first; beside them, of equal rank, those who ask for release."""
    by = viewer(request)
    pleas = queries.pleas(by)
    page_of = queries.clocks(by, request.GET.get("page"))
    context = {
        "page": page_of,
        "pleas": pleas[:_PLEAS],
        "pleas_count": pleas.count(),
        "now": timezone.now(),
    }
    actions.seen(by=by, what="clocks.read", shown=len(page_of))
    return render(request, "cases/clocks.html#rows" if request.htmx else "cases/clocks.html", context)  # type: ignore[attr-defined]


def _hold(request: HttpRequest, pk: int) -> tuple[Officer, Hold]:
    by = viewer(request)
    return by, queries.hold(by, pk)


@needs(WRITE)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    by, hold = _hold(request, pk)
    form = forms.RenewForm(request.POST, prefix="renew", measure=hold.measure, viewer=by)
    if form.is_valid() and did(form, actions.renew, by=by, hold=hold, **form.cleaned_data):
        return redirect("cases:measure", hold.measure_id)
    return page(request, hold.measure_id, renew_form=form)


@needs(WRITE)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Money back to the holder, or to victims."""
    by, hold = _hold(request, pk)
    form = forms.BackForm(request.POST, prefix="back", measure=hold.measure, viewer=by)
    if form.is_valid():
        data = form.cleaned_data
        act = actions.return_money if data["to"] == "victims" else actions.release
        if did(form, act, by=by, hold=hold, amount_minor=data["amount"], because=data["because"], at=data["at"]):
            return redirect("cases:measure", hold.measure_id)
    return page(request, hold.measure_id, back_form=form)


@needs(WRITE)
@require_POST
def change_taint(request: HttpRequest, pk: int) -> HttpResponse:
    by, hold = _hold(request, pk)
    form = forms.TaintForm(request.POST, prefix="taint", measure=hold.measure, viewer=by)
    if form.is_valid():
        data = form.cleaned_data
        given = {"because": data["because"], "excess_because": data["excess_because"]}
        if did(form, actions.change_taint, by=by, hold=hold, tainted_minor=data["tainted"], **given):
            return redirect("cases:measure", hold.measure_id)
    return page(request, hold.measure_id, taint_form=form)


@needs(WRITE)
@require_POST
def follow_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another measure take over the money."""
    by, hold = _hold(request, pk)
    form = forms.FollowForm(request.POST, prefix="follow", measure=hold.measure, viewer=by)
    if form.is_valid() and (made := did(form, actions.follow_on, by=by, hold=hold, **form.cleaned_data)):
        return redirect("cases:measure", made.pk)
    return page(request, hold.measure_id, follow_form=form)


@needs(WRITE)
@require_POST
def raise_plea(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a holder asks for."""
    by, hold = _hold(request, pk)
    form = forms.PleaForm(request.POST, prefix="plea", hold=hold, viewer=by)
    if form.is_valid():
        data: dict[str, Any] = {name: form.cleaned_data[name] for name in ("sort", "to", "ground", "asked_at")}
        if did(form, actions.raise_plea, by=by, hold=hold, amount_minor=form.cleaned_data["amount"], **data):
            return redirect("cases:measure", hold.measure_id)
    return page(request, hold.measure_id, plea_form=form)


@needs(WRITE)
@require_POST
def decide_plea(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a holder."""
    by = viewer(request)
    plea = queries.plea(by, pk)
    form = forms.DecideForm(request.POST, prefix="decide", measure=plea.hold.measure, viewer=by)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("outcome", "answer", "decided_at")}
        if did(form, actions.decide_plea, by=by, plea=plea, released_minor=form.cleaned_data["released"], **data):
            return redirect("cases:measure", plea.hold.measure_id)
    return page(request, plea.hold.measure_id, decide_form=form, decide_of=plea.pk)
