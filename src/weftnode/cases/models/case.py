"""A case, what hangs on it, and how cases belong together."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.release import PAP, TLP
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.cases.shapes import REFERENCE, Role
from weftnode.networks.models import Network
from weftnode.partners.models import Partner
from weftnode.reports.models import Report


class Cases(models.QuerySet["Case"]):
    def visible_to(self, viewer: Officer) -> "Cases":
        """Cases of the rooms the viewer works in. Every read of a case, and of whatever hangs on one, starts here."""
        if not viewer.may(Permission.READ_CASES):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Case(models.Model):
    """Joint work on one matter: over networks, reports and references to people."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WAITING = "waiting", _("waiting for others")
        COURT = "court", _("before the court")
        CLOSED = "closed", _("closed")
        MERGED = "merged", _("part of another case")

    ENDED: ClassVar[tuple[str, ...]] = (State.CLOSED, State.MERGED)

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(_("title"), max_length=160)
    file_number = models.CharField(_("file number"), max_length=60, blank=True)
    """The agency's own, where it keeps files."""
    about = models.TextField(_("what it is about"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    leader = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="leads")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    countries = models.CharField(_("countries"), max_length=400, blank=True)
    """ISO codes with a blank between."""
    partners = models.ManyToManyField(Partner, related_name="cases", blank=True)
    """With whom it is worked on together. They see nothing of it here: what goes to them leaves through `partners.outbound`."""
    tlp = models.CharField(max_length=20, choices=[(one.name, one.label) for one in TLP], default=TLP.RED.name)
    """No marking means RED: nothing leaves."""
    pap = models.CharField(max_length=20, choices=[(one.name, one.label) for one in PAP], default=PAP.RED.name)
    opened_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_because = models.TextField(blank=True)

    objects = Cases.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="") | Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="case_closed_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="case_merged_pair",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")) & ~Q(merged_into=F("id")), name="case_not_its_own"),
        ]
        indexes = [models.Index(fields=["compartment", "state", "-id"], name="case_room")]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """How people name it."""
        return f"C-{self.pk}"

    @property
    def is_ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def country_list(self) -> list[str]:
        return self.countries.split()


class CaseNetwork(models.Model):
    """A network that a case is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="networks")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="case_ties")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "network"], name="network_once_a_case")]


class CaseReport(models.Model):
    """A report that a case is about. No constraint on the report: a file that is undone takes its reports away."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    report = models.ForeignKey(Report, on_delete=models.DO_NOTHING, db_constraint=False, related_name="case_ties")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "report"], name="report_once_a_case")]


class CasePerson(models.Model):
    """A reference to a person: a token that only its keeper can open. Nothing of the person is here."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    token = models.CharField(_("reference"), max_length=64, validators=[RegexValidator(REFERENCE)])
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "token"], name="person_once_a_case")]

    def __str__(self) -> str:
        return self.token


class OffenderRole(models.Model):
    """What somebody says that a referenced person does in a network. Taken back it stays on record."""

    person = models.ForeignKey(CasePerson, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    because = models.TextField(_("reason"))
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="role_withdrawn_pair",
            )
        ]


class CaseLink(models.Model):
    """Two cases that have to do with each other and stay two. Undone it stays on record."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    because = models.TextField(_("reason"))
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("other")), name="link_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | Q(undone_at__isnull=False) & ~Q(undone_by=""),
                name="link_undone_pair",
            ),
        ]


class Merge(models.Model):
    """One case that became part of another, with what moved from where, so that all of it can go back."""

    gone = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges_away")
    kept = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges_in")
    because = models.TextField(_("reason"))
    moved: Any = models.JSONField(default=dict)
    """Name of a table to the numbers of its rows that moved; beside them what the gone case was before."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(gone=F("kept")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | Q(undone_at__isnull=False) & ~Q(undone_by=""),
                name="merge_undone_pair",
            ),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_once"),
        ]
