"""Tables of partners, agreements, markings and what was sent. Writes are in `actions.py`, what leaves in `outbound.py`."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.release import PAP, TLP, Precision

TLP_CHOICES = [(one.value, one.label) for one in TLP]
PAP_CHOICES = [(one.value, one.label) for one in PAP]


class Partner(models.Model):
    """A country or one of its bodies that we work with."""

    class Sort(models.TextChoices):
        STATE = "state", _("country as a whole")
        POLICE = "police", _("police")
        PROSECUTION = "prosecution", _("prosecution")
        FIU = "fiu", _("financial intelligence unit")
        CENTRAL_AUTHORITY = "central_authority", _("central authority for mutual legal assistance")
        SPOC = "spoc", _("single point of contact")
        MINISTRY = "ministry", _("ministry")
        REGULATOR = "regulator", _("regulator")
        VICTIM_SUPPORT = "victim_support", _("victim support")
        MILITARY = "military", _("armed forces")
        NGO = "ngo", _("non-governmental organisation")
        INTERNATIONAL = "international", _("international organisation")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        LIMITED = "limited", _("limited")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")

    ORDER: ClassVar[tuple[str, ...]] = (Status.ACTIVE, Status.LIMITED, Status.SUSPENDED, Status.ENDED)
    """From open to closed."""

    code = models.CharField(_("short name"), max_length=40, unique=True)
    """What markings, agreements and letters call it: `KH`, `KH-CCD`."""
    country = models.CharField(_("country"), max_length=2, blank=True)
    """ISO 3166-1 alpha-2; empty for an international organisation."""
    name = models.CharField(_("name"), max_length=200)
    """In Latin letters."""
    name_local = models.CharField(_("name as it writes it"), max_length=200, blank=True)
    language = models.CharField(_("language of that name"), max_length=12, blank=True)
    sort = models.CharField(_("sort of body"), max_length=20, choices=Sort.choices, default=Sort.POLICE)
    whole = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("part of")
    )
    """The country or body it belongs to: what stops that one stops this one."""
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.LIMITED)
    """Its own; `queries.standing` says what is in force. Begins limited: nothing leaves before a second person agrees."""
    note = models.TextField(_("remark"), blank=True)
    answer_delay_hours = models.PositiveSmallIntegerField(_("Hours an answer rests before it may leave"), default=0)
    """So that a mistake can be called back while it is still here, and the hour of an answer tells nothing about who was at work."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="partner_has_code")]
        indexes = [models.Index(fields=["country", "code"], name="partner_country")]

    def __str__(self) -> str:
        return self.name

    @property
    def gate_name(self) -> str:
        """How the gate names the side this body is on: its country, or itself where it is of none."""
        return self.country or self.code

    @property
    def desk(self) -> str:
        """The desk that a rule of the gate speaks of, if this is one."""
        return {"victim_support": "victim-support", "military": "military"}.get(self.sort, "")


class FocalPoint(models.Model):
    """A person or desk of a partner that answers."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="points")
    name = models.CharField(_("name"), max_length=200)
    """As it writes it."""
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    language = models.CharField(_("language of that name"), max_length=12, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    speaks = models.CharField(_("languages"), max_length=120, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    is_always_on = models.BooleanField(_("answers day and night"), default=False)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("until"), null=True, blank=True)
    """Last day."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="point_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StatusChange(models.Model):
    """What became of a partnership: who said so, why, since when. To open it again takes a second person."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=Partner.Status.choices)
    after = models.CharField(_("status"), max_length=10, choices=Partner.Status.choices)
    since_on = models.DateField(_("since"))
    """Day of the decision; it takes effect here when it is entered, or approved."""
    why = models.TextField(_("reason"))
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    """When it took effect."""
    dropped_by = models.CharField(max_length=150, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="status_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by="") | Q(dropped_at__isnull=False) & ~Q(dropped_by=""),
                name="status_dropped_pair",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(approved_at__isnull=True, dropped_at__isnull=True),
                name="one_change_waits",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.approved_at is None and self.dropped_at is None


class Agreement(models.Model):
    """What two sides agreed, as data. An empty list allows nothing."""

    class Sort(models.TextChoices):
        TREATY = "treaty", _("treaty")
        MOU = "mou", _("memorandum of understanding")
        TOR = "tor", _("terms of reference")
        SOP = "sop", _("standard operating procedure")

    class Place(models.IntegerChoices):
        NONE = Precision.NONE.value, _("no place")
        COUNTRY = Precision.COUNTRY.value, _("country")
        PROVINCE = Precision.PROVINCE.value, _("province")
        DISTRICT = Precision.DISTRICT.value, _("district")
        EXACT = Precision.EXACT.value, _("exact place")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner"))
    """A country, and then every body of it, or one body and what is part of it."""
    number = models.CharField(_("number"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language of the title"), max_length=12, blank=True)
    sort = models.CharField(_("form"), max_length=10, choices=Sort.choices, default=Sort.MOU)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    article = models.CharField(_("article"), max_length=120, blank=True)
    purposes: Any = models.JSONField(_("purposes"), default=list, blank=True)
    kept_open: Any = models.JSONField(_("purposes that go on while the partner is limited"), default=list, blank=True)
    offences: Any = models.JSONField(_("offence categories"), default=list, blank=True)
    kinds: Any = models.JSONField(_("what may go"), default=list, blank=True)
    """Sorts of thing: `weft.release.objects`."""
    identifiers: Any = models.JSONField(_("kinds of identifier"), default=list, blank=True)
    budget_day = models.PositiveIntegerField(_("questions a day"), default=0)
    budget_epoch = models.PositiveIntegerField(_("questions in a period"), default=0)
    budgets: Any = models.JSONField(_("How much may go"), default=list, blank=True)
    """Sort of thing, period, number (`budgets.read`). A sort without a budget is not counted."""
    location = models.PositiveSmallIntegerField(_("places as exactly as"), choices=Place.choices, default=Place.NONE)
    allows_people = models.BooleanField(_("data about named persons may go"), default=False)
    retention_days = models.PositiveIntegerField(_("days until the other side erases"), null=True, blank=True)
    tlp = models.PositiveSmallIntegerField(_("strictest TLP"), choices=TLP_CHOICES, default=TLP.AMBER_STRICT.value)
    pap = models.PositiveSmallIntegerField(_("strictest PAP"), choices=PAP_CHOICES, default=PAP.AMBER.value)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("last day in force"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    reference = models.CharField(_("where the text is kept"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.CharField(max_length=150, blank=True)
    """The second person, who compared it with the signed text. Before that it opens nothing; a change takes it back."""
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="agreement_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
                name="agreement_confirmed_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "valid_from"], name="agreement_partner"),
            models.Index(fields=["valid_to"], name="agreement_ends"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_in_force(self, on: dt.date) -> bool:
        """Confirmed, and ``on`` lies between its first and last day, both included."""
        return (
            self.confirmed_at is not None and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        )


class Marking(models.Model):
    """What somebody wrote on a thing about its further travel. The newest row of a thing counts; older ones are its history."""

    label = models.CharField(max_length=80)
    """Model of the thing as the log names it, `networks.network`."""
    thing = models.BigIntegerField()
    tlp = models.PositiveSmallIntegerField(_("TLP"), choices=TLP_CHOICES, default=TLP.RED.value)
    pap = models.PositiveSmallIntegerField(_("PAP"), choices=PAP_CHOICES, default=PAP.RED.value)
    originators: Any = models.JSONField(_("came from"), default=list, blank=True)
    """Codes of partners or countries; empty when it is our own."""
    consents: Any = models.JSONField(_("they agreed that it goes to"), default=list, blank=True)
    named: Any = models.JSONField(_("named recipients"), default=list, blank=True)
    is_closed = models.BooleanField(_("from the closed room"), default=False)
    caveats = models.TextField(_("handling caveats"), blank=True)
    why = models.TextField(_("reason"))
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["label", "thing", "-id"], name="marking_thing")]

    @property
    def tlp_label(self) -> str:
        return TLP(self.tlp).label

    @property
    def pap_label(self) -> str:
        return PAP(self.pap).label


class Sent(models.Model):
    """A parcel that the gate let through: what, to whom, under what, when. Written before anything leaves, never deleted."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sent")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="sent")
    """None for what is public."""
    purpose = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    tlp = models.PositiveSmallIntegerField(choices=TLP_CHOICES)
    pap = models.PositiveSmallIntegerField(choices=PAP_CHOICES)
    reference = models.CharField(max_length=40, unique=True)
    """How both sides name it; tells nothing."""
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    erase_on = models.DateField(null=True, blank=True)
    """Day until which the other side keeps it, by the agreement."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True, blank=True)
    """It rests here until then (`Partner.answer_delay_hours`)."""
    handed_at = models.DateTimeField(null=True, blank=True)
    """When it first left this node."""
    recalled_by = models.CharField(max_length=150, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_why = models.TextField(blank=True)
    recall_due_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged = models.TextField(blank=True)
    """What the other side said: who, that it erased, what it could not erase."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recalled_by="", recall_due_on__isnull=True)
                | Q(recalled_at__isnull=False, recall_due_on__isnull=False) & ~Q(recalled_by=""),
                name="sent_recalled_triple",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(recalled_at__isnull=False), name="sent_ack_after_recall"
            ),
        ]
        indexes = [models.Index(fields=["partner", "-id"], name="sent_partner")]

    def __str__(self) -> str:
        return self.reference

    @property
    def tlp_label(self) -> str:
        return TLP(self.tlp).label

    @property
    def pap_label(self) -> str:
        return PAP(self.pap).label

    @property
    def recall_state(self) -> "str | Promise":
        """Where its recall stands; empty when nobody asked for it back."""
        if self.recalled_at is None:
            return ""
        if self.acknowledged_on is not None:
            return _("erased, they say")
        if self.recall_due_on is not None and self.recall_due_on < timezone.localdate():
            return _("recall overdue")
        return _("recalled")


class SentThing(models.Model):
    """One thing in a parcel, as the gate saw it: enough to ask the gate again."""

    sent = models.ForeignKey(Sent, on_delete=models.CASCADE, related_name="things")
    label = models.CharField(max_length=80)
    thing = models.BigIntegerField()
    title = models.CharField(max_length=300)
    item: Any = models.JSONField(default=dict)
    """Kind, sorts of its fields, offence and the rest of the gate's item. No values."""
    marking: Any = models.JSONField(default=dict)
    """The label it travelled under."""
    went: Any = models.JSONField(default=list)
    """Names of the fields that went."""
    withheld: Any = models.JSONField(default=dict)
    """Field to reason."""

    class Meta:
        indexes = [models.Index(fields=["label", "thing"], name="sent_thing")]


class Charge(models.Model):
    """One thing that was packed under an agreement and counts against its budgets. Never deleted: a parcel that is called back was sent."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=40)
    sent = models.ForeignKey(Sent, on_delete=models.PROTECT, related_name="charges")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["agreement", "kind", "made_at"], name="charge_budget")]


class HolidayList(models.Model):
    """Public holidays of a country in a year, as somebody of this node wrote them down; another list of the year takes its place."""

    country = models.CharField(_("country"), max_length=2)
    year = models.PositiveSmallIntegerField(_("Year"))
    days: Any = models.JSONField(default=list)
    """Pairs of a day and its name."""
    is_complete = models.BooleanField(_("No day of the year is missing"), default=False)
    source = models.CharField(_("source"), max_length=300)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "year"], name="one_holiday_list_a_year")]
