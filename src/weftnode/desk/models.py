"""Tables of the desk: calendar feeds, and what a calendar was told, so that it hears of what moved and what went away."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer


class Feed(models.Model):
    """A secret address under which a telephone reads an officer's clocks. Only the hash of the secret is kept; it opens nothing else."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    has_titles = models.BooleanField(_("with titles"), default=False)
    """Off: only the number and the sort of a thing, because calendars lie open on telephones."""
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    """Last read that was written into the log."""


class Entry(models.Model):
    """One thing as an officer's calendars know it. Its name there never changes; what is due no more is told once as cancelled."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="calendar_entries")
    key = models.CharField(max_length=80)
    """As the app names it, for instance ``request:12``."""
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    is_day = models.BooleanField(default=False)
    zone = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True)
    stands_still = models.BooleanField(default=False)
    """A partner it hangs on is closed, or its clock was stopped. Why is told with the title, or not at all."""
    sequence = models.PositiveIntegerField(default=0)
    """Grows with each change (RFC 5545, 3.8.7.4)."""
    changed_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="entry_once_an_officer")]
