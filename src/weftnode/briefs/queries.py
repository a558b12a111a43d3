"""Named reads of briefs; the first argument is whoever asks, and what they may not see is not there."""

from typing import Any

from django.db.models import QuerySet

from weft.errors import NothingFound
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.briefs import content
from weftnode.briefs.content import Content, Draft
from weftnode.briefs.entries import Entry
from weftnode.briefs.models import Brief, Copy, Passage
from weftnode.diplomacy.models import Forum, Session
from weftnode.partners import queries as partners
from weftnode.partners.models import Partner

PAGE = 50


def briefs(viewer: Officer) -> QuerySet[Brief]:
    """Every brief, the newest first."""
    return Brief.objects.visible_to(viewer).select_related("partner", "forum", "compartment").order_by("-pk")


def brief(viewer: Officer, pk: int) -> Brief:
    """One brief. NothingFound when there is none, or it is not for this viewer."""
    found = briefs(viewer).select_related("session").filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such brief")
    return found


def draft(viewer: Officer, of: Brief) -> Draft:
    """What would be printed now, and what would not and why."""
    return content.draft(viewer, of)


def kept(viewer: Officer, of: Brief) -> tuple[Content, Copy] | None:
    """What was printed when it was approved; None for a draft."""
    copy = Copy.objects.filter(brief=brief(viewer, of.pk)).defer("pdf", "docx").first()
    return (Content.from_json(copy.content), copy) if copy else None


def entry(viewer: Officer, of: Brief, key: str) -> Entry:
    """One figure of a brief as it counts now, on the paper or left out. NothingFound when there is none of that key."""
    now = content.draft(viewer, of)
    every = {**now.entries, **{one.entry.key: one.entry for one in now.left_out}}
    found = every.get(key)
    if found is None or found.count is None:
        raise NothingFound("no such figure")
    return found


def versions(viewer: Officer, of: Brief) -> QuerySet[Passage]:
    """Every text that was written, the newest first."""
    return brief(viewer, of.pk).passages.order_by("-pk")


def previous(viewer: Officer, of: Brief) -> Brief | None:
    """The brief before this one for the same audience, if the viewer may see it."""
    last = content.previous(of)
    return briefs(viewer).filter(pk=last.pk).first() if last else None


def rooms(viewer: Officer) -> QuerySet[Compartment]:
    """Rooms one may write briefs in."""
    if not viewer.may(Permission.WRITE_BRIEFS):
        return Compartment.objects.none()
    return viewer.compartments.order_by("name")


def offered_partners(viewer: Officer) -> QuerySet[Partner]:
    """Partners a brief may be for."""
    return partners.partners(viewer)


def forums(viewer: Officer) -> QuerySet[Forum]:
    """Forums of the viewer's rooms."""
    every: Any = Forum.objects.get_queryset()
    found: QuerySet[Forum] = every.visible_to(viewer).in_force().order_by("name", "pk")
    return found


def sessions(viewer: Officer) -> QuerySet[Session]:
    """Sessions of the viewer's rooms, the newest first."""
    every: Any = Session.objects.get_queryset()
    found: QuerySet[Session] = every.visible_to(viewer).in_force()
    return found.select_related("forum").order_by("-first_on", "-pk")
