"""Tables of reports. Writes are in `actions.py`, many rows at once in `bulk.py`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.reports import codes


class Batches(models.QuerySet["Batch"]):
    def visible_to(self, viewer: Officer) -> "Batches":
        """Batches of the rooms the viewer works in."""
        if not viewer.may(Permission.READ_REPORTS):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Batch(models.Model):
    """One file of reports on its way in. Its reports are seen when all of them are there, and no longer when it is undone."""

    class State(models.TextChoices):
        LOOKED = "looked", _("to be confirmed")
        WAITING = "waiting", _("waiting")
        LOADING = "loading", _("being read")
        LOADED = "loaded", _("in")
        FAILED = "failed", _("could not be read")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    UNSEEN: ClassVar[tuple[str, ...]] = (
        State.LOOKED,
        State.WAITING,
        State.LOADING,
        State.FAILED,
        State.UNDOING,
        State.UNDONE,
    )

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(_("file"), max_length=255)
    stored = models.CharField(max_length=80, blank=True)
    """Name below uploads/, drawn by us: what the sender called it never reaches the disk."""
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(default=0)
    country = models.CharField(_("country"), max_length=2, blank=True)
    mapping = models.JSONField(default=dict)
    """Header to field, where a person overruled what the columns were taken for."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKED)
    done = models.PositiveIntegerField(default=0)
    """Rows that are in; a task that is taken up again goes on here."""
    total = models.PositiveIntegerField(default=0)
    sightings = models.PositiveIntegerField(default=0)
    problems_count = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    """Why it could not be read, in a sentence."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Batches.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="batch_ended_pair",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """A row or value of a batch that could not be read, with its place and the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    code = models.CharField(max_length=60)
    message = models.TextField()
    as_written = models.CharField(max_length=200)


class Reports(models.QuerySet["Report"]):
    def visible_to(self, viewer: Officer) -> "Reports":
        """What this viewer may see: reports of the own rooms whose batch is all there. Every read of reports starts here."""
        if not viewer.may(Permission.READ_REPORTS):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids).all_there()

    def by_room(self, viewer: Officer) -> "list[Reports]":
        """The same room by room: in one room an index gives the newest first, over several at once a database sorts them all."""
        if not viewer.may(Permission.READ_REPORTS):
            return []
        return [self.filter(compartment_id=room).all_there() for room in sorted(viewer.compartment_ids)]

    def newest(self, viewer: Officer, most: int) -> "list[Report]":
        """The newest reports of all rooms that fit, by their numbers. One query a room."""
        found = [one for room in self.by_room(viewer) for one in room.order_by("-pk")[:most]]
        return sorted(found, key=lambda one: -one.pk)[:most]

    def all_there(self) -> "Reports":
        """Without those of batches that are not, or no longer, to be seen."""
        return self.exclude(batch_id__in=_unseen())


def _unseen() -> Batches:
    return Batch.objects.filter(state__in=Batch.UNSEEN).values("pk")  # type: ignore[return-value]  # of dictionaries, for a subquery


def visible_sql(viewer: Officer, alias: str) -> tuple[str, list[Any]] | None:
    """`Reports.visible_to` as a condition on ``alias`` for what is asked past the ORM; None when there is nothing to see."""
    rooms = sorted(viewer.compartment_ids)
    if not rooms or not viewer.may(Permission.READ_REPORTS):
        return None
    unseen = f"SELECT b.id FROM reports_batch b WHERE b.state IN ({_marks(Batch.UNSEEN)})"  # noqa: S608 -- marks only
    where = f"{alias}.compartment_id IN ({_marks(rooms)}) AND ({alias}.batch_id IS NULL OR {alias}.batch_id NOT IN ({unseen}))"
    return where, [*rooms, *Batch.UNSEEN]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


class Report(models.Model):
    """What one person told about one scam."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        IN_WORK = "in_work", _("being worked on")
        CASE = "case", _("part of a case")
        CLOSED = "closed", _("closed")

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="reports", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    source_id = models.CharField(max_length=120, blank=True)
    """The number it had where it came from."""
    file = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField(default=0)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    reported_on = models.DateField(_("day"), null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    narrative = models.TextField(_("what happened"), blank=True)
    amount = models.DecimalField(_("loss"), max_digits=30, decimal_places=8, null=True, blank=True)
    amount_as_written = models.CharField(_("loss"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=10, blank=True)
    category = models.CharField(_("kind of scam"), max_length=120, blank=True)
    reporter_key = models.CharField(max_length=32, blank=True)
    """Keyed hash of who reported: joins two reports of one person, tells nobody who it is."""
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    outcome = models.TextField(_("what became of it"), blank=True)
    extra = models.TextField(blank=True)
    """JSON object of columns nobody recognised, as written."""
    made_by = models.CharField(max_length=150)

    objects = Reports.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["compartment", "-id"], name="report_room"),
            # Filters of the list: in each room the newest first. New reports come at the end of each, so loading pays little for them.
            models.Index(fields=["compartment", "country", "-id"], name="report_country"),
            models.Index(fields=["compartment", "status", "-id"], name="report_status"),
            models.Index(fields=["compartment", "reported_on", "id"], name="report_day"),
            models.Index(fields=["reporter_key"], name="report_reporter", condition=~Q(reporter_key="")),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"

    @property
    def number(self) -> str:
        """How people name it."""
        return f"R-{self.pk}"


class Sightings(models.QuerySet["Sighting"]):
    def visible_to(self, viewer: Officer) -> "Sightings":
        """Of reports that this viewer may see. By a join: as a subquery every report of the rooms would be listed first."""
        if not viewer.may(Permission.READ_REPORTS):
            return self.none()
        return self.filter(report__compartment_id__in=viewer.compartment_ids).exclude(report__batch_id__in=_unseen())


class Sighting(models.Model):
    """One identifier that one report names."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sightings")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=600)
    """Canonical: equal identifiers are equal texts."""
    as_written = models.CharField(max_length=600)
    source = models.CharField(max_length=200)
    """The column's name, or ``narrative:START-END``."""
    notes = models.CharField(max_length=300, blank=True)

    objects = Sightings.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["value", "kind", "report"], name="sighting_value"),
            models.Index(fields=["kind", "report"], name="sighting_kind"),
        ]

    @property
    def span(self) -> tuple[int, int] | None:
        """Where in the narrative it stands, if it does."""
        place, _, numbers = self.source.partition(":")
        start, dash, end = numbers.partition("-")
        return (int(start), int(end)) if place == "narrative" and dash and start.isdigit() and end.isdigit() else None


class Contact(models.Model):
    """Who reported, sealed: name and how to call back. Only `actions.open_contact` opens it."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    sealed = models.BinaryField()
    nonce = models.BinaryField(max_length=12)


class Slip(models.Model):
    """What the person who reported takes home: a code, with which anybody who rings hears how far the report is, and nothing else."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="slip")
    code = models.CharField(max_length=9, unique=True)
    """Without the hyphens it is shown with."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    @property
    def shown(self) -> str:
        return codes.shown(self.code)
