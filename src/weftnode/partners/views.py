"""Pages of partners and agreements: lists, one partner, one agreement, forms, agreements as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import InputProblem
from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.partners import actions, agreements_file, budgets, checks, figures, queries, rules
from weftnode.partners.forms import AgreementForm, AgreementsForm, ImportForm, PartnerForm, PointForm, StatusForm
from weftnode.partners.models import FocalPoint, Partner
from weftnode.ui.access import needs

READ, WRITE = Permission.READ_PARTNERS, Permission.WRITE_PARTNERS
_SHOWN = 200


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every partner: status, agreements in force, what is missing."""
    by = viewer(request)
    rows = queries.overview(by)
    actions.seen(by=by, what="list.read", shown=len(rows))
    return render(request, "partners/list.html", {"rows": rows, "may_write": rules.may_write(by)})


@needs(READ)
@require_safe
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner: who answers, what was agreed and when, how it stands and stood, what was sent."""
    return _partner(request, pk)


def _partner(request: HttpRequest, pk: int, form: StatusForm | None = None) -> HttpResponse:
    by = viewer(request)
    found = queries.partner(by, pk)
    actions.seen(by=by, what="partner.read", about=found)
    today = timezone.localdate()
    agreements = list(queries.covering(found).select_related("partner").defer("text")[: _SHOWN + 1])
    counted = [one for one in agreements if one.confirmed_at is not None]
    context = {
        "partner": found,
        "points": found.points.order_by("-is_always_on", "name"),
        "today": today,
        "bodies": found.bodies.order_by("code"),
        "agreements": agreements[:_SHOWN],
        "more": len(agreements) > _SHOWN,
        "figure": figures.timeline(agreements, today, _("Agreements over time")),
        "gaps": checks.gaps(counted, today),
        "overlaps": checks.overlaps(counted),
        "changes": found.changes.order_by("-pk"),
        "sent": queries.sent(by).filter(partner=found)[:10],
        "may_write": rules.may_write(by),
        "status_form": form or StatusForm(initial={"status": found.status}),
        "waiting": [(one, rules.may_approve(by, one)) for one in found.changes.all() if one.is_waiting],
    }
    return render(request, "partners/partner.html", context, status=422 if form is not None else 200)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new partner."""
    by = viewer(request)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_partner(by=by, **form.cleaned_data)
        return redirect("partners:partner", made.pk)
    return _form(request, form, _("New partner"))


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written of a partner."""
    by = viewer(request)
    found = queries.partner(by, pk)
    form = PartnerForm(request.POST or None, instance=queries.partner(by, pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_partner(by=by, partner=found, **form.cleaned_data)
        except InputProblem as problem:
            form.add_error("whole", str(problem))
        else:
            return redirect("partners:partner", pk)
    return _form(request, form, str(found), partner=found)


def _form(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "partners/form.html", {"form": form, "title": title, **more}, status=status)


@needs(WRITE)
@require_POST
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Change where a partnership stands, or propose it."""
    by = viewer(request)
    found = queries.partner(by, pk)
    form = StatusForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_status(by=by, partner=found, status=data["status"], why=data["why"], since=data["since"])
        except InputProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("partners:partner", pk)
    return _partner(request, pk, form)


@needs(WRITE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person opens a partnership again."""
    by = viewer(request)
    change = queries.change(by, pk)
    actions.approve_status(by=by, change=change)
    return redirect("partners:partner", change.partner_id)


@needs(WRITE)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal that is not followed."""
    by = viewer(request)
    change = queries.change(by, pk)
    actions.drop_status(by=by, change=change)
    return redirect("partners:partner", change.partner_id)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_point(request: HttpRequest, pk: int) -> HttpResponse:
    """A new focal point of a partner."""
    found = queries.partner(viewer(request), pk)
    return _point(request, found, None)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """A focal point that changed."""
    found = queries.point(viewer(request), pk)
    return _point(request, found.partner, found)


def _point(request: HttpRequest, of: Partner, found: FocalPoint | None) -> HttpResponse:
    held = {name: getattr(found, name) for name in PointForm.base_fields} if found else None
    form = PointForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        actions.save_point(by=viewer(request), partner=of, point=found, **form.cleaned_data)
        return redirect("partners:partner", of.pk)
    return _form(request, form, str(found) if found else _("New focal point"), partner=of)


@needs(READ)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement, the newest first."""
    by = viewer(request)
    form = AgreementsForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.asked(by, given.get("q", ""), given.get("partner", ""), given.get("state", ""))
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="agreements.read", shown=len(page))
    context = {"form": form, "page": page, "today": timezone.localdate(), "may_write": rules.may_write(by)}
    return render(request, "partners/agreements.html", context)


@needs(READ)
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: everything it says, as the gate reads it."""
    by = viewer(request)
    found = queries.agreement(by, pk)
    actions.seen(by=by, what="agreement.read", about=found)
    beside = queries.covering(found.partner).exclude(pk=found.pk).filter(confirmed_at__isnull=False)[:_SHOWN]
    pairs = [one for one in checks.overlaps([found, *beside]) if found.pk in {one.one.pk, one.other.pk}]
    context = {
        "agreement": found,
        "is_in_force": found.is_in_force(timezone.localdate()),
        "today": timezone.localdate(),
        "overlaps": pairs,
        "left": budgets.left(found),
        "may_write": rules.may_write(by),
        "may_confirm": rules.may_confirm(by, found),
    }
    return render(request, "partners/agreement.html", context)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agreement(request: HttpRequest) -> HttpResponse:
    """A new agreement, of a partner where one is named."""
    by = viewer(request)
    form = AgreementForm(request.POST or None, initial={"partner": request.GET.get("partner", "")})
    if request.method == "POST" and form.is_valid():
        made = actions.write_agreement(by=by, columns=form.cleaned_data)
        return redirect("partners:agreement", made.pk)
    return _form(request, form, _("New agreement"), is_long=True)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording of an agreement; it must be confirmed again."""
    by = viewer(request)
    found = queries.agreement(by, pk)
    form = AgreementForm(request.POST or None, instance=queries.agreement(by, pk))
    if request.method == "POST" and form.is_valid():
        actions.write_agreement(by=by, columns=form.cleaned_data, agreement=found)
        return redirect("partners:agreement", pk)
    return _form(request, form, str(found), agreement=found, is_long=True)


@needs(WRITE)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person compared it with the signed text."""
    by = viewer(request)
    actions.confirm_agreement(by=by, agreement=queries.agreement(by, pk))
    return redirect("partners:agreement", pk)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Agreements from a TOML file: all of it, or none and every reason."""
    by = viewer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    wrong: list[agreements_file.Wrong] = []
    if request.method == "POST" and form.is_valid():
        found = agreements_file.read(form.cleaned_data["content"])
        wrong = found.wrong
        if not wrong:
            actions.bring_agreements(by=by, rows=found.agreements)
            return redirect("partners:agreements")
    context = {"form": form, "wrong": wrong[:200], "count": len(wrong)}
    return render(request, "partners/bring.html", context, status=422 if wrong or form.errors else 200)


@needs(WRITE)
@require_safe
def take(request: HttpRequest) -> HttpResponse:
    """The agreements as a TOML file, for another node of this agency or for version control."""
    by = viewer(request)
    found = list(queries.agreements(by).order_by("partner__code", "number"))
    actions.seen(by=by, what="agreements.exported", count=len(found))
    response = HttpResponse(agreements_file.write(found), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agreements.toml"'
    return response
