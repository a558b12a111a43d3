"""What is to do in a case, and what happened in it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.cases.models.case import Case
from weftnode.cases.models.measure import Measure


class Task(models.Model):
    """One thing somebody is to do."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("what is to do"), max_length=200)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="case_tasks")
    due_on = models.DateField(_("until"), null=True, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="") | Q(done_at__isnull=False) & ~Q(done_by=""),
                name="task_done_pair",
            )
        ]
        indexes = [models.Index(fields=["done_at", "due_on"], name="task_due")]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """One line of the time line: written by an action, or by a person."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    """When it happened in the world."""
    what = models.CharField(max_length=40)
    """A code of `phrases.EVENTS`; `note` for what a person wrote."""
    text = models.TextField(_("what happened"), blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="event_time")]
