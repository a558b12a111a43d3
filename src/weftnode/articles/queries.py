"""Named reads of articles; the first argument is whoever asks, and what they may not see is not there."""

from django.db.models import Count, F, Q, QuerySet

from weft.errors import NothingFound
from weftnode.accounts.models import Compartment, Officer
from weftnode.articles.models import Article, Articles, Decision, Finding

PAGE = 50


def rooms(viewer: Officer) -> QuerySet[Compartment]:
    """The rooms a viewer may bring articles into."""
    return viewer.compartments.order_by("name")


def articles(viewer: Officer, *, text: str = "", withdrawn: bool = False) -> Articles:
    """Articles, the newest first, with how much in them waits for a person."""
    found = Article.objects.visible_to(viewer).filter(withdrawn_at__isnull=not withdrawn)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(text__icontains=text) | Q(agency__icontains=text))
    waiting = Count("findings", filter=Q(findings__state="suggested"))
    confirmed = Count("findings", filter=Q(findings__state__in=("confirmed", "corrected")))
    return (
        found.defer("text", "sentences")
        .annotate(waiting=waiting, confirmed=confirmed)
        .order_by(F("published_on").desc(nulls_last=True), "-pk")
    )


def article(viewer: Officer, pk: int) -> Article:
    """One article, withdrawn or not. NothingFound when there is none, or it is not for this viewer."""
    found = Article.objects.visible_to(viewer).select_related("compartment").filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such article")
    return found


def same(viewer: Officer, room: Compartment, digest: str) -> Article | None:
    """The article of that room whose words are the same, however it was spaced or saved."""
    return Article.objects.visible_to(viewer).filter(compartment=room, digest=digest, withdrawn_at__isnull=True).first()


def findings(viewer: Officer, of: Article) -> list[Finding]:
    """What was read in an article, in the order of its text; the longer first where two begin together."""
    return list(article(viewer, of.pk).findings.order_by("start", "-end", "pk"))


def finding(viewer: Officer, pk: int) -> Finding:
    """One finding. NothingFound when there is none, or its article is not for this viewer."""
    found = (
        Finding.objects.filter(pk=pk, article__in=Article.objects.visible_to(viewer)).select_related("article").first()
    )
    if found is None:
        raise NothingFound("no such finding")
    return found


def decision(viewer: Officer, pk: int) -> Decision:
    """One decision. NothingFound when there is none, or its article is not for this viewer."""
    found = (
        Decision.objects.filter(pk=pk, article__in=Article.objects.visible_to(viewer)).select_related("article").first()
    )
    if found is None:
        raise NothingFound("no such decision")
    return found


def decisions(viewer: Officer, of: Article) -> list[Decision]:
    """What people decided about an article, the newest first."""
    return list(article(viewer, of.pk).decisions.order_by("-pk")[:50])
