"""Long-running talks, and the bodies that meet again and again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.diplomacy.models.kept import Kept, Source, days_in_order


class Track(Kept):
    """One subject on which states talk over years."""

    class Subject(models.TextChoices):
        BORDER_TENSION = "border_tension", _("border tension")
        DEMINING = "demining", _("mine clearance")
        ENCROACHED_AREAS = "encroached_areas", _("encroached areas")
        TRANSNATIONAL_CRIME = "transnational_crime", _("transnational crime")
        CYBERCRIME = "cybercrime", _("cybercrime and online scams")
        TRAFFICKING = "trafficking", _("human trafficking")
        OTHER = "other", _("another subject")

    class State(models.TextChoices):
        TALKING = "talking", _("being talked about")
        AGREED = "agreed", _("agreed, being carried out")
        STALLED = "stalled", _("stalled")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")

    title = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language of the name"), max_length=10, blank=True)
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, default=Subject.OTHER)
    countries = models.CharField(_("between"), max_length=200, blank=True)
    """ISO codes with a blank between, ours too."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TALKING)
    about = models.TextField(_("what it is about"), blank=True)

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["compartment", "subject", "id"], name="track_room")]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """Something that happened on a track."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField(_("on"), null=True, blank=True)
    what = models.TextField(_("what happened"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    state = models.CharField(_("state since then"), max_length=10, choices=Track.State.choices, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Forum(Kept):
    """A body that holds sessions: its name, and what it is for."""

    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(_("short name"), max_length=40, blank=True)
    language = models.CharField(_("language of the name"), max_length=10, blank=True)
    about = models.TextField(_("what it is for"), blank=True)

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["compartment", "short"], name="forum_room")]

    def __str__(self) -> str:
        return self.short or self.name


class Session(Kept):
    """One session of a forum, with its days as far as they are known."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("forum"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(_("language of the title"), max_length=10, blank=True)
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    is_exact = models.BooleanField(_("these are the days"), default=True)
    """False where a source says only "at the end of this month": the session lies somewhere between the two days."""
    days_as_written = models.CharField(_("days, as written"), max_length=200, blank=True)
    days_rule = models.CharField(_("how the days were found"), max_length=400, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    host = models.CharField(_("host"), max_length=2, blank=True)
    """ISO code of the country that holds it."""
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    ours_to_raise = models.TextField(_("what we want to raise"), blank=True)

    class Meta(Kept.Meta):
        constraints = [*Kept.Meta.constraints, days_in_order("session_days")]
        indexes = [models.Index(fields=["compartment", "first_on"], name="session_room")]

    def __str__(self) -> str:
        return self.title or str(self.forum)
