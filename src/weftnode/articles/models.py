"""Tables of articles: a text, what was read in it, and what a person said of each reading. Writes are in `actions.py`."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy.models import Source


class Articles(models.QuerySet["Article"]):
    def visible_to(self, viewer: Officer) -> "Articles":
        """Articles of the rooms the viewer works in. Every read starts here."""
        if not viewer.may(Permission.READ_ARTICLES):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Article(models.Model):
    """A news article as it was given. The text never changes; what was read in it can be read anew."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="articles")
    title = models.CharField(_("title"), max_length=400, blank=True)
    language = models.CharField(_("language"), max_length=10)
    agency = models.CharField(_("agency"), max_length=120, blank=True)
    place = models.CharField(_("written from"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    link = models.CharField(_("address"), max_length=600, blank=True)
    """Where it stood, as given. Never fetched."""
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64)
    """SHA-256 of the text without blanks, marks and case: the same article pasted twice is noticed."""
    encoding = models.CharField(max_length=40, blank=True)
    """What the file was written in; empty for a pasted text."""
    sentences: Any = models.JSONField(default=list)
    """[start, end] each, in characters of the text."""
    notes: Any = models.JSONField(default=list)
    """What was not read, and why."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects: ClassVar[Articles] = Articles.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why=""),
                name="article_withdrawn_triple",
            ),
            models.UniqueConstraint(
                fields=["compartment", "digest"], condition=Q(withdrawn_at__isnull=True), name="article_once"
            ),
        ]
        indexes = [models.Index(fields=["compartment", "-published_on", "-id"], name="article_room")]

    def __str__(self) -> str:
        return self.title or f"{self.text.strip()[:90]}…"


class Finding(models.Model):
    """One thing read in an article. A suggestion, until a person says what it is."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=20)
    """As `weft.press` names it: person, country, body, meeting, commitment, track, forum, date, number …"""
    value = models.CharField(max_length=300)
    as_written = models.TextField()
    sentence = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    details: Any = models.JSONField(default=dict)
    read: Any = models.JSONField(default=dict)
    """What the rules read at first, where a person corrected it: {"value": …, "details": …}."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUGGESTED)
    by_hand = models.BooleanField(default=False)
    """A person marked it; the rules had not seen it."""
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    record_sort = models.CharField(max_length=20, blank=True)
    """The record of diplomacy it became or was added to: meeting, commitment, track, session, official, figure."""
    record_id = models.BigIntegerField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="", state="suggested")
                | Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(state="suggested"),
                name="finding_decided_pair",
            )
        ]
        indexes = [
            models.Index(fields=["article", "start", "id"], name="finding_article"),
            models.Index(fields=["record_sort", "record_id"], name="finding_record"),
        ]


class Decision(models.Model):
    """What a person did to findings in one go, so that it can be undone in one go."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Finding.State.choices)
    before: Any = models.JSONField(default=list)
    """The findings as they were, one object each."""
    made: Any = models.JSONField(default=list)
    """[sort, id] of the records that were made by it; undoing withdraws them."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | Q(undone_at__isnull=False) & ~Q(undone_by=""),
                name="decision_undone_pair",
            )
        ]
