"""The freeze request: filled in from the measure, printed as PDF or DOCX for whoever may see it. To a partner it goes through the partner's door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from weftnode import papers
from weftnode.accounts.access import viewer
from weftnode.cases import actions, forms, freeze, queries, things
from weftnode.cases.views.doors import WRITE
from weftnode.ui.access import needs

_TYPES = {
    "pdf": ("application/pdf", papers.pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.docx),
}


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a measure: a form, or, sent with ``as``, the paper."""
    by = viewer(request)
    measure = queries.measure(by, pk)
    form = forms.FreezeForm(request.POST or None, initial=freeze.initial(measure) | {"language": _language(request)})
    if request.method == "POST" and form.is_valid():
        kind = "docx" if request.POST.get("as") == "docx" else "pdf"
        media_type, write = _TYPES[kind]
        asker = ", ".join(part for part in (by.name, by.agency, settings.NODE_NAME) if part)
        paper = freeze.paper(measure, form.cleaned_data, things.marking(measure.case), asker)
        actions.seen(by=by, what="freeze.printed", about=measure, kind=kind)
        name = f"freeze-request-{measure.number}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write(paper), content_type=media_type, headers=headers)
    context = {"form": form, "measure": measure, "case": measure.case}
    return render(request, "cases/freeze.html", context, status=422 if form.errors else 200)


def _language(request: HttpRequest) -> str:
    code = getattr(request, "LANGUAGE_CODE", "en")
    return code if code in {"en", "vi", "th"} else "en"
