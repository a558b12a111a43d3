"""Figures of one case or of all: whom measures reach, what holds do to the innocent, and how a pot is shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weftnode.accounts.access import viewer
from weftnode.cases import actions, figures, forms, queries, sharing
from weftnode.cases.models import Case
from weftnode.cases.views.doors import READ, WRITE
from weftnode.ui.access import needs


@needs(READ)
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Figures of every case one may see."""
    return _page(request, None)


@needs(READ)
@require_safe
def of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures of one case."""
    return _page(request, queries.case(viewer(request), pk))


def _page(request: HttpRequest, case: Case | None) -> HttpResponse:
    by = viewer(request)
    form = forms.PeriodForm(request.GET or None)
    is_wrong = form.is_bound and not form.is_valid()
    since, until = (
        (form.cleaned_data["since"], form.cleaned_data["until"]) if form.is_bound and not is_wrong else (None, None)
    )
    actions.seen(by=by, what="figures.read", about=case or "")
    reach = queries.reach(by, case, since, until)
    context = {
        "case": case, "form": form, "reach": reach, "picture": figures.reach(reach), "sums": queries.sums(by, case),
        "harm": queries.harm(by, timezone.now(), case), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "cases/figures.html", context, status=422 if is_wrong else 200)


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def restitution(request: HttpRequest) -> HttpResponse:
    """Share a pot among many victims in proportion to their losses; nothing of it is kept."""
    by = viewer(request)
    form = forms.PotForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        shares, claims, currency, _digits = form.result()
        actions.seen(by=by, what="restitution.reckoned", claims=len(claims), currency=currency)
        if request.POST.get("as") == "csv":
            text = sharing.as_csv(shares, claims, currency)
            return HttpResponse(
                text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="restitution.csv"'},
            )  # fmt: skip
        rows = sharing.rows(shares, claims, currency)
        context |= {
            "shares": shares, "currency": currency, "rows": rows[:500], "rows_count": len(rows),
            "losses": sum((loss for _, loss, _, _ in rows), start=rows[0][1] * 0), "paid": sum((paid for _, _, paid, _ in rows), start=rows[0][1] * 0),
            "pasted": "\n".join(f"{reference}\t{loss}" for reference, loss, _, _ in rows),
        }  # fmt: skip
    return render(request, "cases/restitution.html", context, status=422 if form.is_bound and form.errors else 200)
