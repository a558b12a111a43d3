"""Measures: lists, new ones, one measure with its hold, and each step it takes."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import InputProblem
from weftnode.accounts.access import viewer
from weftnode.cases import actions, clocks, corrections, forms, queries, rules
from weftnode.cases.models import Case, Hold, Measure
from weftnode.cases.shapes import State, next_states
from weftnode.cases.views.doors import READ, WRITE, did
from weftnode.partners import queries as parcels
from weftnode.partners import words
from weftnode.ui.access import needs


@needs(READ)
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Measures of every case one may see."""
    return _list(request, None)


@needs(READ)
@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Measures of one case, page by page; the counts are made in the database."""
    return _list(request, queries.case(viewer(request), pk))


def _list(request: HttpRequest, case: Case | None) -> HttpResponse:
    by = viewer(request)
    form = forms.MeasuresForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = queries.measures(by, case, asked, request.GET.get("page"))
    actions.seen(by=by, what="measures.read", about=case or "", shown=len(page))
    context = {
        "case": case, "form": form, "page": page, "counts": queries.counts(by, case), "may_write": bool(case and rules.may_write(by, case)),
    }  # fmt: skip
    return render(request, "cases/measures.html#rows" if request.htmx else "cases/measures.html", context)  # type: ignore[attr-defined]


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down one measure, or one for each identifier of a list."""
    by = viewer(request)
    case = queries.case(by, pk)
    initial = {name: request.GET[name] for name in ("form", "identifiers") if name in request.GET}
    form = forms.NewForm(request.POST or None, viewer=by, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = did(form, _propose, by=by, case=case, form=form)
        if made:
            if len(made) == 1:
                return redirect("cases:measure", made[0].pk)
            said = ngettext("%(count)d measure written down.", "%(count)d measures written down.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("cases:measures", pk)
    context = {"form": form, "case": case, "may_write": rules.may_write(by, case)}
    return render(request, "cases/measure_new.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _propose(by: Any, case: Case, form: forms.NewForm) -> list[Measure]:
    """All of them or none."""
    data = form.cleaned_data
    return [
        actions.propose(by=by, case=case, form=data["form"], details=details, state=data["state"], at=data["at"])
        for details in form.each()
    ]


@needs(READ)
@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """One measure: against what, by whose order, its hold and clock, what came of it."""
    return page(request, pk)


def page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page of a measure; with a form that was refused, it says why and keeps what was typed."""
    by = viewer(request)
    found = queries.measure(by, pk)
    actions.seen(by=by, what="measure.read", about=found)
    hold = Hold.objects.filter(measure=found).first()
    can_be_placed = (
        found.shape.has_clock
        and hold is None
        and found.state in {State.PLANNED, State.REQUESTED, State.ORDERED, State.IN_FORCE}
    )
    context: dict[str, Any] = {
        "measure": found,
        "case": found.case,
        "hold": hold,
        "may_write": rules.may_write(by, found.case),
        "steps": found.steps.order_by("pk"),
        "move_form": forms.MoveForm(viewer=by, measure=found) if next_states(found.form, found.state) else None,
        "followed_by": list(found.followed_by.all()),
        "rules": clocks.rules(found.country, found.form),
    }
    if can_be_placed and found.currency:
        context["hold_form"] = forms.HoldForm(measure=found, viewer=by, prefix="hold")
    cleared = corrections.cleared(found)
    context |= {"cleared": cleared, "went_before": corrections.left(found, cleared) if cleared else []}
    context["lacks_amount"] = can_be_placed and not found.currency
    if hold is not None:
        given: dict[str, Any] = {"measure": found, "viewer": by}
        context |= {
            "renewals": hold.renewals.order_by("pk"),
            "pleas": queries.pleas(by, hold=hold, is_open=False),
            "renew_form": forms.RenewForm(prefix="renew", **given),
            "back_form": forms.BackForm(prefix="back", **given),
            "taint_form": forms.TaintForm(prefix="taint", **given),
            "follow_form": forms.FollowForm(prefix="follow", **given),
            "plea_form": forms.PleaForm(prefix="plea", hold=hold, viewer=by),
            "decide_form": forms.DecideForm(prefix="decide", **given),
        }
    return render(request, "cases/measure.html", context | bound, status=422 if bound else 200)


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a measure says."""
    by = viewer(request)
    found = queries.measure(by, pk)
    form = forms.ChangeForm(request.POST or None, viewer=by, measure=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, actions.change_measure, by=by, measure=found, details=form.changed())
    ):
        return redirect("cases:measure", pk)
    return render(
        request,
        "cases/measure_change.html",
        {"form": form, "measure": found, "case": found.case},
        status=422 if form.errors else 200,
    )


@needs(WRITE)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure to its next state."""
    by = viewer(request)
    found = queries.measure(by, pk)
    form = forms.MoveForm(request.POST, viewer=by, measure=found)
    if form.is_valid() and did(form, actions.move_measure, by=by, measure=found, **form.cleaned_data):
        return redirect("cases:measure", pk)
    return page(request, pk, move_form=form)


@needs(WRITE)
@require_POST
def place_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the clock of a measure that holds money."""
    by = viewer(request)
    found = queries.measure(by, pk)
    form = forms.HoldForm(request.POST, measure=found, viewer=by, prefix="hold")
    if form.is_valid():
        data = form.cleaned_data
        given = {name: data[name] for name in ("rule_id", "placed_at", "until", "excess_because", "holder")}
        if did(
            form,
            actions.place_hold,
            by=by,
            measure=found,
            tainted_minor=data["tainted"],
            held_minor=data["held"],
            **given,
        ):
            return redirect("cases:measure", pk)
    return page(request, pk, hold_form=form)


@needs(WRITE)
@require_POST
def correct(request: HttpRequest, pk: int, sent: int) -> HttpResponse:
    """Tell whoever got a parcel about a measure that its holder was cleared."""
    by = viewer(request)
    found, parcel = queries.measure(by, pk), parcels.sent_one(by, sent)
    try:
        outcome = corrections.correct(by=by, measure=found, sent=parcel)
    except InputProblem:
        # Somebody corrected it meanwhile, or it stands again: the page says how it is.
        return redirect("cases:measure", pk)
    if outcome.sent is not None:
        return redirect("partners:parcel", outcome.sent.pk)
    messages.error(request, _("It was not sent: %(why)s") % {"why": words.reason(outcome.refused[0][1].reason)})
    return redirect("cases:measure", pk)
