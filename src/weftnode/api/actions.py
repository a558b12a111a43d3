"""Writes that happen once, however often a program asks (IETF draft `Idempotency-Key`)."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from weft.errors import InputProblem
from weftnode.accounts.models import Token
from weftnode.api.models import Done

KEPT = dt.timedelta(hours=48)


class KeyUsed(InputProblem):
    """The key of a write was used for another write."""

    code = "input.key_used"


@transaction.atomic
def once(*, token: Token, key: str, digest: str, write: Callable[[], int]) -> int:
    """Do ``write`` unless it was done under ``key`` before; the number of what it made. Raises KeyUsed when something else was.

    The key is kept in the transaction of the write: both are there, or neither. A second request that comes meanwhile waits for the first.
    """
    if not key:
        return write()
    row, new = Done.objects.get_or_create(token=token, key=key, defaults={"digest": digest})
    if not new:
        if row.digest != digest:
            raise KeyUsed("this Idempotency-Key was used for another request", hint="take a new key for each write")
        assert row.made is not None
        return row.made
    row.made = write()
    row.save(update_fields=["made"])
    return row.made


def prune(*, now: dt.datetime) -> int:
    """Forget keys after two days; how many."""
    return Done.objects.filter(at__lt=now - KEPT).delete()[0]


def prune_now() -> int:
    """The same, by the clock."""
    return prune(now=timezone.now())
