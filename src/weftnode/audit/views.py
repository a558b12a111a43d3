"""Pages for the auditor."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weftnode.audit import actions, queries
from weftnode.audit.forms import SearchForm
from weftnode.ui.access import actor, needs

READ, EXPORT = "audit.read", "audit.export"
PAGE = 100


@needs(READ)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, when and why: the newest first, by any of its columns. Looking is itself an entry."""
    form = SearchForm(request.GET or None)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    if form.is_bound and not form.is_valid():
        found = queries.details(actor(request)).none()
    else:
        found = queries.details(actor(request), **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    actions.record("audit.log.searched", by=actor(request), about="audit.log:", filters=sorted(asked), page=page.number)
    return render(request, "audit/log.html", {"form": form, "page": page, "size": queries.size()})


@needs(READ)
@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry, with what commits to it."""
    found = queries.entry(actor(request), number)
    if found is None:
        raise Http404
    return render(
        request,
        "audit/entry.html",
        {"entry": found[0], "detail": found[1], "commitment": bytes(found[0].commitment).hex()},
    )
