"""The clock of a money measure, and the pleas of those whose money it holds."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft import countries
from weft.countries import HoldRule
from weftnode.cases.models.measure import Measure
from weftnode.cases.shapes import Holder


class Hold(models.Model):
    """Money that a measure holds, under one rule of one country, with what of it is tainted and whose it is."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="hold")
    rule_id = models.CharField(max_length=60, blank=True)
    """A rule of weft.countries; empty where no rule of the country is known."""
    placed_at = models.DateTimeField()
    """The event from which the clock runs."""
    renewed = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    """Last moment, as the engine reckons it or as the order says; none where the length was not found."""
    is_due_by_order = models.BooleanField(default=False)
    """Whether the last moment was written in the order instead of being reckoned."""
    tainted_minor = models.BigIntegerField()
    """What came from victims, in the smallest unit of the measure's currency."""
    held_minor = models.BigIntegerField()
    """What is held now."""
    held_first_minor = models.BigIntegerField()
    """What was held when it began."""
    excess_because = models.TextField(blank=True)
    """Why more is held than is tainted."""
    holder = models.CharField(_("holder"), max_length=10, choices=Holder.choices, default=Holder.UNKNOWN)
    released_minor = models.BigIntegerField(default=0)
    """Given back to the holder."""
    returned_minor = models.BigIntegerField(default=0)
    """Given back to victims."""
    is_running = models.BooleanField(default=True)
    """Whether money is held still."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tainted_minor__gte=0, held_minor__gte=0, released_minor__gte=0, returned_minor__gte=0),
                name="hold_amounts",
            ),
            models.CheckConstraint(
                condition=Q(held_first_minor__lte=F("tainted_minor")) | ~Q(excess_because=""),
                name="hold_excess_is_said",
            ),
            models.CheckConstraint(
                condition=Q(is_running=True, ended_at__isnull=True) | Q(is_running=False, ended_at__isnull=False),
                name="hold_ended_pair",
            ),
        ]
        indexes = [models.Index(fields=["is_running", "due_at"], name="hold_due")]

    @property
    def rule(self) -> HoldRule | None:
        """The rule it is under; none where no rule is known, or the rule is no longer in the data."""
        try:
            return countries.hold_rule(self.rule_id) if self.rule_id else None
        except KeyError:
            return None

    @property
    def excess_minor(self) -> int:
        """What is held beyond the tainted amount."""
        return max(self.held_minor - self.tainted_minor, 0)


class Renewal(models.Model):
    """One time a clock was renewed: by whom, on what, and from when to when."""

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="renewals")
    before = models.DateTimeField(null=True, blank=True)
    after = models.DateTimeField(null=True, blank=True)
    because = models.TextField(_("reason"))
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)


class Plea(models.Model):
    """What a holder asks for: the release of money, or a decision of whoever stands above. Its clock ranks with the hold's."""

    class Sort(models.TextChoices):
        RELEASE = "release", _("release")
        APPEAL = "appeal", _("appeal")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("refused")

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="pleas")
    sort = models.CharField(_("asks for"), max_length=10, choices=Sort.choices, default=Sort.RELEASE)
    to = models.CharField(_("to whom"), max_length=160, blank=True)
    ground = models.TextField(_("why"))
    asked_at = models.DateTimeField()
    rule_id = models.CharField(max_length=60, blank=True)
    """The release rule its clock is under; empty where the node's own target counts."""
    due_at = models.DateTimeField()
    amount_minor = models.BigIntegerField(default=0)
    """What is to be released."""
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    released_minor = models.BigIntegerField(default=0)
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by="")
                | ~Q(outcome="") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="plea_decided_triple",
            )
        ]
        indexes = [models.Index(fields=["outcome", "due_at"], name="plea_due")]

    @property
    def rule(self) -> HoldRule | None:
        try:
            return countries.hold_rule(self.rule_id) if self.rule_id else None
        except KeyError:
            return None
