"""Pages of networks: the list, one network, a network without an identifier, what was damped."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.networks import actions, figures, queries, rules, tasks
from weftnode.networks.forms import JudgementForm, NameForm, SearchForm, WatchForm, WithoutForm
from weftnode.networks.models import Damped, Tie
from weftnode.reports import queries as reports
from weftnode.ui.access import needs

READ, JUDGE = Permission.READ_NETWORKS, Permission.JUDGE_NETWORKS


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Networks, the largest first; by an identifier in any spelling, a name, a country."""
    by = viewer(request)
    form = SearchForm(request.GET or None)
    asked = form.asked() if form.is_bound and form.is_valid() else queries.Asked()
    page = queries.networks(by, asked)
    filters = (
        sorted(name for name, value in form.cleaned_data.items() if value) if form.is_bound and form.is_valid() else []
    )
    actions.seen(by=by, what="list.read", filters=filters, shown=len(page.networks))
    context = {"form": form, "page": page, "news": queries.news(by), "builds": queries.builds(by)}
    return render(request, "networks/list.html#rows" if request.htmx else "networks/list.html", context)  # type: ignore[attr-defined]


@needs(READ)
@require_safe
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """One network: the picture, the time line, what holds it together, its reports, what people said."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, form: JudgementForm | None = None) -> HttpResponse:
    by = viewer(request)
    found = queries.network(by, pk)
    actions.seen(by=by, what="network.read", about=found)
    rows = list(queries.reports(by, found).values_list("pk", "country", "reported_on"))
    named = queries.sightings(by, found)
    damped = queries.damped(by, found, named)
    months = figures.months([day for _, _, day in rows])
    labels = [formats.date_format(day, "YEAR_MONTH_FORMAT") for day, _ in months]
    watched = queries.is_watched(by, found)
    actions.looked(by=by, network=found)
    context = {
        "network": found,
        "graph": figures.network(found, rows, named, _never(damped)),
        "bars": figures.bars(months, labels, _("Reports by month")),
        "months": list(zip(labels, [count for _, count in months], strict=True)),
        "countries": sorted(Counter(country for _, country, _ in rows).items(), key=lambda pair: (-pair[1], pair[0])),
        "reports": queries.shown(by, (pk for pk, _, _ in rows)),
        "ties": _with_counts(queries.ties(by, found)[: queries.TIES_SHOWN], named),
        "damped": damped[:100],
        "changes": queries.changes(by, found)[:50],
        "successors": queries.successors(by, found) if found.is_gone else [],
        "judgements": queries.judgements(by, found)[:100],
        "may_judge": rules.may_judge(by, found.compartment_id),
        "judgement_form": form or JudgementForm(initial={"report": f"R-{rows[0][0]}" if rows else ""}),
        "name_form": NameForm(initial={"title": found.title}),
        "watched": watched,
    }
    return render(request, "networks/network.html", context, status=422 if form is not None else 200)


@needs(READ)
@require_safe
def graph(request: HttpRequest, pk: int) -> HttpResponse:
    """The graph of a network for the script that walks through it; the picture and the tables of its page say the same."""
    by = viewer(request)
    found = queries.network(by, pk)
    actions.seen(by=by, what="graph.read", about=found)
    rows = list(queries.reports(by, found).values_list("pk", "country", "reported_on"))
    named = queries.sightings(by, found)
    return JsonResponse(figures.walked(found, rows, named, _never(queries.damped(by, found, named))))


def _never(damped: Iterable[tuple[Damped, int]]) -> set[tuple[str, str]]:
    """Identifiers that tie nobody here and are left out of the picture; a rented one ties those who used it in its time."""
    return {(one.kind, one.value) for one, _ in damped if one.reason != "rented"}


def _with_counts(ties: Iterable[Tie], named: Sequence[tuple[int, str, str]]) -> list[tuple[Tie, int]]:
    """Each tie with the number of the network's reports that name its identifier: the fewer, the more it says."""
    counts = Counter((kind, value) for _, kind, value in named)
    return [(tie, counts[tie.kind, tie.value]) for tie in ties]


@needs(READ)
@require_safe
def without(request: HttpRequest, pk: int) -> HttpResponse:
    """The network without one identifier: into which pieces it falls."""
    by = viewer(request)
    found = queries.network(by, pk)
    form = WithoutForm(request.GET)
    if not form.is_valid():
        return redirect("networks:network", pk)
    kind, value = form.cleaned_data["kind"], form.cleaned_data["value"]
    actions.seen(by=by, what="network.without", about=found)
    pieces = queries.without(by, found, kind, value)
    context = {
        "network": found,
        "kind": kind,
        "value": value,
        "pieces": pieces[:100],
        "alone": sum(piece.reports == 1 for piece in pieces),
    }
    return render(request, "networks/without.html", context)


@needs(READ)
@require_safe
def damped(request: HttpRequest) -> HttpResponse:
    """What many reports share and what was not allowed to tie them, with the reasons."""
    by = viewer(request)
    actions.seen(by=by, what="damped.read")
    page = Paginator(queries.all_damped(by), 100).get_page(request.GET.get("page"))
    return render(request, "networks/damped.html", {"page": page})


@needs(JUDGE)
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.network(by, pk)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    report, other = (reports.report(by, form.number(name)) for name in ("report", "other"))
    actions.judge(
        by=by, report=report, other=other, verdict=form.cleaned_data["verdict"], reason=form.cleaned_data["reason"]
    )
    tasks.refresh.enqueue()
    return redirect("networks:network", found.pk)


@needs(JUDGE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    said = queries.judgement(by, pk)
    actions.withdraw(by=by, judgement=said)
    tasks.refresh.enqueue()
    found = queries.of_report(by, said.report_id)
    return redirect("networks:network", found.pk) if found else redirect("networks:list")


@needs(JUDGE)
@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.network(by, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        actions.name(by=by, network=found, title=form.cleaned_data["title"])
    return redirect("networks:network", pk)


@needs(READ)
@require_POST
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    found = queries.network(by, pk)
    form = WatchForm(request.POST)
    if form.is_valid():
        actions.watch(by=by, network=found, on=form.cleaned_data["on"])
    return redirect("networks:network", pk)
