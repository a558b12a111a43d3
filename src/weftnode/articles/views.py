"""Pages of articles: the list, a new one, one with what was read in it, one suggestion to correct."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.errors import InputProblem
from weftnode.accounts.access import viewer
from weftnode.accounts.permissions import Permission
from weftnode.articles import actions, become, forms, marked, queries, reading, rules
from weftnode.articles.models import Article, Finding
from weftnode.diplomacy import queries as diplomacy
from weftnode.diplomacy import rules as diplomacy_rules
from weftnode.ui.access import needs

READ, WRITE = Permission.READ_ARTICLES, Permission.WRITE_ARTICLES


@needs(READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Articles, the newest first, with what waits in each."""
    by = viewer(request)
    form = forms.SearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    page = Paginator(queries.articles(by, text=text), queries.PAGE).get_page(request.GET.get("page"))
    actions.seen(by=by, what="list.read", shown=len(page.object_list))
    return render(request, "articles/list.html", {"form": form, "page": page})


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring an article. The same one a second time leads to the first."""
    by = viewer(request)
    form = forms.ArticleForm(request.POST or None, request.FILES or None, viewer=by)
    if request.method == "POST" and form.is_valid():
        given, room = form.cleaned_data, form.cleaned_data["room"]
        there = queries.same(by, room, reading.digest(form.given.text))
        if there is not None:
            messages.warning(request, _("This article is kept already; here it is."))
            return redirect("articles:article", there.pk)
        try:
            made = actions.keep(
                by=by, room=room, given=form.given, published_on=given["published_on"], agency=given["agency"], link=given["link"], title=given["title"],
                language=given["language"],
            )  # fmt: skip
        except InputProblem as problem:
            forms.refused(form, problem, "text")
        else:
            return redirect("articles:article", made.pk)
    return render(request, "articles/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(READ)
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: its sentences, and beside each what was read in it."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, **bound: Any) -> HttpResponse:
    by = viewer(request)
    found = queries.article(by, pk)
    findings = queries.findings(by, found)
    actions.seen(by=by, what="article.read", about=found)
    context = {
        "article": found,
        "rows": marked.rows(found, findings),
        "counts": {state: sum(one.state == state for one in findings) for state in Finding.State.values},
        "total": len(findings),
        "may_decide": rules.may_decide(by, found),
        "may_record": diplomacy_rules.may_write(by, found.compartment_id),
        "decisions": queries.decisions(by, found),
        "describe_form": forms.DescribeForm(
            initial={name: getattr(found, name) for name in ("title", "agency", "published_on", "link")}
        ),
        "mark_form": forms.MarkForm(),
        "withdraw_form": forms.WithdrawForm(),
    }
    return render(request, "articles/article.html", context | bound, status=422 if bound else 200)


@needs(WRITE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or reject what was ticked, or all that waits."""
    by = viewer(request)
    found = queries.article(by, pk)
    form = forms.DecideForm(request.POST, findings=queries.findings(by, found))
    picked = form.picked() if form.is_valid() else []
    if not picked:
        return _page(request, pk, trouble=_("Nothing was chosen. Tick at least one suggestion."))
    decision = actions.decide(by=by, article=found, verdict=form.cleaned_data["verdict"], findings=picked)
    _said(request, len(picked), len(decision.made))
    return redirect(reverse("articles:article", args=[pk]) + f"#s{picked[0].sentence + 1}")


def _said(request: HttpRequest, count: int, records: int) -> None:
    told = ngettext("%(n)d suggestion decided.", "%(n)d suggestions decided.", count) % {"n": count}
    if records:
        told += " " + ngettext("%(n)d record written or added to.", "%(n)d records written or added to.", records) % {
            "n": records
        }
    messages.success(request, told)


@needs(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one suggestion beside its sentence."""
    by = viewer(request)
    found = queries.finding(by, pk)
    of = queries.article(by, found.article_id)
    found.article = of
    form = forms.CorrectForm(request.POST or None, viewer=by, finding=found)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("into")
        into = diplomacy.record(by, become.BECOMES[found.kind], chosen) if chosen else None
        actions.correct(by=by, finding=found, value=form.cleaned_data["value"], details=form.details(), into=into)
        return redirect(reverse("articles:article", args=[of.pk]) + f"#s{found.sentence + 1}")
    start, end = of.sentences[found.sentence]
    context = {
        "form": form,
        "finding": found,
        "article": of,
        "sentence": of.text[start:end],
        "may_decide": rules.may_decide(by, of),
    }
    return render(request, "articles/finding.html", context, status=422 if form.is_bound else 200)


@needs(WRITE)
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what the rules did not see, and go on to say what it is."""
    by = viewer(request)
    found = queries.article(by, pk)
    form = forms.MarkForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.mark(
                by=by,
                article=found,
                kind=given["kind"],
                as_written=given["as_written"].strip(),
                value=form.value(found),
                details={},
            )
        except InputProblem as problem:
            forms.refused(form, problem, "as_written")
        else:
            return redirect("articles:finding", made.pk)
    return _page(request, pk, mark_form=form)


@needs(WRITE)
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct agency, day, title, address."""
    by = viewer(request)
    found = queries.article(by, pk)
    form = forms.DescribeForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, describe_form=form)
    actions.describe(by=by, article=found, place=found.place, **form.cleaned_data)
    return redirect("articles:article", pk)


@needs(WRITE)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    by = viewer(request)
    found = queries.decision(by, pk)
    actions.undo(by=by, decision=found)
    messages.success(request, _("Taken back."))
    return redirect("articles:article", found.article_id)


@needs(WRITE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an article, or bring it back."""
    by = viewer(request)
    found: Article = queries.article(by, pk)
    if found.withdrawn_at is not None:
        actions.restore(by=by, article=found)
        return redirect("articles:article", pk)
    form = forms.WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, withdraw_form=form)
    actions.withdraw(by=by, article=found, why=form.cleaned_data["why"])
    return redirect("articles:article", pk)
