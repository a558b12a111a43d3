"""Named writes of the desk: calendar feeds, and what calendars were told."""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import Refused
from weftnode.accounts.models import Officer
from weftnode.accounts.queries import digest
from weftnode.audit import actions as audit
from weftnode.desk.models import Entry, Feed
from weftnode.ui.due import Due

MOST_FEEDS = 10
# A telephone asks many times a day; the log hears of it once an hour, and at once when there was something new.
_SAID = dt.timedelta(hours=1)
# So long a calendar is told that a thing is cancelled; one that was switched off longer begins anew anyway.
_TOLD = dt.timedelta(days=30)


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"desk.{what}", by=by, about=about, **data)


@transaction.atomic
def make_feed(*, by: Officer, name: str, has_titles: bool) -> tuple[Feed, str]:
    """A calendar address: the row, and its secret, which is shown once and kept nowhere."""
    if Feed.objects.filter(officer=by, ended_at__isnull=True).count() >= MOST_FEEDS:
        raise Refused(
            _("an officer has at most %(most)s calendar addresses") % {"most": MOST_FEEDS}, hint=_("end one first")
        )
    token = secrets.token_urlsafe(32)
    made = Feed.objects.create(officer=by, name=name, has_titles=has_titles, token_hash=digest(token))
    audit.record("desk.feed.made", by=by, about=made, has_titles=has_titles)
    return made, token


@transaction.atomic
def end_feed(*, by: Officer, feed: Feed) -> None:
    """The address opens nothing any more."""
    if Feed.objects.filter(pk=feed.pk, officer=by, ended_at__isnull=True).update(ended_at=timezone.now()):
        audit.record("desk.feed.ended", by=by, about=feed)


@transaction.atomic
def read_feed(*, feed: Feed, is_new: bool, shown: int) -> None:
    """A calendar was read under a secret address."""
    now = timezone.now()
    if is_new or feed.read_at is None or now - feed.read_at > _SAID:
        Feed.objects.filter(pk=feed.pk).update(read_at=now)
        audit.record("desk.feed.read", by=feed.officer, about=feed, shown=shown)


@transaction.atomic
def publish(*, officer: Officer, found: Iterable[Due]) -> tuple[list[Entry], bool]:
    """Bring what an officer's calendars know up to date: the entries to tell, soonest first, and whether anything changed.

    What is due no more, for whatever reason (done, withdrawn, or not to be seen any longer), is told as cancelled for a month.
    """
    now = timezone.now()
    known = {one.key: one for one in Entry.objects.select_for_update().filter(officer=officer)}
    due = {one.key: one for one in found if one.key}
    new = [
        Entry(
            officer=officer,
            key=one.key,
            at=one.at,
            is_day=one.is_day,
            zone=one.zone,
            sort=one.sort,
            number=one.number,
            stands_still=bool(one.stands_still),
            changed_at=now,
        )
        for one in due.values()
        if one.key not in known
    ]
    Entry.objects.bulk_create(new, batch_size=500)
    moved = [entry for key, entry in known.items() if key in due and _moves(entry, due[key], now)]
    Entry.objects.bulk_update(
        moved,
        ["at", "is_day", "zone", "sort", "number", "stands_still", "sequence", "changed_at", "gone_at"],
        batch_size=200,
    )
    gone = [entry for key, entry in known.items() if key not in due and entry.gone_at is None]
    Entry.objects.filter(pk__in=[entry.pk for entry in gone]).update(
        sequence=F("sequence") + 1, changed_at=now, gone_at=now
    )
    for entry in gone:
        entry.sequence, entry.changed_at, entry.gone_at = entry.sequence + 1, now, now
    told = [entry for entry in [*known.values(), *new] if entry.gone_at is None or now - entry.gone_at < _TOLD]
    return sorted(told, key=lambda entry: (entry.at, entry.key)), bool(new or moved or gone)


def _moves(entry: Entry, one: Due, now: dt.datetime) -> bool:
    """Take over what changed; whether anything did."""
    before = (entry.at, entry.is_day, entry.zone, entry.sort, entry.number, entry.stands_still, entry.gone_at)
    after = (one.at, one.is_day, one.zone, one.sort, one.number, bool(one.stands_still), None)
    if before == after:
        return False
    entry.at, entry.is_day, entry.zone, entry.sort, entry.number, entry.stands_still, entry.gone_at = after
    entry.sequence += 1
    entry.changed_at = now
    return True
