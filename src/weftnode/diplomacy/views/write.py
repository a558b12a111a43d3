"""Pages that write: one form for every sort of record, and the small acts on a record's page."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import NothingFound
from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy import actions, days, forms, queries
from weftnode.diplomacy.models import SORTS
from weftnode.diplomacy.views import pages
from weftnode.ui.access import needs

WRITE = Permission.WRITE_DIPLOMACY
_TITLES = {
    "meeting": lambda: _("New meeting"), "commitment": lambda: _("New commitment"), "track": lambda: _("New track"), "forum": lambda: _("New forum"),
    "session": lambda: _("New session"), "statement": lambda: _("New statement"), "figure": lambda: _("New figure"), "official": lambda: _("New official"),
}  # fmt: skip


def _known(sort: str) -> str:
    if sort not in SORTS:
        raise NothingFound("no such sort of record")
    return sort


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, sort: str) -> HttpResponse:
    """A new record. The address may say what it belongs to: ?meeting=3."""
    by = viewer(request)
    form_class = forms.FORMS[_known(sort)]
    known = {name: request.GET[name] for name in request.GET if name in form_class.base_fields}
    form = (
        form_class(request.POST or None, viewer=by, initial=known)
        if request.method == "POST"
        else form_class(viewer=by, initial=known)
    )
    if request.method == "POST" and form.is_valid():
        made = actions.write(
            by=by, room=form.cleaned_data["room"], sort=sort, values=form.values(), source=form.source()
        )
        return _next(request, sort, made.pk)
    return _form(request, sort, form, _TITLES[sort]())


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """Correct a record."""
    by = viewer(request)
    found = queries.record(by, _known(sort), pk)
    # A copy: the form writes into what it is given, and the action compares with what is stored.
    form = forms.FORMS[sort](request.POST or None, viewer=by, instance=queries.record(by, sort, pk))
    if request.method == "POST" and form.is_valid():
        actions.correct(by=by, record=found, values=form.values(), source=form.source())
        return redirect(f"diplomacy:{sort}", pk)
    return _form(request, sort, form, _("Correct %(record)s") % {"record": found}, found)


def _form(request: HttpRequest, sort: str, form: forms.RecordForm, title: str, record: Any = None) -> HttpResponse:
    context = {"form": form, "sort": sort, "title": title, "record": record}
    return render(request, "diplomacy/form.html", context, status=422 if form.is_bound else 200)


def _next(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """Where to go: another one of the same, back to what it belongs to, or its page."""
    back = request.GET.get("next", "")
    if "again" in request.POST:
        return redirect(request.get_full_path())
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect(f"diplomacy:{sort}", pk)


@needs(WRITE)
@require_safe
def when(request: HttpRequest) -> HttpResponse:
    """The due day that follows from the words, with the reason, while one types. A day typed by hand stays."""
    form = forms.DueForm(request.GET)
    form.is_valid()
    given: dict[str, Any] = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    made_on: dt.date | None = form.cleaned_data.get("made_on")
    found = forms.suggestion(given["due_as_written"], made_on)
    by_hand = bool(given["due_on"]) and given["due_on"] != given["shown"]
    day = given["due_on"] if by_hand else found.last.isoformat() if found else ""
    context = {
        "due_on": day, "shown": found.last.isoformat() if found else "", "found": found, "by_hand": by_hand and found and given["due_on"] != found.last.isoformat(),
        "reason": days.reason(found.rule, given["due_as_written"], made_on) if found else "", "written": given["due_as_written"], "made_on": made_on,
        "unclear": days.unclear(given["due_as_written"]) if not found else "",
    }  # fmt: skip
    return render(request, "diplomacy/_when.html", context)


@needs(WRITE)
@require_POST
def withdraw(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """Withdraw a record, with the reason."""
    by = viewer(request)
    found = queries.record(by, _known(sort), pk)
    form = forms.WithdrawForm(request.POST)
    if not form.is_valid():
        return render(request, "diplomacy/withdraw.html", {"form": form, "record": found, "sort": sort}, status=422)
    actions.withdraw(by=by, record=found, why=form.cleaned_data["why"])
    return redirect(f"diplomacy:{sort}", pk)


@needs(WRITE)
@require_POST
def restore(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """Bring a withdrawn record back."""
    by = viewer(request)
    actions.restore(by=by, record=queries.record(by, _known(sort), pk))
    return redirect(f"diplomacy:{sort}", pk)


@needs(WRITE)
@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Set what became of a commitment."""
    by = viewer(request)
    found = queries.record(by, "commitment", pk)
    form = forms.TurnForm(request.POST)
    if not form.is_valid():
        return pages.commitment_page(request, pk, turn_form=form)
    actions.turn(by=by, commitment=found, state=form.cleaned_data["state"], why=form.cleaned_data["why"])
    return redirect("diplomacy:commitment", pk)


@needs(WRITE)
@require_POST
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what shows a commitment."""
    by = viewer(request)
    found = queries.record(by, "commitment", pk)
    form = forms.ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return pages.commitment_page(request, pk, proof_form=form)
    actions.prove(by=by, commitment=found, reference=form.cleaned_data["reference"], file=form.cleaned_data["file"])
    return redirect("diplomacy:commitment", pk)


@needs(WRITE)
@require_POST
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """Add who came to a meeting, or did not."""
    by = viewer(request)
    found = queries.record(by, "meeting", pk)
    form = forms.AttendanceForm(request.POST)
    if not form.is_valid():
        return pages.meeting_page(request, pk, attendance_form=form)
    actions.attend(by=by, meeting=found, values=form.cleaned_data)
    return redirect("diplomacy:meeting", pk)


@needs(WRITE)
@require_POST
def unattend(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line of who came away."""
    by = viewer(request)
    found = queries.one_attendance(by, pk)
    actions.unattend(by=by, attendance=found)
    return redirect("diplomacy:meeting", found.meeting_id)


@needs(WRITE)
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what happened on a track."""
    by = viewer(request)
    found = queries.record(by, "track", pk)
    form = forms.StepForm(request.POST)
    if not form.is_valid():
        return pages.track_page(request, pk, step_form=form)
    actions.step(by=by, track=found, values=form.values(), source=form.source())
    return redirect("diplomacy:track", pk)


@needs(WRITE)
@require_POST
def withdraw_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a step of a track."""
    by = viewer(request)
    found = queries.step(by, pk)
    actions.withdraw_step(by=by, step=found)
    return redirect("diplomacy:track", found.track_id)
