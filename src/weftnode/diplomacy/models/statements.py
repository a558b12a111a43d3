"""What was published together, the figures it gives, and the officials it names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weftnode.diplomacy.models.kept import Kept, days_in_order


class Statement(Kept):
    """A text that states published or signed."""

    class Sort(models.TextChoices):
        COMMUNIQUE = "communique", _("joint communiqué")
        JOINT = "joint_statement", _("joint statement")
        PRESS = "press_statement", _("press statement")
        MINUTES = "agreed_minutes", _("agreed minutes")
        MOU = "mou", _("memorandum of understanding")
        PLAN = "action_plan", _("action plan")
        OTHER = "other", _("other text")

    title = models.CharField(_("title"), max_length=300)
    sort = models.CharField(_("kind of text"), max_length=16, choices=Sort.choices, default=Sort.JOINT)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    countries = models.CharField(_("countries"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    meeting = models.ForeignKey(
        "diplomacy.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="statements", verbose_name=_("meeting")
    )  # fmt: skip
    session = models.ForeignKey(
        "diplomacy.Session", on_delete=models.SET_NULL, null=True, blank=True, related_name="statements", verbose_name=_("session")
    )  # fmt: skip

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["compartment", "-issued_on"], name="statement_room")]

    def __str__(self) -> str:
        return self.title


class Figure(Kept):
    """A number that a source gives: what it counts, for which period, as written. A figure of theirs, not of ours."""

    class Bound(models.TextChoices):
        EXACT = "", _("exactly")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")

    what = models.CharField(_("what it counts"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True)
    value = models.DecimalField(_("number"), max_digits=24, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    """ISO 4217 code where it is money."""
    bound = models.CharField(_("the number is"), max_length=10, choices=Bound.choices, blank=True, default="")
    as_written = models.CharField(_("as written"), max_length=200, blank=True)
    first_on = models.DateField(_("from"), null=True, blank=True)
    last_on = models.DateField(_("to"), null=True, blank=True)
    said_by = models.CharField(_("who gives it"), max_length=200, blank=True)
    statement = models.ForeignKey(Statement, on_delete=models.SET_NULL, null=True, blank=True, related_name="figures")
    meeting = models.ForeignKey(
        "diplomacy.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="figures"
    )

    class Meta(Kept.Meta):
        constraints = [*Kept.Meta.constraints, days_in_order("figure_days")]

    def __str__(self) -> str:
        return self.as_written or f"{self.value.normalize():f} {self.unit}".strip()


class Official(Kept):
    """Somebody who speaks for a state or a body, as public sources name them. No contact details: focal points are kept with partners."""

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language of the name"), max_length=10, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    body = models.CharField(_("body"), max_length=200, blank=True)
    seen_on = models.DateField(_("so named on"), null=True, blank=True)
    """Day of the newest source that gives this office: offices change hands."""

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["compartment", "name"], name="official_room")]

    def __str__(self) -> str:
        return self.name
