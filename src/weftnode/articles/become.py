"""What a confirmed finding becomes: a record of diplomacy with the sentence as its source, or a source more of one that is there.

Called by `actions` only, inside their transaction; diplomacy's own actions check, write and log.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from weft.formats import amounts
from weftnode.accounts.models import Officer
from weftnode.articles.models import Article, Finding
from weftnode.diplomacy import actions as diplomacy
from weftnode.diplomacy.models import Forum, Kept, Meeting, Official, Session, Source, Track, sort_of

_MEETINGS = {"joint": "joint", "bilateral": "bilateral", "trilateral": "trilateral", "special": "joint"}


def source_of(finding: Finding) -> dict[str, Any]:
    """The sentence of a finding as a source, with the page that shows it."""
    article = finding.article
    start, end = article.sentences[finding.sentence]
    return {
        "sort": Source.Sort.ARTICLE, "title": article.title[:400], "publisher": article.agency, "published_on": article.published_on,
        "quote": article.text[start:end], "language": article.language, "link": article.link,
        "page": f"{reverse('articles:article', args=[article.pk])}#s{finding.sentence + 1}",
    }  # fmt: skip


def record(by: Officer, finding: Finding, into: Kept | None = None) -> tuple[Kept, bool] | None:
    """The record a finding became, and whether it is new; None for kinds that stay facts of the article."""
    if into is not None:
        diplomacy.add_source(by=by, record=into, source=source_of(finding))
        return into, False
    make = _MAKERS.get(finding.kind)
    return make(by, finding) if make else None


def _new(by: Officer, finding: Finding, of: str, **values: Any) -> tuple[Kept, bool]:
    made = diplomacy.write(by=by, room=finding.article.compartment, sort=of, values=values, source=source_of(finding))
    return made, True


def _known(by: Officer, finding: Finding, found: Kept) -> tuple[Kept, bool]:
    diplomacy.add_source(by=by, record=found, source=source_of(finding))
    return found, False


def _there(model: type[Any], article: Article, **asked: Any) -> Any:
    return (
        model.objects.filter(compartment=article.compartment, withdrawn_at__isnull=True, **asked).order_by("pk").first()
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _sorted(codes: str) -> str:
    return " ".join(sorted(set(codes.split())))


def _person(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    said, article = finding.details, finding.article
    found = _there(Official, article, name=finding.value)
    if found is None:
        return _new(
            by, finding, "official", name=finding.value, language=article.language, office=said.get("office", ""), country=said.get("country", "")[:2],
            seen_on=article.published_on,
        )  # fmt: skip
    newer = article.published_on and (found.seen_on is None or article.published_on > found.seen_on)
    if newer and said.get("office"):
        diplomacy.correct(by=by, record=found, values={"office": said["office"], "seen_on": article.published_on})
    return _known(by, finding, found)


def _meeting(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    said = finding.details
    first = finding.value.split(" ")[0]
    return _new(
        by, finding, "meeting", title=finding.as_written[:300], language=finding.article.language, sort=_MEETINGS.get(first, "other"),
        how_many=max(1, int(said.get("count") or 1)), bound=said.get("bound", ""), countries=_sorted(said.get("countries", "")),
        first_on=_day(said.get("first")), last_on=_day(said.get("last")),
    )  # fmt: skip


def _visit(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    return _new(
        by, finding, "meeting", title=finding.as_written[:300], language=finding.article.language, sort=Meeting.Sort.VISIT, country=finding.value[:2],
        convened_by=finding.details.get("people", "")[:200],
    )  # fmt: skip


def _commitment(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    said, article = finding.details, finding.article
    towards = said.get("towards", "").split()
    owner = owner_of(said)
    other = towards if owner == "ours" else [*said.get("owner", "").split(), *towards]
    due, made = _day(said.get("due")), article.published_on
    return _new(
        by, finding, "commitment", text=finding.as_written, language=article.language, owner=owner, owner_country=said.get("owner", "")[:2],
        other_countries=_sorted(" ".join(code for code in other if code and code != settings.NODE_COUNTRY)), strength=finding.value, made_on=made,
        due_as_written=said.get("due_as_written", "")[:200], due_on=due if not (due and made and due < made) else None,
        due_rule=said.get("rule", "") if due else "",
    )  # fmt: skip


def owner_of(said: Mapping[str, str]) -> str:
    """Who owes a commitment, seen from this node: ours, theirs, both sides', or between others."""
    owner, towards = said.get("owner", ""), said.get("towards", "").split()
    if owner == settings.NODE_COUNTRY:
        return "ours"
    if " " in owner:
        return "joint" if settings.NODE_COUNTRY in owner.split() else "others"
    return "theirs" if not towards or settings.NODE_COUNTRY in towards or not settings.NODE_COUNTRY else "others"


def _track(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    between = _sorted(finding.details.get("between", ""))
    found = _there(Track, finding.article, subject=finding.value, countries=between)
    if found is not None:
        return _known(by, finding, found)
    return _new(
        by,
        finding,
        "track",
        title=finding.as_written[:200],
        language=finding.article.language,
        subject=finding.value,
        countries=between,
    )


def _forum(by: Officer, finding: Finding) -> tuple[Kept, bool]:
    said, article = finding.details, finding.article
    forum = _there(Forum, article, short=finding.value[:40])
    if forum is None:
        forum = diplomacy.write(
            by=by,
            room=article.compartment,
            sort="forum",
            values={"name": finding.value, "short": finding.value[:40]},
            source=source_of(finding),
        )
    first, last = _day(said.get("first")), _day(said.get("last"))
    found = _there(Session, article, forum=forum, first_on=first, last_on=last, host=said.get("country", "")[:2])
    if found is not None and first is not None:
        return _known(by, finding, found)
    return _new(
        by, finding, "session", forum=forum, first_on=first, last_on=last, is_exact=first == last, days_as_written=finding.as_written[:200],
        place=said.get("place", "")[:120], host=said.get("country", "")[:2],
    )  # fmt: skip


def _number(by: Officer, finding: Finding) -> tuple[Kept, bool] | None:
    said, article = finding.details, finding.article
    value = number_of(finding.value)
    if value is None:
        return None
    start, end = article.sentences[finding.sentence]
    return _new(
        by, finding, "figure", what=article.text[start:end][:300], language=article.language, value=value, unit=(said.get("currency") or said.get("unit", ""))[:60],
        bound=said.get("bound", ""), as_written=finding.as_written[:200], last_on=article.published_on, said_by=article.agency,
    )  # fmt: skip


def number_of(text: str) -> Decimal | None:
    """A number as it was read or corrected."""
    found = amounts.parse(text)
    return found.value if found and abs(found.value) < Decimal(10) ** 19 else None


_MAKERS: dict[str, Callable[[Officer, Finding], tuple[Kept, bool] | None]] = {
    "person": _person, "meeting": _meeting, "visit": _visit, "commitment": _commitment, "track": _track, "forum": _forum, "number": _number,
}  # fmt: skip
BECOMES = {
    "person": "official",
    "meeting": "meeting",
    "visit": "meeting",
    "commitment": "commitment",
    "track": "track",
    "forum": "session",
    "number": "figure",
}
"""Kind of a finding to the sort of record it becomes."""


def where(made: Kept) -> list[Any]:
    """A record as a decision keeps it."""
    return [sort_of(made), made.pk]
