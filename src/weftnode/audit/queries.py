"""Named reads of the log; the first argument is whoever asks."""

import datetime as dt

from django.db.models import QuerySet

from weftnode.audit.actors import Actor
from weftnode.audit.models import Checkpoint, Detail, Entry, Head


def details(
    reader: Actor,
    *,
    who: str = "",
    action: str = "",
    about: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Detail]:
    """What the log says, newest first. ``action`` and ``about`` are compared from their start; days include both ends."""
    del reader  # who may read the log reads all of it
    found = Detail.objects.order_by("-number")
    if who:
        found = found.filter(who=who.casefold())
    if action:
        found = found.filter(action__startswith=action)
    if about:
        found = found.filter(about__startswith=about)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found


def entry(reader: Actor, number: int) -> tuple[Entry, Detail | None] | None:
    """One entry, and its detail unless it was erased; None when the log is not that long."""
    del reader
    found = Entry.objects.filter(number=number).first()
    return (found, Detail.objects.filter(number=number).first()) if found else None


def size() -> int:
    """How many entries the log has."""
    return Head.objects.values_list("size", flat=True).first() or 0


def checkpoints(reader: Actor) -> QuerySet[Checkpoint]:
    """Signed heads, the newest first."""
    del reader
    return Checkpoint.objects.order_by("-size")


def newest_at() -> dt.datetime | None:
    """When the newest entry was written."""
    return Detail.objects.order_by("-number").values_list("at", flat=True).first()


def signed() -> int:
    """How many entries the newest checkpoint covers."""
    return Head.objects.values_list("signed", flat=True).first() or 0
