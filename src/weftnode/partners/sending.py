"""Pages of what leaves: markings, "what would they see?", parcels and their recall."""

import contextlib
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft import release
from weft.errors import NothingFound, WeftError
from weftnode.accounts.access import viewer
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.partners import actions, gate, markings, outbound, queries, rules, things, words
from weftnode.partners.forms import AcknowledgeForm, MarkingForm, PreviewForm, RecallForm, SendForm
from weftnode.partners.models import Agreement, Marking, Partner, SentThing
from weftnode.partners.things import Source, Thing
from weftnode.ui.access import needs

READ = Permission.READ_PARTNERS
MARK = (Permission.WRITE_PARTNERS, Permission.WRITE_CASES, Permission.JUDGE_NETWORKS)
SEND = (Permission.WRITE_PARTNERS, Permission.WRITE_REQUESTS, Permission.WRITE_BRIEFS)
# Lines of the preview: partners times agreements times purposes, before somebody narrows it.
_LINES = 300


@needs(*MARK)
@require_http_methods(["GET", "HEAD", "POST"])
def marking(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """How far a thing may travel: what is written on it, what follows from what it was made of, and what was written before."""
    by = viewer(request)
    source, thing = things.source(label), things.find(by, label, pk)
    now = markings.newest(label, pk)
    form = MarkingForm(request.POST or None, initial=_held(now))
    if request.method == "POST" and form.is_valid():
        actions.mark(by=by, label=label, thing=pk, **form.cleaned_data)
        return redirect("partners:marking", label, pk)
    actions.seen(by=by, what="marking.read", about=thing.about)
    context = {
        "source": source,
        "thing": thing,
        "back": source.url(pk),
        "now": now,
        "effective": thing.marking,
        "form": form,
        "history": queries.history(by, label, pk)[:100],
        "may_mark": rules.may_mark(by),
    }
    return render(request, "partners/marking.html", context, status=422 if form.errors else 200)


def _held(row: Marking | None) -> dict[str, object]:
    if row is None:
        return {"tlp": release.TLP.RED.value, "pap": release.PAP.RED.value}
    shown = {"tlp": row.tlp, "pap": row.pap, "caveats": row.caveats}
    return {**shown, **{name: " ".join(getattr(row, name)) for name in ("named", "originators", "consents")}}


@dataclass(frozen=True, slots=True)
class Line:
    """The gate's answer for one partner, agreement and purpose."""

    partner: Partner
    agreement: Agreement | None
    purpose: str
    decision: release.Decision

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.partner.pk}-{self.agreement.pk if self.agreement else 0}-{self.purpose}"

    @property
    def answer(self) -> str:
        return {release.Allow: "allow", release.Redact: "redact"}.get(type(self.decision), "refuse")

    @property
    def reasons(self) -> list[str]:
        """Codes of why it stays, or of why some of it stays."""
        if isinstance(self.decision, release.Refuse):
            return [self.decision.reason]
        return sorted(set(self.decision.withheld.values())) if isinstance(self.decision, release.Redact) else []


@needs(READ)
@require_safe
def preview(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """What would they see? For every partner and purpose, or field by field for one of them. Sends nothing."""
    by = viewer(request)
    source, thing = things.source(label), things.find(by, label, pk)
    form = PreviewForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = _lines(by, thing, given.get("partner"), given.get("purpose") or "")
    chosen = _chosen(request, lines)
    seen = release.preview(thing.item, thing.values, chosen.decision) if chosen else []
    actions.seen(by=by, what="preview.read", about=thing.about, to=chosen.partner.code if chosen else "")
    context = {
        "source": source,
        "thing": thing,
        "back": source.url(pk),
        "form": form,
        "lines": lines[:_LINES],
        "more": len(lines) > _LINES,
        "chosen": chosen,
        "seen": [(_name(source, one.name), outbound.plain(one.value), one.withheld) for one in seen],
        "send_form": SendForm(),
        "may_send": rules.may_send(by),
        "may_mark": rules.may_mark(by),
    }
    return render(request, "partners/preview.html", context)


def _lines(by: Officer, thing: Thing, only: Partner | None, purpose: str) -> list[Line]:
    """Every partner with each agreement that reaches it and each purpose; where none does, why not."""
    found: list[Line] = []
    today = timezone.localdate()
    for partner in [only] if only else queries.partners(by):
        reaching = queries.in_force(partner)
        for agreement in reaching:
            sides = gate.sides(partner, agreement)
            for one in [purpose] if purpose else agreement.purposes:
                found.append(Line(partner, agreement, one, gate.decide(thing.item, thing.marking, sides, one, today)))
        if not reaching:
            one = purpose or "fraud.network"
            found.append(
                Line(partner, None, one, gate.decide(thing.item, thing.marking, gate.sides(partner, None), one, today))
            )
        if len(found) > _LINES:
            break
    return found


def _chosen(request: HttpRequest, lines: list[Line]) -> Line | None:
    """The line whose details the address asks for."""
    asked = request.GET.get("line", "")
    return next((one for one in lines if asked == one.key), None)


def _name(source: Source, field: str) -> str:
    return str(source.fields.get(field, field))


@needs(*SEND)
@require_POST
def send(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Pack a thing for a partner, as far as the gate lets it."""
    by = viewer(request)
    thing = things.find(by, label, pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        return redirect("partners:preview", label, pk)
    given, write = form.cleaned_data, things.source(label).write
    outcome = outbound.send(
        by=by, things=[thing], partner=given["partner"], agreement=given["agreement"], purpose=given["purpose"], title=thing.title,
        why=given["why"], write=write(pk) if write else outbound.as_json,
    )  # fmt: skip
    if outcome.sent is not None:
        return redirect("partners:parcel", outcome.sent.pk)
    context = {
        "thing": thing,
        "back": things.source(label).url(pk),
        "partner": given["partner"],
        "refused": outcome.refused,
    }
    return render(request, "partners/refused.html", context, status=403)


@needs(READ)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Everything that was packed, the newest first."""
    by = viewer(request)
    found = queries.sent(by)
    code = request.GET.get("partner", "")
    if code:
        found = found.filter(partner__code=code)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="sent.read", shown=len(page))
    return render(request, "partners/sent.html", {"page": page})


@needs(READ)
@require_safe
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """One parcel: what was in it, to whom it went under what, and its recall."""
    return _parcel(request, pk)


def _parcel(
    request: HttpRequest,
    pk: int,
    recall: RecallForm | None = None,
    ack: AcknowledgeForm | None = None,
    trouble: str = "",
) -> HttpResponse:
    by = viewer(request)
    found = queries.sent_one(by, pk)
    actions.seen(by=by, what="parcel.read", about=found)
    shown = [_shown(by, one) for one in found.things.order_by("pk")]
    yours = found.made_by == by.login or all(one["url"] for one in shown)
    context = {
        "sent": found,
        "title": found.title if yours else "",
        "things": shown,
        "may_fetch": bool(rules.may_send(by)) and yours and not found.recalled_at,
        "may_send": rules.may_send(by),
        "recall_form": recall or RecallForm(),
        "ack_form": ack or AcknowledgeForm(),
        "trouble": trouble,
    }
    status = 422 if trouble or recall is not None or ack is not None else 200
    return render(request, "partners/parcel.html", context, status=status)


def _shown(by: Officer, one: SentThing) -> dict[str, Any]:
    """A thing of a parcel; its title and page only for those who may see it today."""
    shown: dict[str, Any] = {
        "kind": words.OBJECTS.get(one.item["kind"], one.item["kind"]),
        "tlp": one.marking["tlp"],
        "went": one.went,
        "withheld": list(one.withheld.items()),
        "title": "",
        "url": "",
    }
    with contextlib.suppress(NothingFound):
        things.find(by, one.label, one.thing)
        shown |= {"title": one.title, "url": things.source(one.label).url(one.thing)}
    return shown


@needs(*SEND)
@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """The parcel as a file, for a stick or a line of one's own; the gate is asked once more."""
    by = viewer(request)
    found = queries.sent_one(by, pk)
    if found.made_by != by.login and not all(_shown(by, one)["url"] for one in found.things.all()):
        # What is in it lies in a room that is not theirs: for them there is no such file.
        raise NothingFound("no such parcel")
    file = outbound.hand_out(by=by, sent=found)
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@needs(*SEND)
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a parcel back."""
    by = viewer(request)
    form = RecallForm(request.POST)
    if not form.is_valid():
        return _parcel(request, pk, recall=form)
    try:
        actions.recall(
            by=by, sent=queries.sent_one(by, pk), why=form.cleaned_data["why"], due_on=form.cleaned_data["due_on"]
        )
    except WeftError as problem:
        return _parcel(request, pk, trouble=str(problem))
    return redirect("partners:parcel", pk)


@needs(*SEND)
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the other side said to a recall."""
    by = viewer(request)
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _parcel(request, pk, ack=form)
    try:
        actions.acknowledge(
            by=by, sent=queries.sent_one(by, pk), what=form.cleaned_data["what"], on=form.cleaned_data["on"]
        )
    except WeftError as problem:
        return _parcel(request, pk, trouble=str(problem))
    return redirect("partners:parcel", pk)
