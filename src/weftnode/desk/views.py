"""The page one comes home to, the board of clocks, the digest, and calendars."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.desk import actions, clocks, digest, ics, queries
from weftnode.desk.apps import CLOCKS
from weftnode.desk.forms import BoardForm, FeedForm
from weftnode.desk.models import Entry
from weftnode.reports import actions as reports
from weftnode.ui.access import needs, signed_in
from weftnode.ui.due import Due

_ROWS = 100


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is due, and where to go, by what the person may do."""
    by = viewer(request)
    found = queries.home(by)
    if found["newest"]:
        reports.seen(by=by, what="list.read", shown=len(found["newest"]))
    made = clocks.digest(by) if any(by.may(one) for one in CLOCKS) else None
    if made and made.parts:
        actions.seen(by=by, what="digest.read")
    return render(request, "desk/home.html", {"officer": by, "digest": made, **found})


@needs(*CLOCKS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everything that has a clock: by week, by state, or as a list."""
    by = viewer(request)
    limits = clocks.bounds()
    everything = clocks.due(by, limits.now + clocks.AHEAD)
    partners = clocks.partners(everything)
    form = BoardForm(request.GET, login=by.login, partners=[name for name, _count in partners])
    wanted = form.wanted()
    view = form.cleaned_data.get("view", "") if form.is_valid() else ""
    found = [one for one in everything if clocks.fits(one, wanted, limits)]
    actions.seen(by=by, what="board.read", shown=len(found))
    context = {"form": form, "count": len(found), "all": len(everything), "view": view, "now": limits.now}
    if view == "list" or wanted.when:
        context["page"] = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    else:
        context["columns"] = clocks.by_state(found) if view == "state" else clocks.by_week(found, limits)
    return render(request, "desk/board.html#clocks" if request.htmx else "desk/board.html", context)  # type: ignore[attr-defined]


@needs(*CLOCKS)
@require_safe
def digest_page(request: HttpRequest) -> HttpResponse:
    """The digest as text, to be read, printed or put into a mail; with ``?as=file`` as a file."""
    by = viewer(request)
    written = digest.text(by, clocks.digest(by))
    actions.seen(by=by, what="digest.read")
    if request.GET.get("as") == "file":
        answer = HttpResponse(written, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="due.txt"'
        return answer
    return render(request, "desk/digest.html", {"text": written})


@needs(*CLOCKS)
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """The own calendar addresses, and how to make one."""
    return _calendars(request)


def _calendars(request: HttpRequest, form: FeedForm | None = None, address: str = "") -> HttpResponse:
    context = {"feeds": queries.feeds(viewer(request)), "form": form or FeedForm(), "address": address}
    return render(request, "desk/calendars.html", context, status=422 if form is not None else 200)


@needs(*CLOCKS)
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address; it is on the answer to this one request and never again."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _calendars(request, form)
    _feed, token = actions.make_feed(by=viewer(request), **form.cleaned_data)
    path = request.build_absolute_uri(f"/calendar/{token}.ics")
    answer = _calendars(request, address=path)
    answer["Cache-Control"] = "no-store"
    return answer


@needs(*CLOCKS)
@require_POST
def end_feed(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    actions.end_feed(by=by, feed=queries.feed(by, pk))
    return redirect("desk:calendars")


@needs(*CLOCKS)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The calendar as a file, to be taken along; without titles, as any calendar is by default."""
    by = viewer(request)
    entries, _titles, _is_new = _entries(by)
    actions.seen(by=by, what="calendar.downloaded", shown=len(entries))
    return _ics(ics.calendar(entries, {}, _("What is due")), as_file=True)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar under its secret address: nobody signs in, the address is the key, and it opens nothing else."""
    found = queries.by_token(token)
    with override(found.officer.language or None):
        entries, told, is_new = _entries(found.officer)
        actions.read_feed(feed=found, is_new=is_new, shown=len(entries))
        return _ics(ics.calendar(entries, told if found.has_titles else {}, _("What is due")))


def _entries(officer: Officer) -> tuple[list[Entry], dict[str, Due], bool]:
    found = clocks.due(officer, clocks.bounds().now + clocks.AHEAD)
    entries, is_new = actions.publish(officer=officer, found=found)
    return entries, {one.key: one for one in found}, is_new


def _ics(data: bytes, *, as_file: bool = False) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    if as_file:
        answer["Content-Disposition"] = 'attachment; filename="due.ics"'
    return answer
