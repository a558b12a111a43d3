"""Pages of briefs: the list, one brief with what is left out, what a figure counts, the papers."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.briefs import actions, queries, rules, sections
from weftnode.briefs.forms import BriefForm, LeaveOutForm, TakeInForm, TextForm
from weftnode.briefs.models import Brief
from weftnode.ui.access import needs

READ, WRITE = Permission.READ_BRIEFS, Permission.WRITE_BRIEFS
_MEDIA = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
_SHOWN = 500


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every brief, the newest first."""
    by = viewer(request)
    page = Paginator(queries.briefs(by), queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="list.read", shown=len(page))
    return render(request, "briefs/list.html", {"page": page, "may_write": queries.rooms(by).exists()})


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a brief."""
    by = viewer(request)
    form = BriefForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.begin(by=by, room=form.cleaned_data["room"], wanted=form.wanted())
        return redirect("briefs:brief", made.pk)
    return render(request, "briefs/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(READ)
@require_safe
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """One brief: as it was printed, or as it would be now, with what is left out and why."""
    return _page(request, queries.brief(viewer(request), pk))


def _page(request: HttpRequest, found: Brief, form: TextForm | None = None, section: str = "") -> HttpResponse:
    by = viewer(request)
    actions.seen(by=by, what="brief.read", about=found)
    kept = queries.kept(by, found)
    now = None if kept else queries.draft(by, found)
    shown = kept[0] if kept else now.content if now else None
    assert shown is not None
    may_change = rules.may_change(by, found)
    texts = {one.code: one.text for one in shown.sections}
    forms = {code: TextForm(initial={"text": texts.get(code, "")}, prefix=code) for code in sections.TEXTS}
    if form is not None:
        forms[section] = form
    context = {
        "brief": found,
        "content": shown,
        "copy": kept[1] if kept else None,
        "left_out": now.left_out if now else (),
        "shown": [(one, forms.get(one.code)) for one in shown.sections],
        "may_change": may_change,
        "may_approve": rules.may_approve(by, found),
        "may_leave": rules.may_leave(found),
        "closed_for": [found.partner, *found.readers.all()],
        "is_sent": rules.is_sent(found),
        "versions": queries.versions(by, found)[:60],
        "previous": queries.previous(by, found),
        "open": section,
        "leave_out_form": LeaveOutForm(),
        "headings": {code: sections.heading(code) for code in sections.SECTIONS},
    }
    return render(request, "briefs/brief.html", context, status=422 if form is not None else 200)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change for whom a brief is, over which days, under which labels."""
    by = viewer(request)
    found = queries.brief(by, pk)
    form = BriefForm(by, request.POST or None, of=found)
    if request.method == "POST" and form.is_valid():
        actions.change(by=by, brief=found, wanted=form.wanted())
        return redirect("briefs:brief", pk)
    return render(request, "briefs/new.html", {"form": form, "brief": found}, status=422 if form.is_bound else 200)


@needs(WRITE)
@require_POST
def text(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Write the text of a section."""
    by = viewer(request)
    found = queries.brief(by, pk)
    if section not in sections.TEXTS:
        raise Http404
    form = TextForm(request.POST, prefix=section)
    if not form.is_valid():
        return _page(request, found, form, section)
    actions.write(by=by, brief=found, section=section, text=form.cleaned_data["text"])
    return redirect(f"{reverse('briefs:brief', args=[pk])}#{section}")


@needs(WRITE)
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an entry out."""
    by = viewer(request)
    found = queries.brief(by, pk)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return render(request, "briefs/leave_out.html", {"brief": found, "form": form}, status=422)
    actions.leave_out(by=by, brief=found, key=form.cleaned_data["key"], why=form.cleaned_data["why"])
    return redirect(f"{reverse('briefs:brief', args=[pk])}#left-out")


@needs(WRITE)
@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry in again."""
    by = viewer(request)
    found = queries.brief(by, pk)
    form = TakeInForm(request.POST)
    if form.is_valid():
        actions.take_in(by=by, brief=found, key=form.cleaned_data["key"])
    return redirect("briefs:brief", pk)


@needs(WRITE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a brief: from then on it stays as it is."""
    by = viewer(request)
    found = queries.brief(by, pk)
    actions.approve(by=by, brief=found, base=_base(request), figures=_figures(pk))
    return redirect("briefs:brief", pk)


@needs(READ)
@require_safe
def figure(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What a figure counts, one line for each thing."""
    by = viewer(request)
    found = queries.brief(by, pk)
    one = queries.entry(by, found, key)
    assert one.count is not None
    rows = list(one.count.rows())
    actions.seen(by=by, what="figure.read", about=found, key=key, shown=len(rows))
    kept = queries.kept(by, found)
    printed = [each for section in kept[0].sections for each in section.figures if each.key == key] if kept else []
    context = {
        "brief": found,
        "entry": one,
        "rows": rows[:_SHOWN],
        "printed": printed[0] if printed else None,
        "most": _SHOWN,
    }
    return render(request, "briefs/figure.html", context)


@needs(READ)
@require_safe
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The brief as a file."""
    by = viewer(request)
    found = queries.brief(by, pk)
    if form not in _MEDIA:
        raise Http404
    data = actions.paper(by=by, brief=found, form=form, base=_base(request), figures=_figures(pk))
    response = HttpResponse(data, content_type=_MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{form}"'
    return response


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _figures(pk: int) -> str:
    return reverse("briefs:figure", args=[pk, "KEY"])
