"""Tables of requests. What may follow on what is in `rules.py`; writes are in `actions.py`."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.cases.models import Case, Measure
from weftnode.partners.models import Agreement, Partner, Sent


class Direction(models.TextChoices):
    """Who asks whom."""

    OUT = "out", _("we asked")
    IN = "in", _("they asked")


class Sort(models.TextChoices):
    """What is asked for. What each of them means for approval and for the gate is in `rules.py`."""

    INFORMATION = "information", _("information")
    CONFIRMATION = "confirmation", _("confirmation of a hit")
    CORE_DATA = "core_data", _("core data after a hit")
    PRESERVATION = "preservation", _("preservation of data")
    HOLD = "hold", _("hold or freeze")
    TAKEDOWN = "takedown", _("takedown or block")
    MEETING = "meeting", _("joint meeting")
    MLA = "mla", _("mutual legal assistance")
    HANDOVER = "handover", _("handover of a person")
    REPATRIATION = "repatriation", _("safe return")
    RESCUE = "rescue", _("search for people held")
    OTHER = "other", _("something else")


class Urgency(models.TextChoices):
    """How soon it is needed; orders lists, moves no clock by itself."""

    ROUTINE = "routine", _("routine")
    URGENT = "urgent", _("urgent")
    AT_ONCE = "at_once", _("at once")


class State(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for a second person")
    APPROVED = "approved", _("approved, not sent")
    SENT = "sent", _("sent")
    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    PART = "part", _("part answered")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


class DueFrom(models.TextChoices):
    """Why it is due then."""

    AGREEMENT = "agreement", _("the agreement")
    COMMITMENT = "commitment", _("a commitment")
    LAW = "law", _("a law")
    ASKED = "asked", _("what was asked")
    OWN = "own", _("our own rule")


class Requests(models.QuerySet["Request"]):
    def visible_to(self, viewer: Officer) -> "Requests":
        """Requests of the rooms the viewer works in. Every read of requests starts here."""
        if not viewer.may(Permission.READ_REQUESTS):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)


class Request(models.Model):
    """One request to a partner or from one, with its clock."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="requests")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The same on both sides; travels in the signed files."""
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="requests", verbose_name=_("partner"))
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("agreement")
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("case")
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("measure")
    )
    their_number = models.CharField(_("their number"), max_length=80, blank=True)
    sort = models.CharField(_("what is asked"), max_length=14, choices=Sort.choices)
    purpose = models.CharField(_("purpose"), max_length=40)
    """As agreements name it, for instance ``fraud.network``."""
    offence = models.CharField(_("offence category"), max_length=40, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    title = models.CharField(_("in one line"), max_length=200)
    text = models.TextField(_("text"))
    language = models.CharField(_("language of the text"), max_length=10, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.ROUTINE)
    state = models.CharField(max_length=12, choices=State.choices)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    """When it went out, or when the partner's paper says it was asked; empty for what has not left."""
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_is_day = models.BooleanField(default=False)
    """Due on a day, not at an hour: ``due_at`` is the last second of that day in ``due_zone``."""
    due_zone = models.CharField(_("whose clock"), max_length=40, blank=True)
    due_from = models.CharField(_("the time comes from"), max_length=10, choices=DueFrom.choices, blank=True)
    due_basis = models.CharField(_("article or paragraph"), max_length=200, blank=True)
    term_length = models.PositiveSmallIntegerField(null=True, blank=True)
    """So long after it was asked, where that is how it was agreed; ``due_at`` follows when it is sent."""
    term_unit = models.CharField(max_length=12, blank=True)
    """One of weft.countries.holds.UNITS."""
    lapses = models.BooleanField(_("lapses when the time has run out"), default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    """The clock stands since then; what is left is added when it runs again."""
    paused_because = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who answers for it")
    )
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When the last word was said: answered, refused, withdrawn, lapsed."""
    changed_at = models.DateTimeField(default=timezone.now)

    objects = Requests.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="request_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_because="")
                | Q(paused_at__isnull=False) & ~Q(paused_because=""),
                name="request_paused_pair",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__isnull=False) & ~Q(due_from="") & ~Q(due_zone=""),
                name="request_due_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["compartment", "state", "due_at"], name="request_clock"),
            models.Index(fields=["compartment", "-changed_at"], name="request_newest"),
            models.Index(fields=["partner", "direction", "asked_at"], name="request_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """How people name it: ``Q-12``."""
        return f"Q-{self.pk}"


class Answer(models.Model):
    """What was said to a request: a part, the whole, or no."""

    class Kind(models.TextChoices):
        PART = "part", _("part of the answer")
        FULL = "full", _("the whole answer")
        REFUSAL = "refusal", _("a refusal")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("this is"), max_length=8, choices=Kind.choices)
    ground = models.CharField(_("ground"), max_length=40, blank=True)
    """Code of `grounds.toml`; only of a refusal."""
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language of the text"), max_length=10, blank=True)
    handed_over = models.TextField(_("what was handed over"), blank=True)
    """One thing a line."""
    at = models.DateTimeField(_("when"), default=timezone.now)
    made_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    """A second person's yes, where one is needed. Until then it waits and says nothing."""
    waits = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="refusal") & ~Q(ground="") | ~Q(kind="refusal") & Q(ground=""),
                name="answer_ground_of_a_refusal",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="answer_approved_pair",
            ),
        ]
        indexes = [models.Index(fields=["request", "at"], name="answer_time")]


class Reminder(models.Model):
    """Somebody, or the node itself, reminded the other side (or ourselves, of what we owe)."""

    class How(models.TextChoices):
        BY_ITSELF = "by_itself", _("by itself")
        FILE = "file", _("signed file")
        LETTER = "letter", _("letter or note")
        TELEPHONE = "telephone", _("telephone")
        MEETING = "meeting", _("in a meeting")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="reminders")
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    text = models.TextField(_("what was said"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.CharField(max_length=150)
    due_at = models.DateTimeField(null=True, blank=True)
    """The time it was about: one that was moved is reminded of anew."""

    class Meta:
        indexes = [models.Index(fields=["request", "-at"], name="reminder_time")]


class Step(models.Model):
    """One step in the life of a request, kept for ever."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices)
    """Where it stood afterwards."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="step_time")]


class Letter(models.Model):
    """Something said to the partner about a request: packed by the one door and ready to be carried, or kept here by the gate."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="letters")
    word = models.CharField(max_length=12)
    """One of letters.Word."""
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    sent = models.ForeignKey(Sent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_because = models.CharField(max_length=300, blank=True)
    """Code of the gate's reason, when it let nothing through. It can be asked again."""
    note = models.TextField(blank=True)
    """Why, of a withdrawal."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent__isnull=True) & ~Q(kept_because="") | Q(sent__isnull=False, kept_because=""),
                name="letter_sent_or_kept",
            )
        ]
        indexes = [models.Index(fields=["request", "-id"], name="letter_request")]


class Key(models.Model):
    """A partner's public key: what is signed with it came from them. It counts when a second person compared it with the partner's own."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    line = models.CharField(_("key"), max_length=300, unique=True)
    """``name+id+base64``, as weft.ledger.verify reads it."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
                name="key_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="key_ended_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.line.rpartition("+")[0]


class Arrived(models.Model):
    """A partner's parcel that was taken in: the same one is not taken in twice."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="arrived")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="arrived")
    reference = models.CharField(max_length=80)
    """The partner's name for the parcel."""
    word = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    signed_by = models.CharField(max_length=120)
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "reference"], name="parcel_once")]
