"""What the door for programs must remember: writes that were done already."""

from django.db import models
from django.utils import timezone

from weftnode.accounts.models import Token


class Done(models.Model):
    """A write that a program asked for under a key of its own, so that asking again does nothing twice. No content is kept of it."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    """Keyed hash of what was asked: another question under the same key is refused."""
    made = models.BigIntegerField(null=True)
    """Number of what the write made or changed: the answer is read again from there."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="done_once")]
