"""The freeze request: filled in from the measure, printed for one's own file and banks at home. To a partner it goes through the partner's door alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from weftnode import papers
from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.cases import actions, forms, freeze, queries, things
from weftnode.cases.models import Measure
from weftnode.cases.views.doors import WRITE, did
from weftnode.partners import outbound, words
from weftnode.partners.forms import SendForm
from weftnode.partners.rules import may_send
from weftnode.partners.things import Thing
from weftnode.ui.access import needs

_TYPES = {
    "pdf": ("application/pdf", papers.pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.docx),
}


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a measure: a form, or, sent with ``as``, the paper; as ``send`` it is asked at the door."""
    by = viewer(request)
    measure = queries.measure(by, pk)
    form = forms.FreezeForm(request.POST or None, initial=freeze.initial(measure) | {"language": _language(request)})
    wanted = request.POST.get("as", "")
    send_form = SendForm(request.POST if wanted == "send" else None, prefix="send", initial={"purpose": "asset.freeze"})
    if request.method == "POST" and form.is_valid():
        with translation.override(form.cleaned_data["language"]):
            written = freeze.values(measure, form.cleaned_data, _asker(by))
        label = things.measure(by, pk).marking or things.marking(measure.case)
        if wanted == "send":
            if send_form.is_valid() and (
                sent := _send(by, measure, freeze.thing(measure, written, label, things.MEASURE), send_form)
            ):
                return redirect("partners:parcel", sent)
        else:
            kind = "docx" if wanted == "docx" else "pdf"
            media_type, write = _TYPES[kind]
            actions.seen(by=by, what="freeze.printed", about=measure, kind=kind)
            headers = {"Content-Disposition": f'attachment; filename="freeze-request-{measure.number}.{kind}"'}
            paper = freeze.paper(written, f"{label.tlp.label} {label.pap.label}")
            return HttpResponse(write(paper), content_type=media_type, headers=headers)
    wrong = bool(form.errors or send_form.errors)
    context = {
        "form": form,
        "send_form": send_form,
        "measure": measure,
        "case": measure.case,
        "may_send": may_send(by),
        "wanted": freeze.wanted_minor(measure),
    }
    return render(request, "cases/freeze.html", context, status=422 if wrong else 200)


def _send(by: Officer, measure: Measure, thing: Thing, form: SendForm) -> int | None:
    """Number of the parcel; None, with the gate's reason on the form, where it stays here."""
    given = form.cleaned_data

    def act() -> tuple[outbound.Outcome]:
        return (
            outbound.send(
                by=by, things=[thing], partner=given["partner"], agreement=given["agreement"], purpose=given["purpose"],
                title=str(measure), why=given["why"], write=freeze.as_sheet,
            ),
        )  # fmt: skip

    answer = did(form, act)
    if answer is None:
        return None
    outcome: outbound.Outcome = answer[0]
    for _thing, no in outcome.refused:
        form.add_error(None, str(words.REASONS.get(no.reason, no.because)))
    return outcome.sent.pk if outcome.sent else None


def _asker(by: Officer) -> str:
    return ", ".join(part for part in (by.name, by.agency, settings.NODE_NAME) if part)


def _language(request: HttpRequest) -> str:
    code = getattr(request, "LANGUAGE_CODE", "en")
    return code if code in {"en", "vi", "th"} else "en"
