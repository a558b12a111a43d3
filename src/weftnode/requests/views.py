"""Pages of requests: the list, one request, writing one, and the single acts of its life."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from weft.errors import WeftError
from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.partners import markings, outbound, words
from weftnode.partners import queries as partners
from weftnode.requests import actions, clocks, letters, queries, rules
from weftnode.requests.forms import (
    AnswerForm,
    MoveForm,
    OwnerForm,
    ReceiveForm,
    RefuseForm,
    RemindForm,
    RequestForm,
    SearchForm,
    WhyForm,
)
from weftnode.requests.models import Answer, Direction, Request
from weftnode.requests.rules import Act
from weftnode.ui.access import needs

READ, WRITE, APPROVE = Permission.READ_REQUESTS, Permission.WRITE_REQUESTS, Permission.APPROVE_QUERIES
PROPOSE = (WRITE, Permission.PROPOSE_QUERIES)
_BOTH = ["GET", "HEAD", "POST"]


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Requests, the most pressing first."""
    by = viewer(request)
    form = SearchForm(request.GET or None, viewer=by)
    asked = form.asked() if form.is_bound and form.is_valid() else queries.Asked()
    page = queries.requests(by, asked)
    actions.seen(by=by, what="list.read", shown=len(page.requests))
    context = {
        "form": form,
        "page": page,
        "now": timezone.now(),
        "may_draft": any(by.may(one) for one in PROPOSE),
        "may_receive": by.may(WRITE),
    }
    return render(request, "requests/list.html#rows" if request.htmx else "requests/list.html", context)  # type: ignore[attr-defined]


@needs(READ)
@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: where it stands, its clock, what may follow, what was said, its life."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, wrong: dict[str, forms.Form] | None = None) -> HttpResponse:
    by = viewer(request)
    found = queries.request(by, pk)
    actions.seen(by=by, what="request.read", about=found)
    standing = partners.standing(found.partner)
    said = letters.request(found)
    context: dict[str, Any] = {
        "request_": found,
        "standing": standing,
        "now": timezone.now(),
        "may": rules.open_to(by, found),
        "is_closed": found.state in rules.CLOSED,
        "holidays_missing": clocks.missing(found.asked_at, found.term_length, found.term_unit, found.due_zone),
        "answers": [(one, _may_approve(by, found, one)) for one in queries.answers(by, found)],
        "reminders": queries.reminders(by, found)[:50],
        "steps": queries.steps(by, found)[:500],
        "letters": queries.letters(by, found)[:100],
        "arrived": queries.arrived(by, found)[:100],
        "may_write": rules.may_receive(by, found.compartment_id),
        "marking": markings.newest(letters.LABEL, found.pk),
        "answer_form": AnswerForm(),
        "refuse_form": RefuseForm(),
        "why_form": WhyForm(),
        "move_form": MoveForm(
            asked_at=found.asked_at, initial={"due_zone": found.due_zone, "due_from": found.due_from}
        ),
        "remind_form": RemindForm(),
        "owner_form": OwnerForm(viewer=by, request=found),
        "seen": outbound.look(said, found.partner, found.agreement, found.purpose)
        if found.direction == Direction.OUT and found.state in rules.INSIDE
        else None,
    }
    context |= wrong or {}
    context["wrong"] = set(wrong or ())
    return render(request, "requests/request.html", context, status=422 if wrong else 200)


def _may_approve(by: Officer, found: Request, one: Answer) -> Any:
    return rules.may_approve_answer(by, found, one.made_by) if one.waits else None


@needs(*PROPOSE)
@require_http_methods(_BOTH)
def draft(request: HttpRequest) -> HttpResponse:
    """A new request of ours."""
    by = viewer(request)
    form = RequestForm(request.POST or None, viewer=by, initial=_from_query(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.draft(by=by, room=given["room"], columns=form.columns(), tlp=given["tlp"], pap=given["pap"])
        return redirect("requests:request", made.pk)
    context = {"form": form, "heading": _("New request")}
    return render(request, "requests/write.html", context, status=422 if form.errors else 200)


def _from_query(request: HttpRequest) -> dict[str, str]:
    """A link from a case, a measure or a partner may say what the request is about."""
    return {name: request.GET[name][:24] for name in ("partner", "case", "measure", "sort") if name in request.GET}


@needs(*PROPOSE)
@require_http_methods(_BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording of a draft."""
    by = viewer(request)
    found = queries.request(by, pk)
    now = markings.newest(letters.LABEL, found.pk)
    initial = RequestForm.initial_of(found) | ({"tlp": now.tlp, "pap": now.pap} if now else {})
    form = RequestForm(request.POST or None, viewer=by, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.edit(by=by, request=found, columns=form.columns(), tlp=given["tlp"], pap=given["pap"])
        return redirect("requests:request", found.pk)
    context = {"form": form, "heading": found.number, "request_": found}
    return render(request, "requests/write.html", context, status=422 if form.errors else 200)


@needs(WRITE)
@require_http_methods(_BOTH)
def receive(request: HttpRequest) -> HttpResponse:
    """A partner's request that came by letter or telephone."""
    by = viewer(request)
    form = ReceiveForm(request.POST or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.receive(by=by, room=given["room"], columns=form.columns(), tlp=given["tlp"], pap=given["pap"])
        return redirect("requests:request", made.pk)
    context = {"form": form, "heading": _("A partner's request")}
    return render(request, "requests/write.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, pk: int, do: Callable[[Officer, Request], object]) -> HttpResponse:
    """One act on one request; a refusal of a rule is told on the page, and nothing is changed."""
    by = viewer(request)
    found = queries.request(by, pk)
    try:
        do(by, found)
    except WeftError as problem:
        messages.error(request, f"{problem} {problem.hint}".strip())
    return redirect("requests:request", found.pk)


@needs(*PROPOSE)
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda by, found: actions.propose(by=by, request=found))


@needs(APPROVE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda by, found: actions.approve(by=by, request=found))


@needs(WRITE)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Pack it for the partner. What the gate keeps here, and why, is told on the page."""
    by = viewer(request)
    found = queries.request(by, pk)
    try:
        letter = actions.send(by=by, request=found)
    except WeftError as problem:
        messages.error(request, f"{problem} {problem.hint}".strip())
    else:
        if letter.sent is None:
            messages.error(request, _("It was not sent: %(why)s") % {"why": words.reason(letter.kept_because)})
        else:
            messages.success(request, _("Packed and signed. Carry the file below to the partner."))
    return redirect("requests:request", found.pk)


@needs(WRITE)
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda by, found: actions.acknowledge(by=by, request=found))


@needs(WRITE)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda by, found: actions.go_on(by=by, request=found))


@needs(WRITE)
@require_POST
def lapse(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda by, found: actions.lapse(by=by, request=found))


@needs(WRITE)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"answer_form": form})
    return _act(request, pk, lambda by, found: actions.answer(by=by, request=found, columns=form.cleaned_data))


@needs(WRITE)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"refuse_form": form})
    columns = {**form.cleaned_data, "kind": Answer.Kind.REFUSAL}
    return _act(request, pk, lambda by, found: actions.answer(by=by, request=found, columns=columns))


@needs(WRITE)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    form = RemindForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"remind_form": form})
    given = form.cleaned_data
    return _act(
        request, pk, lambda by, found: actions.remind(by=by, request=found, how=given["how"], text=given["text"])
    )


@needs(WRITE)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    form = MoveForm(request.POST, asked_at=queries.request(viewer(request), pk).asked_at)
    if not form.is_valid():
        return _page(request, pk, {"move_form": form})
    given = form.cleaned_data
    return _act(
        request,
        pk,
        lambda by, found: actions.move(
            by=by, request=found, deadline=given["deadline"], due_from=given["due_from"], basis=given["due_basis"], why=given["why"]
        ),
    )  # fmt: skip


_WITH_A_REASON: dict[str, tuple[Act, Callable[..., object]]] = {
    "give-back": (Act.GIVE_BACK, actions.give_back),
    "stop": (Act.STOP, actions.stop),
    "withdraw": (Act.WITHDRAW, actions.withdraw),
}


@needs(WRITE, APPROVE)
@require_POST
def with_reason(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Acts that need a word of why: give back, stop the clock, withdraw."""
    line, do = _WITH_A_REASON[act]
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {f"{line}_form": form})
    return _act(request, pk, lambda by, found: do(by=by, request=found, why=form.cleaned_data["why"]))


@needs(WRITE)
@require_POST
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    form = OwnerForm(request.POST, viewer=viewer(request), request=queries.request(viewer(request), pk))
    if not form.is_valid():
        return _page(request, pk, {"owner_form": form})
    return _act(request, pk, lambda by, found: actions.take(by=by, request=found, owner=form.cleaned_data["owner"]))


@needs(APPROVE)
@require_POST
def approve_answer(request: HttpRequest, pk: int) -> HttpResponse:
    said = queries.answer(viewer(request), pk)
    return _act(request, said.request_id, lambda by, _found: actions.approve_answer(by=by, answer=said))


@needs(WRITE, APPROVE)
@require_POST
def drop_answer(request: HttpRequest, pk: int) -> HttpResponse:
    said = queries.answer(viewer(request), pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, said.request_id, {"drop_form": form})
    why = form.cleaned_data["why"]
    return _act(request, said.request_id, lambda by, _found: actions.drop_answer(by=by, answer=said, why=why))


@needs(WRITE)
@require_POST
def pack_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the gate again about what it kept here."""
    letter = queries.letter(viewer(request), pk)
    return _act(request, letter.request_id, lambda by, _found: actions.pack_again(by=by, letter=letter))


@needs(WRITE)
@require_POST
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed file. The gate is asked once more: what was packed yesterday may not leave today."""
    by = viewer(request)
    letter = queries.letter(by, pk)
    try:
        file = actions.hand_out(by=by, letter=letter)
    except WeftError as problem:
        why = words.reason(str(problem.data["reason"])) if "reason" in problem.data else str(problem)
        messages.error(request, _("It does not leave: %(why)s") % {"why": why})
        return redirect("requests:request", letter.request_id)
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"] = "no-store"
    return response


@needs(READ)
@require_GET
def lives(request: HttpRequest) -> HttpResponse:
    """The table of what may follow on what, and the grounds of refusal, for people."""
    from weftnode.requests import grounds  # noqa: PLC0415 -- only this page reads the file

    return render(request, "requests/lives.html", {"table": rules.TABLE, "grounds": grounds.grounds().values()})
