"""Addresses of articles."""

from access_rows.words import ANALYST, CASE, LIAISON
from weftnode.articles.models import Article, Decision, Finding

WRITERS = {ANALYST, LIAISON}
ROWS = {
    "articles:list": ("get", WRITERS | {CASE}),
    "articles:article": ("get", WRITERS | {CASE}),
    "articles:new": ("get", WRITERS),
    "articles:finding": ("get", WRITERS),
    **{f"articles:{name}": ("post", WRITERS) for name in ("decide", "mark", "describe", "withdraw", "undo")},
}
POINTED = {
    **{f"articles:{name}": "article" for name in ("article", "decide", "mark", "describe", "withdraw")},
    "articles:finding": "article finding",
    "articles:undo": "article decision",
}


def things(made):
    """An article, a finding and a decision in each room."""
    found = {}
    for word, room in made.rooms:
        article = Article.objects.create(
            compartment=room, language="en", text="Thailand will.", digest="x", sentences=[[0, 14]], made_by="writer"
        )
        finding = Finding.objects.create(
            article=article, kind="country", value="TH", as_written="Thailand", sentence=0, start=0, end=8
        )
        decision = Decision.objects.create(article=article, verdict="rejected", by="writer")
        found |= {
            f"{word}article": article.pk,
            f"{word}article finding": finding.pk,
            f"{word}article decision": decision.pk,
        }
    return found
