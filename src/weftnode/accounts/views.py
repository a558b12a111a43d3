"""Pages about accounts: the own one, everybody's for administrators, one-time links, broken glass."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weftnode.accounts import actions, queries, roles, rules
from weftnode.accounts.access import viewer
from weftnode.accounts.forms import (
    CompartmentForm,
    CompartmentsForm,
    GlassForm,
    OpenAccountForm,
    OwnForm,
    ReasonForm,
    RoleForm,
    TokenForm,
)
from weftnode.accounts.permissions import Permission
from weftnode.ui.access import needs, signed_in

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def one_time(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link. Looking at it does not use it up: programs that preview links only look."""
    if request.method == "GET":
        return render(
            request, "accounts/one_time.html", {"link": queries.link(token)}, status=200 if queries.link(token) else 404
        )
    officer = actions.use_link(token=token)
    if officer is None:
        return render(request, "accounts/one_time.html", {"link": None}, status=404)
    login(request, officer, backend=_BACKEND)
    record_authentication(request, officer, method="one_time_link")
    if not officer.has_usable_password() and settings.SECOND_FACTOR:
        return redirect("mfa_index")
    return redirect("/")


@signed_in
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Language, colours, era and names of one's own."""
    by = viewer(request)
    form = OwnForm(request.POST or None, instance=by)
    if request.method == "POST" and form.is_valid():
        actions.set_own(by=by, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return render(request, "accounts/me.html", {"form": form, "may_break": rules.may_break_glass(by)})


@signed_in
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the own language from any page."""
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        actions.set_language(by=viewer(request), language=wanted)
    from weftnode.ui.views import language as keep  # noqa: PLC0415 -- same name

    return keep(request)


@needs(Permission.USE_API)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The own keys for programs."""
    by, key = viewer(request), ""
    form = TokenForm(request.POST or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _made, key = actions.make_token(
            by=by, name=data["name"], scope=[Permission(code) for code in data["scope"]], days=data["days"]
        )
        form = TokenForm(viewer=by)
    return render(request, "accounts/tokens.html", {"form": form, "tokens": queries.tokens(by), "key": key})


@needs(Permission.USE_API)
@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_token(by=viewer(request), pk=pk)
    return redirect("accounts:tokens")


@needs(Permission.BREAK_GLASS)
@require_http_methods(["GET", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """Break the glass, with a reason; or mend it before its time."""
    by = viewer(request)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and "mend" in request.POST:
        actions.mend_glass(by=by)
        messages.success(request, _("The glass is whole again."))
        return redirect("accounts:me")
    if request.method == "POST" and form.is_valid():
        actions.break_glass(by=by, reason=form.cleaned_data["reason"], hours=form.cleaned_data["hours"])
        messages.warning(request, _("The glass is broken. The auditor has been told."))
        return redirect("/")
    return render(
        request, "accounts/glass.html", {"form": form, "verdict": rules.may_break_glass(by), "broken": by.glass}
    )


@needs(Permission.READ_AUDIT)
@require_http_methods(["GET", "POST"])
def broken(request: HttpRequest) -> HttpResponse:
    """Every broken glass, for the auditor, who ticks off what was looked into."""
    by = viewer(request)
    if request.method == "POST":
        number = request.POST.get("glass", "")
        if number.isascii() and number.isdigit():
            actions.read_glass(by=by, pk=int(number))
        return redirect("accounts:broken")
    return render(request, "accounts/broken.html", {"broken": queries.broken(by)[:200]})


@needs(Permission.READ_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody with an account; administrators open new ones here."""
    by = viewer(request)
    form = OpenAccountForm(request.POST or None, viewer=by) if rules.may_manage(by) else None
    if request.method == "POST":
        if form is None:
            return redirect("accounts:officers")
        if form.is_valid():
            officer = actions.open_account(by=by, **form.cleaned_data)
            return redirect("accounts:officer", officer.pk)
    context = {"officers": queries.officers(by), "form": form, "waiting": queries.waiting(by)}
    return render(request, "accounts/officers.html", context)


@needs(Permission.READ_ACCOUNTS)
@require_safe
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles, rooms, and what an administrator may do with it."""
    by = viewer(request)
    found = queries.officer(by, pk)
    context = {
        "officer": found,
        "grants": found.grants.filter(ended_at__isnull=True).order_by("proposed_at"),
        "manage": rules.may_manage(by),
        "close": rules.may_close(by, found),
        "role_form": RoleForm(),
        "rooms_form": CompartmentsForm(viewer=by, initial={"compartments": found.compartments.all()}),
        "close_form": ReasonForm(),
        "roles": roles.ROLES,
        "link": request.session.pop("link", ""),
    }
    return render(request, "accounts/officer.html", context)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    form = RoleForm(request.POST)
    if form.is_valid():
        actions.propose_role(by=by, officer=queries.officer(by, pk), role=form.cleaned_data["role"])
    return redirect("accounts:officer", pk)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def approve_role(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    grant = queries.grant(by, pk)
    actions.approve_role(by=by, grant=grant)
    return redirect("accounts:officer", grant.officer_id)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    grant = queries.grant(by, pk)
    actions.end_role(by=by, grant=grant)
    return redirect("accounts:officer", grant.officer_id)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def set_compartments(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    form = CompartmentsForm(request.POST, viewer=by)
    if form.is_valid():
        actions.set_compartments(by=by, officer=queries.officer(by, pk), compartments=form.cleaned_data["compartments"])
    return redirect("accounts:officer", pk)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link, shown once on the page that follows."""
    by = viewer(request)
    token = actions.make_link(by=by, officer=queries.officer(by, pk))
    request.session["link"] = request.build_absolute_uri(reverse("accounts:one_time", args=[token]))
    return redirect("accounts:officer", pk)


@needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.close_account(by=by, officer=queries.officer(by, pk), reason=form.cleaned_data["reason"])
    else:
        messages.error(request, _("A reason of ten characters or more is needed."))
    return redirect("accounts:officer", pk)


@needs(Permission.READ_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def compartments(request: HttpRequest) -> HttpResponse:
    """Every room; administrators open new ones here."""
    by = viewer(request)
    form = CompartmentForm(request.POST or None) if rules.may_manage(by) else None
    if request.method == "POST" and form is not None and form.is_valid():
        actions.open_compartment(by=by, **form.cleaned_data)
        return redirect("accounts:compartments")
    return render(request, "accounts/compartments.html", {"compartments": queries.compartments(by), "form": form})
