"""Named reads of the log; the first argument is whoever asks."""

import datetime as dt

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from weftnode.audit.actors import Actor
from weftnode.audit.models import Checkpoint, Detail, Entry, Erasure, Head, Witness

ERASED = "audit.detail.erased"


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


def erasable(reader: Actor, until: dt.date) -> QuerySet[Detail]:
    """Details of entries before a day, the oldest first, without those that say what was erased."""
    del reader
    begins = timezone.make_aware(dt.datetime.combine(until, dt.time()))
    return Detail.objects.filter(at__lt=begins).exclude(action=ERASED).order_by("number")


def erasable_until() -> dt.date:
    """The last day up to which anything may be erased at all."""
    return timezone.localdate() - dt.timedelta(days=settings.LOG_KEEP_DAYS)


def erasures(reader: Actor) -> QuerySet[Erasure]:
    """Erasures, the newest first."""
    del reader
    return Erasure.objects.order_by("-pk")


def witnesses(reader: Actor) -> QuerySet[Witness]:
    """Witnesses with the size each vouched for last."""
    del reader
    return Witness.objects.annotate(last=Max("cosignatures__checkpoint_id")).order_by("name")


def newest_at() -> dt.datetime | None:
    """When the newest entry was written."""
    return Detail.objects.order_by("-number").values_list("at", flat=True).first()


def signed() -> int:
    """How many entries the newest checkpoint covers."""
    return Head.objects.values_list("signed", flat=True).first() or 0
