"""What a case is about, and what is to do in it: small changes from its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weft.errors import NothingFound
from weftnode.accounts.access import viewer
from weftnode.cases import actions, forms, queries
from weftnode.cases.models import Case
from weftnode.cases.views.cases import page
from weftnode.cases.views.doors import WRITE, did
from weftnode.networks import queries as networks
from weftnode.networks.models import Network
from weftnode.reports import queries as reports
from weftnode.ui.access import needs


@needs(WRITE)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a network, a report or a reference."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.BondForm(request.POST, prefix="bond")

    def act(sort: str, number: str) -> Any:
        if sort == "person":
            return actions.add_person(by=by, case=found, token=number)
        if sort == "report":
            return actions.add_report(by=by, case=found, report=reports.report(by, _number(number, "R-")))
        return actions.add_network(by=by, case=found, network=queries.network_named(by, found, number))

    if form.is_valid() and did(form, act, **form.cleaned_data):
        return redirect("cases:case", pk)
    return page(request, pk, bond_form=form)


@needs(WRITE)
@require_POST
def remove(request: HttpRequest, pk: int, sort: str, thing: int) -> HttpResponse:
    """Take a network, a report or a reference out of a case."""
    by = viewer(request)
    found = queries.case(by, pk)
    if sort == "network":
        actions.remove_network(by=by, case=found, network=networks.network(by, thing))
    elif sort == "report":
        actions.remove_report(by=by, case=found, report=reports.report(by, thing))
    elif sort == "person" and (person := queries.person(by, thing)).case_id == found.pk:
        actions.remove_person(by=by, person=person)
    else:
        raise Http404
    return redirect("cases:case", pk)


@needs(WRITE)
@require_POST
def add_to(request: HttpRequest, sort: str, thing: int) -> HttpResponse:
    """From the page of a network or report: put it into a case that is chosen there."""
    by = viewer(request)
    if sort not in {"network", "report"}:
        raise Http404
    found = networks.network(by, thing) if sort == "network" else reports.report(by, thing)
    try:
        case: Case = queries.case(by, _number(request.POST.get("case", ""), "C-"))
    except NothingFound:
        messages.error(request, _("There is nothing here of that number."))
        return redirect(f"{sort}s:{sort}", thing)
    if isinstance(found, Network):
        actions.add_network(by=by, case=case, network=found)
    else:
        actions.add_report(by=by, case=case, report=found)
    return redirect("cases:case", case.pk)


def _number(text: str, prefix: str) -> int:
    bare = text.strip().upper().removeprefix(prefix)
    if not (bare.isascii() and bare.isdigit() and len(bare) < 19):
        raise NothingFound("no such number")
    return int(bare)


@needs(WRITE)
@require_POST
def say_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim what a referenced person does."""
    by = viewer(request)
    person = queries.person(by, pk)
    form = forms.RoleForm(request.POST, prefix="role")
    if form.is_valid() and did(form, actions.say_role, by=by, person=person, **form.cleaned_data):
        return redirect("cases:case", person.case_id)
    return page(request, person.case_id, role_form=form, role_of=person.pk)


@needs(WRITE)
@require_POST
def withdraw_role(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    said = queries.role(by, pk)
    actions.withdraw_role(by=by, said=said)
    return redirect("cases:case", said.person.case_id)


@needs(WRITE)
@require_POST
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is to do."""
    by = viewer(request)
    found = queries.case(by, pk)
    form = forms.TaskForm(request.POST, prefix="task", viewer=by, of=found)
    if form.is_valid() and did(form, actions.add_task, by=by, case=found, **form.cleaned_data):
        return redirect("cases:case", pk)
    return page(request, pk, task_form=form)


@needs(WRITE)
@require_POST
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a task is done; once more, and it is open again."""
    by = viewer(request)
    task = queries.task(by, pk)
    if task.done_at:
        actions.reopen_task(by=by, task=task)
    else:
        actions.finish_task(by=by, task=task)
    return redirect("cases:case", task.case_id)
