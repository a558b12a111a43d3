"""Tables of the log."""

from django.db import models


class Head(models.Model):
    """One row: how long the log is. Whoever appends holds it until the end of the transaction, so numbers have no gaps."""

    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head")]


class Entry(models.Model):
    """One leaf of the tree: its number, and 32 bytes that commit to its detail without telling it."""

    number = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField(max_length=32)


class Detail(models.Model):
    """What an entry says, beside the tree: can be erased, and then the entry only proves that something was there.

    No foreign keys on purpose: officers, reports and cases may go, what was done with them stays.
    """

    number = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=150, db_index=True)
    """Sign-in name, or ``node`` for what the machine did by itself, or ``shell`` for whoever holds the machine."""
    action = models.CharField(max_length=80, db_index=True)
    """Dotted name: app, noun, past participle."""
    about = models.CharField(max_length=120, db_index=True)
    """What it was done to, as ``app.noun:id``."""
    why = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    """Counts and codes. Never content, never an identifier of a person who is not an officer."""
