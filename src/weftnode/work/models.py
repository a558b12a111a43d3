"""Tables of background work, beside those of django-tasks-db."""

from django.db import models


class Lease(models.Model):
    """A task that a worker holds: while the worker lives it pushes `until` on; when it dies the sweeper gives the task back."""

    task_id = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=64)
    until = models.DateTimeField()
    given_back = models.PositiveIntegerField(default=0)
    """How often its worker died: a task that kills its worker three times is failed, not tried for ever."""


class Schedule(models.Model):
    """One thing that is done again and again."""

    task = models.CharField(max_length=120, primary_key=True)
    """Dotted path of the task."""
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
