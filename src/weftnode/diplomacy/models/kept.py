"""What every record of diplomacy has: a room, its sources, who wrote it down, and that it can be withdrawn but not erased."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission


class InRooms(models.QuerySet[Any]):
    """Records of rooms."""

    def visible_to(self, viewer: Officer) -> "InRooms":
        """Those of the rooms the viewer works in. Every read starts here."""
        if not viewer.may(Permission.READ_DIPLOMACY):
            return self.none()
        return self.filter(compartment_id__in=viewer.compartment_ids)

    def in_force(self) -> "InRooms":
        """Without what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Source(models.Model):
    """Where something is said: the sentence as written, and where it can be read."""

    class Sort(models.TextChoices):
        ARTICLE = "article", _("news article")
        STATEMENT = "statement", _("statement")
        MINUTES = "minutes", _("minutes")
        LETTER = "letter", _("letter")
        SPOKEN = "spoken", _("said, not written")

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(_("kind of source"), max_length=10, choices=Sort.choices, default=Sort.ARTICLE)
    title = models.CharField(_("title of the source"), max_length=400, blank=True)
    publisher = models.CharField(_("agency"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    quote = models.TextField(_("as written"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    link = models.CharField(_("address"), max_length=600, blank=True)
    """Outside: a web address or a file reference, as given. Never fetched."""
    page = models.CharField(max_length=200, blank=True)
    """On this node: the path of the page that shows the sentence."""

    def __str__(self) -> str:
        return self.title or self.publisher or self.get_sort_display()


class Kept(models.Model):
    """A record in a room. Withdrawn means: it was an error or is no longer so; it stays readable, with the reason."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    sources = models.ManyToManyField(Source, blank=True, related_name="%(class)ss")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Any]] = InRooms.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why=""),
                name="%(class)s_withdrawn_triple",
            )
        ]


def days_in_order(name: str, first: str = "first_on", last: str = "last_on") -> models.CheckConstraint:
    """A span of days ends no earlier than it begins."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{last}__gte": models.F(first)}),
        name=name,
    )
