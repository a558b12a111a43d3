"""Tables of briefs. Writes are in `actions.py`. What is printed is counted anew each time until it is approved, and kept as bytes from then on."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.release import PAP, TLP
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.diplomacy.models import Forum, Session
from weftnode.partners.models import PAP_CHOICES, TLP_CHOICES, Partner


class Briefs(models.QuerySet["Brief"]):
    def visible_to(self, viewer: Officer) -> "Briefs":
        """Briefs of the rooms the viewer works in. Every read of briefs starts here."""
        if not viewer.may(Permission.READ_BRIEFS):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Brief(models.Model):
    """What a minister, a meeting or a forum is handed: for whom, over which time, under which label."""

    class Audience(models.TextChoices):
        OWN = "own", _("our own side")
        PARTNER = "partner", _("one partner")
        FORUM = "forum", _("a forum or several partners")

    class Language(models.TextChoices):
        EN = "en", "English"
        VI = "vi", "Tiếng Việt"
        TH = "th", "ไทย"

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="briefs")
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("for"), max_length=8, choices=Audience.choices, default=Audience.OWN)
    addressee = models.CharField(_("addressed to"), max_length=200, blank=True)
    """As printed: an office, a meeting, a forum."""
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="briefs", verbose_name=_("partner")
    )
    """Whom it is about (own side), or whom it is for."""
    readers = models.ManyToManyField(Partner, blank=True, related_name="+", verbose_name=_("partners who will read it"))
    """Of a forum: what one of them may not see is not in it. None named: only what the world may see."""
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("forum")
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.EN)
    buddhist_era = models.BooleanField(_("years of the Buddhist era"), default=False)
    since = models.DateField(_("figures from"), null=True, blank=True)
    """First day counted; none: from the beginning."""
    until = models.DateField(_("up to"))
    """Last day counted."""
    tlp = models.PositiveSmallIntegerField(_("TLP"), choices=TLP_CHOICES, default=TLP.RED.value)
    pap = models.PositiveSmallIntegerField(_("PAP"), choices=PAP_CHOICES, default=PAP.RED.value)
    """Labels of its texts and of its sums. Things named one by one keep their own, and the paper carries the strictest."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = Briefs.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="brief_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gte=F("since")), name="brief_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(audience="partner") | Q(partner__isnull=False), name="brief_for_a_partner_has_one"
            ),
        ]
        indexes = [models.Index(fields=["compartment", "-id"], name="brief_room")]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """How people name it."""
        return f"B-{self.pk}"

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class Passage(models.Model):
    """A text that a person wrote for a section. The newest counts; older ones are its versions."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="passages")
    section = models.CharField(max_length=12)
    """One of `sections.TEXTS`."""
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["brief", "section", "-id"], name="passage_newest")]


class Omission(models.Model):
    """Something that a person left out, with the reason. Taken in again it stays on record."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="omissions")
    key = models.CharField(max_length=80)
    why = models.CharField(_("reason"), max_length=300)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brief", "key"], condition=Q(ended_at__isnull=True), name="left_out_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="omission_ended_pair",
            ),
        ]


class Copy(models.Model):
    """A brief as it was approved: content and papers as bytes. Their hashes are in the log."""

    brief = models.OneToOneField(Brief, on_delete=models.PROTECT, related_name="copy")
    content: Any = models.JSONField()
    """`content.Content` as values."""
    pdf = models.BinaryField()
    docx = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    docx_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
