"""Tables of networks. Writes are in `actions.py`; what a build found is written by `keep.py`, which only actions call."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.reports.models import Report


class Build(models.Model):
    """One run over the reports of a room."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being built")
        DONE = "done", _("built")
        FAILED = "failed", _("could not be built")

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="builds")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(max_length=80, blank=True)
    """What the room held when it began: count and highest number of its reports, and its newest judgement."""
    reports = models.PositiveIntegerField(default=0)
    networks = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["compartment", "-id"], name="build_room")]


class Networks(models.QuerySet["Network"]):
    def visible_to(self, viewer: Officer) -> "Networks":
        """Networks of the rooms the viewer works in. Every read of networks starts here."""
        if not viewer.may(Permission.READ_NETWORKS):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Network(models.Model):
    """Reports that belong together, found by what they share. A lead, not evidence."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="networks")
    network_id = models.CharField(max_length=24)
    """Stable: the same network keeps it from build to build."""
    title = models.CharField(_("name"), max_length=120, blank=True)
    titled_by = models.CharField(max_length=150, blank=True)
    titled_at = models.DateTimeField(null=True, blank=True)
    reports = models.PositiveIntegerField(default=0)
    identifiers = models.PositiveIntegerField(default=0)
    countries = models.CharField(max_length=400, blank=True)
    """ISO codes with a blank between."""
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    losses = models.JSONField(default=list)
    """[currency, amount as text, reports] each; currencies are never added together."""
    typologies = models.JSONField(default=list)
    sureness = models.FloatField(default=0)
    sure_because = models.TextField(blank=True)
    keys = models.JSONField(default=list)
    """Identifiers by what taking them away would break, most first."""
    signature = models.CharField(max_length=64, blank=True)
    """SHA-256 over members, ties and facts: what has not changed is not written again."""
    is_gone = models.BooleanField(default=False)
    """Its reports are in other networks now, or in none; the page says where they went."""
    changed_at = models.DateTimeField(default=timezone.now)

    objects = Networks.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compartment", "network_id"], name="network_of_room"),
            models.CheckConstraint(
                condition=Q(title="", titled_by="", titled_at__isnull=True)
                | ~Q(title="") & ~Q(titled_by="") & Q(titled_at__isnull=False),
                name="network_title_triple",
            ),
        ]
        indexes = [models.Index(fields=["compartment", "is_gone", "-reports", "id"], name="network_size")]

    def __str__(self) -> str:
        return self.title or self.network_id

    @property
    def country_list(self) -> list[str]:
        return self.countries.split()


class Member(models.Model):
    """A report of a network. No constraint on the report: a file that is undone takes its reports away at once, the next build follows."""

    report = models.OneToOneField(
        Report, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="member"
    )
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members")


class Tie(models.Model):
    """Why two reports of a network are joined: a chain in time along each identifier, never all pairs."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="ties")
    report_a = models.BigIntegerField()
    report_b = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=600)
    weight = models.FloatField()
    days_apart = models.IntegerField(null=True, blank=True)


class Damped(models.Model):
    """An identifier that many reports share and that was not allowed to tie them."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="damped")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=600)
    reports = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    because = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["compartment", "-reports"], name="damped_room")]


class Change(models.Model):
    """What became of a network from one build to the next."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="changes")
    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=12)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    others: Any = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)


class Judgement(models.Model):
    """What a person said of two reports. The next build obeys it; taken back it stays on record."""

    class Verdict(models.TextChoices):
        SAME = "same", _("the same network")
        DIFFERENT = "different", _("different networks")
        UNSURE = "unsure", _("unsure")

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="judgements")
    report = models.ForeignKey(Report, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    verdict = models.CharField(_("are"), max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("reason"))
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="judgement_withdrawn_pair",
            )
        ]


class Watch(models.Model):
    """Somebody wants to hear when a network changes."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="watches")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField(default=timezone.now)
    seen_change = models.BigIntegerField(default=0)
    """Number of the newest change this person has seen."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "network"], name="one_watch")]
