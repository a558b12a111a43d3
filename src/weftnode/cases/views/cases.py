"""The list and the board of cases, one case, its time line; and everything that is changed on its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weftnode.accounts.access import viewer
from weftnode.cases import actions, forms, queries, rules, things
from weftnode.cases.forms.fields import at, now_written
from weftnode.cases.views.doors import READ, WRITE, did
from weftnode.networks import queries as networks
from weftnode.reports import queries as reports
from weftnode.ui.access import needs

_SHOWN = 20


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Cases, those whose clock runs out first on top; or as a board by where they stand."""
    by = viewer(request)
    form = forms.SearchForm(request.GET or None)
    asked = form.asked() if form.is_bound and form.is_valid() else queries.Asked()
    is_board = request.GET.get("view") == "board"
    context: dict[str, Any] = {"form": form, "is_board": is_board, "may_open": queries.rooms_to_open(by).exists()}
    if is_board:
        context["columns"] = queries.board(by, asked)
        shown = sum(len(cases) for *_, cases in context["columns"])
    else:
        context["page"] = queries.cases(by, asked)
        shown = len(context["page"])
    actions.seen(by=by, what="list.read", shown=shown)
    name = "cases/board.html" if is_board else "cases/list.html"
    return render(request, f"{name}#rows" if request.htmx else name, context)  # type: ignore[attr-defined]


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case, over the networks and reports that the address names."""
    by = viewer(request)
    given = request.POST if request.method == "POST" else request.GET
    room = given.get("room", "")
    form = forms.OpenForm(
        request.POST or None,
        viewer=by,
        room=int(room) if room.isascii() and room.isdigit() and len(room) < 19 else None,
        initial={name: request.GET.get(name, "") for name in ("networks", "reports", "title")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = did(
            form, actions.open_case, by=by, room=data["room"], title=data["title"], about=data["about"], file_number=data["file_number"],
            leader=data["leader"], partners=data.get("partners", ()), countries=data["countries"], tlp=data["tlp"], pap=data["pap"],
            networks=[networks.network(by, pk) for pk in form.numbers("networks")], reports=[reports.report(by, pk) for pk in form.numbers("reports")],
        )  # fmt: skip
        if made:
            return redirect("cases:case", made.pk)
    return render(request, "cases/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(READ)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: who leads it, the money, the clocks, what is done and what is to do, what happened."""
    return page(request, pk)


def page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page of a case; with a form that was refused, it says why and keeps what was typed."""
    by = viewer(request)
    found = queries.case(by, pk)
    actions.seen(by=by, what="case.read", about=found)
    counts = queries.counts(by, found)
    running = queries.running(by, found)
    context = {
        "case": found,
        "partners": found.partners.order_by("name"),
        "marking": things.marking(found),
        "today": timezone.localdate(),
        "sums": queries.sums(by, found),
        "counts": counts,
        "measures_count": sum(count for _, _, count, _ in counts),
        "holds": running[:_SHOWN],
        "holds_count": running.count(),
        "pleas": queries.pleas(by, found)[:_SHOWN],
        "networks": found.networks.select_related("network").order_by("-network__reports")[:_SHOWN],
        "networks_count": found.networks.count(),
        "reports": queries.reports_of(by, found)[:_SHOWN],
        "reports_count": found.reports.count(),
        "people": queries.people(by, found),
        "tasks": queries.tasks(by, found),
        "children": found.children.exclude(state="merged").order_by("pk")[:50],
        "links": queries.links(by, found),
        "merges": queries.merges(by, found),
        "events": queries.event_page(by, found, 1, _SHOWN),
        "newest": queries.measures(by, found, {}, 1).object_list[:8],
        "may_write": rules.may_write(by, found),
        "may_close": rules.may_close(by, found),
        "may_reopen": rules.may_reopen(by, found),
        "state_form": forms.StateForm(initial={"state": found.state}),
        "close_form": forms.ReasonForm(prefix="close"),
        "reopen_form": forms.ReasonForm(prefix="reopen"),
        "bond_form": forms.BondForm(prefix="bond"),
        "role_form": forms.RoleForm(prefix="role"),
        "link_form": forms.LinkForm(prefix="link"),
        "merge_form": forms.LinkForm(prefix="merge"),
        "place_form": forms.PlaceForm(prefix="place", initial={"parent": found.parent.number if found.parent else ""}),
        "task_form": forms.TaskForm(prefix="task", viewer=by, of=found),
        "note_form": forms.NoteForm(prefix="note", initial={"at": now_written("", by)}),
        **bound,
    }
    return render(request, "cases/case.html", context, status=422 if bound else 200)


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a case says of itself."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.CaseForm(request.POST or None, viewer=by, of=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and did(form, actions.change_case, by=by, case=found, **form.cleaned_data)
    ):
        return redirect("cases:case", pk)
    return render(request, "cases/change.html", {"form": form, "case": found}, status=422 if form.errors else 200)


@needs(WRITE)
@require_POST
def set_state(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.StateForm(request.POST)
    if form.is_valid() and did(form, actions.set_state, by=by, case=found, state=form.cleaned_data["state"]):
        return redirect("cases:case", pk)
    return page(request, pk, state_form=form)


@needs(WRITE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.ReasonForm(request.POST, prefix="close")
    if form.is_valid() and did(form, actions.close_case, by=by, case=found, because=form.cleaned_data["because"]):
        return redirect("cases:case", pk)
    return page(request, pk, close_form=form)


@needs(WRITE)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.ReasonForm(request.POST, prefix="reopen")
    if form.is_valid() and did(form, actions.reopen_case, by=by, case=found, because=form.cleaned_data["because"]):
        return redirect("cases:case", pk)
    return page(request, pk, reopen_form=form)


@needs(WRITE)
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a case below another, or on its own."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.PlaceForm(request.POST, prefix="place")

    def act(number: int | None) -> None:
        actions.place_below(by=by, case=found, parent=queries.case(by, number) if number else None)

    if form.is_valid() and did(form, act, number=form.cleaned_data["parent"]):
        return redirect("cases:case", pk)
    return page(request, pk, place_form=form)


@needs(WRITE)
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link with another case."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.LinkForm(request.POST, prefix="link")

    def act(other: int, because: str) -> None:
        actions.link(by=by, case=found, other=queries.case(by, other), because=because)

    if form.is_valid() and did(form, act, **form.cleaned_data):
        return redirect("cases:case", pk)
    return page(request, pk, link_form=form)


@needs(WRITE)
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    made = queries.link(by, pk)
    actions.unlink(by=by, made=made)
    return redirect("cases:case", made.case_id)


@needs(WRITE)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another case into this one."""
    by = viewer(request)
    kept = queries.case(by, pk)
    form = forms.LinkForm(request.POST, prefix="merge")

    def act(other: int, because: str) -> Any:
        return actions.merge(by=by, gone=queries.case(by, other), kept=kept, because=because)

    if form.is_valid() and (made := did(form, act, **form.cleaned_data)):
        messages.success(
            request,
            _("%(case)s is part of this case now. It can be taken out again below.") % {"case": made.gone.number},
        )
        return redirect("cases:case", pk)
    return page(request, pk, merge_form=form)


@needs(WRITE)
@require_POST
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    made = queries.merge(by, pk)
    actions.undo_merge(by=by, made=made)
    messages.success(request, _("%(case)s stands on its own again.") % {"case": made.gone.number})
    return redirect("cases:case", made.gone_id)


@needs(READ)
@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """All that happened in a case, page by page."""
    by = viewer(request)
    found = queries.case(by, pk)
    actions.seen(by=by, what="case.read", about=found)
    context = {"case": found, "page": queries.event_page(by, found, request.GET.get("page"), 100)}
    return render(request, "cases/timeline.html", context)


@needs(WRITE)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write into the time line."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.NoteForm(request.POST, prefix="note")
    if form.is_valid():
        moment = at(form.cleaned_data["at"], "")
        if did(form, actions.note, by=by, case=found, at=moment, text=form.cleaned_data["text"]):
            return redirect("cases:case", pk)
    return page(request, pk, note_form=form)
