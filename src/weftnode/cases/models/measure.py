"""A measure of any form, and each step it took."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.cases.models.case import Case, CasePerson
from weftnode.cases.shapes import SHAPES, Form, Ground, Orderer, Role, Shape, State
from weftnode.networks.models import Network
from weftnode.partners.models import Partner


class Measure(models.Model):
    """What is done, against what, by whose order, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    form = models.CharField(_("form"), max_length=16, choices=Form.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    """The measure it grew out of: a freeze after a hold, a confiscation after a seizure."""

    kind = models.CharField(_("kind"), max_length=20, blank=True)
    value = models.CharField(_("identifier"), max_length=600, blank=True)
    """Canonical: equal identifiers are equal texts."""
    as_written = models.CharField(max_length=600, blank=True)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    person = models.ForeignKey(CasePerson, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    role = models.CharField(_("role of whoever it meets"), max_length=12, choices=Role.choices, blank=True)
    """As those who proposed it saw it; empty where nobody said."""

    orderer = models.CharField(_("who orders"), max_length=10, choices=Orderer.choices, blank=True)
    office = models.CharField(_("office"), max_length=160, blank=True)
    """Name of the body that orders, as written."""
    power = models.CharField(_("legal power"), max_length=300, blank=True)
    carried_by = models.CharField(_("carried out by"), max_length=160, blank=True)
    """Bank, provider or office that carries it out."""
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    """The partner that carries it out, where it is none of ours."""
    country = models.CharField(_("country"), max_length=2, blank=True)
    """Whose law it is under."""

    amount_minor = models.BigIntegerField(null=True, blank=True)
    """What it is about, in the smallest unit of the currency."""
    currency = models.CharField(_("currency"), max_length=10, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    result = models.TextField(_("result"), blank=True)
    people_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    """How many people an act met: found in a raid, brought home, arrested."""
    ground = models.CharField(_("ground of refusal"), max_length=16, choices=Ground.choices, blank=True)

    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    ordered_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    """When it began to bind, or was carried out."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True, currency="") | Q(amount_minor__gte=0) & ~Q(currency=""),
                name="measure_amount_pair",
            ),
            models.CheckConstraint(condition=Q(state="refused") | Q(ground=""), name="measure_ground_of_refusal"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(ground=""), name="measure_refused_with_ground"),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="measure_case"),
            models.Index(fields=["case", "state", "form"], name="measure_state"),
            models.Index(fields=["value", "kind"], name="measure_value"),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.number}"

    @property
    def number(self) -> str:
        """How people name it."""
        return f"M-{self.pk}"

    @property
    def shape(self) -> Shape:
        return SHAPES[self.form]


class Step(models.Model):
    """One change of state: from what, to what, when, by whom, why."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=State.choices, blank=True)
    after = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField()
    """When it happened in the world."""
    because = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
