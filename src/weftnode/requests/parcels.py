"""Pages of what comes in: a partner's signed file, and the keys by which we know partners."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weft.errors import WeftError
from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.audit import stored
from weftnode.requests import actions, arriving, queries, rules
from weftnode.requests.forms import KeyForm, ParcelForm
from weftnode.ui.access import needs

WRITE, READ_PARTNERS, WRITE_PARTNERS = (
    Permission.WRITE_REQUESTS,
    Permission.READ_PARTNERS,
    Permission.WRITE_PARTNERS,
)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a partner's signed file in. What is wrong with it is said in a line, and nothing here changes."""
    by = viewer(request)
    form = ParcelForm(request.POST or None, request.FILES or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            about = arriving.take_in(by=by, room=form.cleaned_data["room"], name=file.name, data=file.read())
        except WeftError as problem:
            form.add_error("file", f"{problem} {problem.hint}".strip())
        else:
            messages.success(request, _("Taken in: the signature holds, and the file is the partner's."))
            return redirect("requests:request", about.pk)
    return render(request, "requests/take_in.html", {"form": form}, status=422 if form.errors else 200)


@needs(READ_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Partners' public keys, and our own to give them."""
    by = viewer(request)
    form = KeyForm(request.POST or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_key(by=by, **form.cleaned_data)
        except WeftError as problem:
            form.add_error("line", str(problem))
        else:
            return redirect("requests:keys")
    context = {
        "form": form,
        "keys": [(one, rules.may_confirm_key(by, one.made_by)) for one in queries.keys(by)],
        "own": str(stored.signer().key),
        "may_keep": rules.may_keep_keys(by),
    }
    return render(request, "requests/keys.html", context, status=422 if form.errors else 200)


@needs(WRITE_PARTNERS)
@require_POST
def confirm_key(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    try:
        actions.confirm_key(by=by, key=queries.key(by, pk))
    except WeftError as problem:
        messages.error(request, str(problem))
    return redirect("requests:keys")


@needs(WRITE_PARTNERS)
@require_POST
def end_key(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    actions.end_key(by=by, key=queries.key(by, pk))
    return redirect("requests:keys")
