"""Promises: the words, who owes whom, by when and by which rule, what proves it, what became of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.diplomacy.models.kept import Kept, days_in_order
from weftnode.partners.models import Partner


class Commitment(Kept):
    """What somebody said they would do. Whether it is overdue is computed and never stored."""

    class Owner(models.TextChoices):
        OURS = "ours", _("we owe it")
        THEIRS = "theirs", _("they owe it")
        JOINT = "joint", _("both owe it")
        OTHERS = "others", _("between others")

    class Strength(models.TextChoices):
        """How firmly it was said: a wish is no pledge, and a brief must not make it one."""

        PLEDGED = "pledged", _("pledged")
        AGREED = "agreed", _("agreed")
        WILL = "will", _("will do")
        WILLING = "willing", _("is willing")
        WISHES = "wishes", _("wishes")

    class Sort(models.TextChoices):
        SHARE = "share", _("share information")
        JOINT = "joint_operation", _("joint operation")
        ARREST = "arrest", _("arrest or search")
        HAND_OVER = "hand_over", _("hand over or repatriate")
        EVIDENCE = "evidence", _("evidence or witnesses")
        VICTIMS = "victims", _("help for victims")
        MONEY = "money", _("hold or return money")
        BLOCK = "block", _("block numbers, sites or lines")
        BODY = "body", _("set up a body")
        MEET = "meet", _("meet or answer")
        DEMINING = "demining", _("demining")
        BORDER = "border", _("border")
        PREVENTION = "prevention", _("prevention")
        CAPACITY = "capacity", _("training or equipment")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        REPORTED = "reported", _("reported as done")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        WITHDRAWN = "withdrawn", _("taken back")
        """By who promised. A record that was an error is withdrawn as every record is, whatever its state."""

    STILL_OWED = (State.OPEN, State.REPORTED)
    """A report that it was done ends no clock: somebody has to look at the proof."""

    text = models.TextField(_("as written"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    summary = models.CharField(_("in short"), max_length=300, blank=True)
    owner = models.CharField(_("who owes it"), max_length=8, choices=Owner.choices)
    owner_name = models.CharField(_("who promised"), max_length=200, blank=True)
    owner_country = models.CharField(_("country that promised"), max_length=2, blank=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("partner")
    )
    """The other side, where it is one of our partners."""
    other = models.CharField(_("to whom"), max_length=200, blank=True)
    other_countries = models.CharField(_("countries it was promised to"), max_length=200, blank=True)
    strength = models.CharField(_("how firm"), max_length=10, choices=Strength.choices, default=Strength.AGREED)
    sort = models.CharField(_("what it is"), max_length=16, choices=Sort.choices, default=Sort.OTHER)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    due_as_written = models.CharField(_("due, as written"), max_length=200, blank=True)
    due_from = models.DateField(_("not before"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    """The last day on which it is still in time."""
    due_rule = models.CharField(_("how the day was found"), max_length=400, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answers = models.ForeignKey(
        "accounts.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who follows it")
    )  # fmt: skip
    """The officer of ours who answers for it."""
    meeting = models.ForeignKey(
        "diplomacy.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("meeting")
    )  # fmt: skip
    statement = models.ForeignKey(
        "diplomacy.Statement", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("statement")
    )  # fmt: skip
    track = models.ForeignKey(
        "diplomacy.Track", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("track")
    )  # fmt: skip

    class Meta(Kept.Meta):
        constraints = [
            *Kept.Meta.constraints,
            days_in_order("commitment_days", "due_from", "due_on"),
            days_in_order("commitment_due_after_made", "made_on", "due_on"),
        ]
        indexes = [models.Index(fields=["compartment", "state", "due_on"], name="commitment_due")]

    def __str__(self) -> str:
        return self.summary or self.text[:120]

    @property
    def is_owed(self) -> bool:
        """Whether its clock counts."""
        return self.state in self.STILL_OWED

    @property
    def between(self) -> str:
        """Codes of every country it is between, with a blank between."""
        return f"{self.owner_country} {self.other_countries}".strip()

    @property
    def side(self) -> str:
        """The other side in a word: the partner, else as it was named."""
        return str(self.partner) if self.partner else self.other


class Turn(models.Model):
    """One turn in the life of a commitment: from which state to which, by whom and why. Never deleted; undone by a new one."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="turns")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    changed = models.JSONField(default=dict)
    """Field to [before, after], where its words or days were corrected."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)


class Proof(models.Model):
    """What shows that a commitment was kept, or was not: a file kept here, or where the paper lies."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="proofs")
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    """A number, an address, a shelf: as given, never fetched."""
    name = models.CharField(_("file"), max_length=255, blank=True)
    stored = models.CharField(max_length=80, blank=True)
    """Name below uploads/, drawn by us."""
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reference="") | ~Q(stored=""), name="proof_something")]

    def __str__(self) -> str:
        return self.name or self.reference
