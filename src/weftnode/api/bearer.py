"""Who a program acts for: its key, the key's scope, how often it may ask."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from weftnode.accounts import actions as accounts
from weftnode.accounts import queries
from weftnode.accounts.models import Officer, Token
from weftnode.accounts.permissions import Permission
from weftnode.api.problems import OutOfScope


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY` (RFC 6750). A session of the browser opens nothing here, so no other page can make it ask."""

    def __init__(self, permission: Permission | None = None) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        """The officer as this key lets a program act; None for a key that does not work. Raises OutOfScope when it lacks the right."""
        found = queries.by_token(token.strip())
        if found is None:
            return None
        officer = found.acting()
        if self.permission and not officer.may(self.permission):
            raise OutOfScope(self.permission)
        accounts.token_used(token=found)
        request.weft_token = found  # type: ignore[attr-defined]
        return officer


class PerToken(BaseThrottle):
    """So many requests a minute for each key: a program that runs wild costs the officers of the hotline nothing.

    Counted by the minute in the cache that all processes share. Two that count at once may let one more through: no harm is in that.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        key = f"api:{token(request).pk}:{int(time.time() // 60)}"
        cache.add(key, 0, timeout=120)
        try:
            return cache.incr(key) <= settings.API_PER_MINUTE
        except ValueError:  # the entry was thrown out between the two calls
            return True

    def wait(self) -> float:
        return 60 - time.time() % 60


def token(request: HttpRequest) -> Token:
    """The key of a request that went through the door."""
    found: Token = request.weft_token  # type: ignore[attr-defined]
    return found


def officer(request: HttpRequest) -> Officer:
    """Whoever the program acts for, as its key lets it."""
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Officer)
    return found


def needs(permission: Permission | None) -> dict[str, Any]:
    """What an operation says of its door."""
    extra = {"x-scope": str(permission)} if permission else {}
    return {"auth": Bearer(permission), "throttle": PerToken(), "openapi_extra": extra}
