"""Meetings and who came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from weftnode.diplomacy.models.kept import Kept, days_in_order
from weftnode.partners.models import Partner


class Meeting(Kept):
    """One meeting, or several that a source only counts ("at least four joint meetings")."""

    class Sort(models.TextChoices):
        JOINT = "joint", _("joint meeting")
        BILATERAL = "bilateral", _("bilateral meeting")
        TRILATERAL = "trilateral", _("meeting of three")
        WORKING_GROUP = "working_group", _("working group")
        FORUM = "forum", _("at a forum")
        VISIT = "visit", _("visit")
        CALL = "call", _("telephone call")
        OTHER = "other", _("other meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Bound(models.TextChoices):
        EXACT = "", _("exactly")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")

    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language of the title"), max_length=10, blank=True)
    sort = models.CharField(_("kind of meeting"), max_length=16, choices=Sort.choices, default=Sort.JOINT)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD)
    how_many = models.PositiveIntegerField(_("how many meetings"), default=1)
    bound = models.CharField(_("the number is"), max_length=10, choices=Bound.choices, blank=True, default="")
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    countries = models.CharField(_("countries"), max_length=200, blank=True)
    """Who met, ISO codes with a blank between, ours too."""
    convened_by = models.CharField(_("convened by"), max_length=200, blank=True)
    agreed = models.TextField(_("what was agreed"), blank=True)
    agreed_language = models.CharField(_("language"), max_length=10, blank=True)
    session = models.ForeignKey(
        "diplomacy.Session", on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("session")
    )  # fmt: skip
    tracks = models.ManyToManyField("diplomacy.Track", blank=True, related_name="meetings", verbose_name=_("tracks"))

    class Meta(Kept.Meta):
        constraints = [
            *Kept.Meta.constraints,
            days_in_order("meeting_days"),
            models.CheckConstraint(condition=Q(how_many__gte=1), name="meeting_some"),
        ]
        indexes = [models.Index(fields=["compartment", "-first_on", "-id"], name="meeting_room")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Who came to a meeting, and who did not."""

    class Came(models.TextChoices):
        CAME = "came", _("came")
        ABSENT = "absent", _("did not come")
        APOLOGISED = "apologised", _("sent apologies")
        INVITED = "invited", _("invited")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendance", verbose_name=_("partner")
    )
    party = models.CharField(_("country, agency or body"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    person = models.CharField(_("person"), max_length=200, blank=True)
    language = models.CharField(_("language of the name"), max_length=10, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    came = models.CharField(_("came"), max_length=12, choices=Came.choices, default=Came.CAME)
    is_chair = models.BooleanField(_("in the chair"), default=False)
    note = models.CharField(_("remark"), max_length=400, blank=True)
    official = models.ForeignKey(
        "diplomacy.Official", on_delete=models.SET_NULL, null=True, blank=True, related_name="attended"
    )

    class Meta:
        indexes = [models.Index(fields=["meeting", "id"], name="attendance_meeting")]

    def __str__(self) -> str:
        return self.person or self.party
