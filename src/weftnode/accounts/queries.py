"""Named reads of accounts; the first argument is whoever asks."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from weft.errors import NothingFound
from weftnode.accounts.models import BreakGlass, Compartment, Grant, Officer, SignInLink, Token
from weftnode.accounts.permissions import Permission


def officers(viewer: Officer) -> QuerySet[Officer]:
    """Everybody with an account, by sign-in name. Nobody, for whoever may not read accounts."""
    if not viewer.may(Permission.READ_ACCOUNTS):
        return Officer.objects.none()
    return Officer.objects.order_by("login").prefetch_related("compartments", "grants")


def officer(viewer: Officer, pk: int) -> Officer:
    """One account. NothingFound when there is none, or it is not for this viewer."""
    found = officers(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such officer")
    return found


def waiting(viewer: Officer) -> QuerySet[Grant]:
    """Roles that wait for a second administrator."""
    if not viewer.may(Permission.MANAGE_ACCOUNTS):
        return Grant.objects.none()
    return (
        Grant.objects.filter(approved_at__isnull=True, ended_at__isnull=True)
        .select_related("officer")
        .order_by("proposed_at")
    )


def grant(viewer: Officer, pk: int) -> Grant:
    """One grant that is in force or waits. NothingFound otherwise."""
    found = Grant.objects.filter(pk=pk, ended_at__isnull=True).select_related("officer").first()
    if found is None or not viewer.may(Permission.MANAGE_ACCOUNTS):
        raise NothingFound("no such role")
    return found


def compartments(viewer: Officer) -> QuerySet[Compartment]:
    """The rooms this viewer may enter now; all of them for those who manage accounts."""
    if viewer.may(Permission.MANAGE_ACCOUNTS) or viewer.may(Permission.READ_ACCOUNTS):
        return Compartment.objects.order_by("name")
    return Compartment.objects.filter(pk__in=viewer.compartment_ids).order_by("name")


def broken(viewer: Officer) -> QuerySet[BreakGlass]:
    """Every broken glass, the unread first: for auditors."""
    if not viewer.may(Permission.READ_AUDIT):
        return BreakGlass.objects.none()
    return BreakGlass.objects.select_related("officer").order_by("read_at", "-started_at")


def tokens(viewer: Officer) -> QuerySet[Token]:
    """The viewer's own tokens that still work."""
    return Token.objects.filter(officer=viewer, ended_at__isnull=True, expires_at__gt=timezone.now()).order_by("name")


def by_token(token: str) -> Token | None:
    """The token that a program showed, if it works. Looked up by hash: no comparison tells by its time how much was right."""
    found = (
        Token.objects.filter(token_hash=digest(token), ended_at__isnull=True, expires_at__gt=timezone.now())
        .select_related("officer")
        .first()
    )
    return found if found and found.officer.may(Permission.USE_API) else None


def link(token: str) -> SignInLink | None:
    """The one-time link, if it still opens."""
    return (
        SignInLink.objects.filter(
            token_hash=digest(token), used_at__isnull=True, expires_at__gt=timezone.now(), officer__is_active=True
        )
        .select_related("officer")
        .first()
    )


def digest(token: str) -> str:
    """What is kept of a token: 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
