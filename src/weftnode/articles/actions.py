"""Named writes of articles. Each is checked, whole or not at all, and leaves one entry in the log. Nothing becomes a record by itself."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.articles import become, reading, rules
from weftnode.articles.models import Article, Decision, Finding
from weftnode.audit import actions as audit
from weftnode.diplomacy import actions as diplomacy
from weftnode.diplomacy import rules as diplomacy_rules
from weftnode.diplomacy.models import SORTS, Kept

_STATE = ("state", "decided_by", "decided_at", "value", "details", "read", "record_sort", "record_id", "source_id")


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"articles.{what}", by=by, about=about, **data)


@transaction.atomic
def keep(
    *, by: Officer, room: Compartment, given: reading.Given, published_on: dt.date | None = None, agency: str = "", link: str = "", title: str = "", language: str = "",
) -> Article:  # fmt: skip
    """Keep an article and what the engine reads in it, as suggestions. What the person says of it outranks what was read.

    Raises InputProblem where the same words are kept in this room already, or there is nothing to read.
    """
    require(rules.may_write(by, room.pk))
    fingerprint = reading.digest(given.text)
    if Article.objects.filter(compartment=room, digest=fingerprint, withdrawn_at__isnull=True).exists():
        raise InputProblem(_("this article is kept already"), hint=_("Look it up in the list of articles."))
    found, rows = reading.read(given.text, published_on=published_on, language=language)
    notes = [*found.notes, *([f"{given.lost} places could not be read as {given.encoding}"] if given.lost else [])]
    if len(found.facts) > len(rows):
        notes.append(f"only the first {len(rows):,} of {len(found.facts):,} suggestions are shown")
    article = Article.objects.create(
        compartment=room, title=(title or found.title)[:400], language=found.language, agency=agency or found.agency, place=found.place,
        published_on=published_on or found.published, link=link, text=found.text, digest=fingerprint, encoding=given.encoding,
        sentences=[list(span) for span in found.sentences], notes=notes, made_by=by.login,
    )  # fmt: skip
    Finding.objects.bulk_create([Finding(article=article, **row) for row in rows], batch_size=500)
    audit.record("articles.article.kept", by=by, about=article, findings=len(rows), language=found.language)
    return article


@transaction.atomic
def describe(
    *, by: Officer, article: Article, title: str, agency: str, place: str, published_on: dt.date | None, link: str
) -> None:
    """Correct what is known of an article; another day reads the undecided suggestions anew, because relative days count from it."""
    require(rules.may_decide(by, article))
    moved = published_on != article.published_on
    Article.objects.filter(pk=article.pk).update(
        title=title[:400], agency=agency, place=place, published_on=published_on, link=link
    )
    audit.record("articles.article.described", by=by, about=article)
    if moved:
        article.refresh_from_db()
        read_anew(by=by, article=article)


@transaction.atomic
def read_anew(*, by: Officer, article: Article) -> None:
    """Read it again with today's rules. What a person decided or marked stays; the other suggestions are replaced."""
    require(rules.may_decide(by, article))
    _found, rows = reading.read(article.text, published_on=article.published_on, language=article.language)
    stay = article.findings.exclude(state=Finding.State.SUGGESTED, by_hand=False)
    decided = set(stay.values_list("kind", "start", "end"))
    Finding.objects.filter(article=article, state=Finding.State.SUGGESTED, by_hand=False).delete()
    fresh = [Finding(article=article, **row) for row in rows if (row["kind"], row["start"], row["end"]) not in decided]
    Finding.objects.bulk_create(fresh, batch_size=500)
    audit.record("articles.article.read_anew", by=by, about=article, findings=len(fresh))


@transaction.atomic
def decide(
    *, by: Officer, article: Article, verdict: str, findings: Sequence[Finding], into: Kept | None = None
) -> Decision:
    """Confirm or reject findings. A confirmed one becomes a record of diplomacy, or a source more of ``into``, where ``by`` may write there."""
    require(rules.may_decide(by, article))
    if not findings:
        raise InputProblem(_("nothing was chosen"), hint=_("Choose at least one suggestion."))
    may_record = bool(diplomacy_rules.may_write(by, article.compartment_id))
    before, made = [], []
    for one in findings:
        before.append(_as_it_was(one))
        if one.state != verdict:
            one.state, one.decided_by, one.decided_at = verdict, by.login, timezone.now()
        if verdict != Finding.State.REJECTED and may_record and one.record_id is None:
            became = become.record(by, one, into)
            if became:
                record, is_new = became
                one.record_sort, one.record_id = become.where(record)
                one.source = record.sources.filter(page=become.source_of(one)["page"]).first()
                made.append([one.record_sort, one.record_id, is_new, one.source_id])
        one.save()
    decision = Decision.objects.create(article=article, verdict=verdict, before=before, made=made, by=by.login)
    audit.record(
        "articles.findings.decided", by=by, about=article, verdict=verdict, findings=len(findings), records=len(made)
    )
    return decision


@transaction.atomic
def correct(
    *, by: Officer, finding: Finding, value: str, details: Mapping[str, str], into: Kept | None = None
) -> Decision:
    """Say what a finding should read, and confirm it so. What the rules read at first is kept beside."""
    article = finding.article
    require(rules.may_decide(by, article))
    before = _as_it_was(finding)
    if not finding.read:
        finding.read = {"value": finding.value, "details": finding.details}
    finding.value, finding.details = value[:300], {name: said for name, said in details.items() if said}
    finding.save()
    audit.record("articles.finding.corrected", by=by, about=article, finding=finding.pk)
    decision = decide(by=by, article=article, verdict=Finding.State.CORRECTED, findings=[finding], into=into)
    Decision.objects.filter(pk=decision.pk).update(before=[before])
    return decision


@transaction.atomic
def mark(
    *, by: Officer, article: Article, kind: str, as_written: str, value: str, details: Mapping[str, str]
) -> Finding:
    """Mark something the rules did not see: the words must stand in the article. It waits as a suggestion like the others."""
    require(rules.may_decide(by, article))
    start = article.text.find(as_written)
    if not as_written or start < 0:
        raise InputProblem(_("these words do not stand in the article"), hint=_("Copy them from the text."))
    number = next((at for at, (first, last) in enumerate(article.sentences) if first <= start < last), None)
    if number is None:
        raise InputProblem(_("these words stand in no sentence"), hint=_("Copy them from the text."))
    end = min(start + len(as_written), article.sentences[number][1])
    made = Finding.objects.create(
        article=article, kind=kind, value=(value or as_written)[:300], as_written=article.text[start:end], sentence=number, start=start, end=end,
        details={name: said for name, said in details.items() if said}, by_hand=True,
    )  # fmt: skip
    audit.record("articles.finding.marked", by=by, about=article, finding=made.pk)
    return made


def _as_it_was(one: Finding) -> dict[str, Any]:
    return {
        "pk": one.pk,
        **{name: getattr(one, name) for name in _STATE if name != "decided_at"},
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
    }


@transaction.atomic
def undo(*, by: Officer, decision: Decision) -> None:
    """Take a decision back: findings are as before, records that came of it are withdrawn, sources it added are taken away."""
    article = decision.article
    require(rules.may_decide(by, article))
    if decision.undone_at is not None:
        raise InputProblem(_("this decision is taken back already"))
    touched = {was["pk"] for was in decision.before}
    later = article.decisions.filter(pk__gt=decision.pk, undone_at__isnull=True)
    if any(was["pk"] in touched for one in later for was in one.before):
        raise InputProblem(
            _("a later decision about the same suggestions comes first"), hint=_("Take the later one back first.")
        )
    for was in decision.before:
        at = dt.datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None
        Finding.objects.filter(pk=was["pk"], article=article).update(
            **{name: was[name] for name in _STATE if name != "decided_at"}, decided_at=at
        )
    for sort, pk, is_new, source in reversed(decision.made):
        record = SORTS[sort]._default_manager.filter(pk=pk).first()  # noqa: SLF001 -- Django's public door has this name
        if record is None or record.withdrawn_at is not None:
            continue
        if is_new:
            diplomacy.withdraw(by=by, record=record, why=f"decision about article {article.pk} taken back")
        elif source is not None:
            record.sources.remove(source)
    Decision.objects.filter(pk=decision.pk).update(undone_by=by.login, undone_at=timezone.now())
    audit.record("articles.decision.undone", by=by, about=article, decision=decision.pk)


@transaction.atomic
def withdraw(*, by: Officer, article: Article, why: str) -> None:
    """Take an article out of the lists. Records that came of it keep their source."""
    require(rules.may_decide(by, article))
    Article.objects.filter(pk=article.pk).update(withdrawn_by=by.login, withdrawn_at=timezone.now(), withdrawn_why=why)
    audit.record("articles.article.withdrawn", by=by, about=article, why=why)


@transaction.atomic
def restore(*, by: Officer, article: Article) -> None:
    """Bring a withdrawn article back, unless the same words were kept again since."""
    require(rules.may_write(by, article.compartment_id))
    if Article.objects.filter(
        compartment_id=article.compartment_id, digest=article.digest, withdrawn_at__isnull=True
    ).exists():
        raise InputProblem(_("the same article was kept again since"), hint=_("Use that one."))
    Article.objects.filter(pk=article.pk).update(withdrawn_by="", withdrawn_at=None, withdrawn_why="")
    audit.record("articles.article.restored", by=by, about=article)
