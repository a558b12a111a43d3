"""Tables of the log. The tree is kept as `weft.ledger.tiles` has it; the readable side lies beside it and can be erased."""

import json
from typing import Any

from django.db import models
from django.utils import timezone


class Head(models.Model):
    """One row: how long the log is. Whoever appends holds it until the end of the transaction, so numbers have no gaps."""

    size = models.BigIntegerField(default=0)
    signed = models.BigIntegerField(default=0)
    """How many entries the last checkpoint covers."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head"),
            models.CheckConstraint(condition=models.Q(signed__lte=models.F("size")), name="audit_signed_within"),
        ]


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
    record = models.TextField()
    """What was committed to: canonical JSON (RFC 8785). The columns below say parts of it once more, to be searched."""
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=150, db_index=True)
    """Sign-in name, or ``node`` for what the machine did by itself, or ``shell`` for whoever holds the machine."""
    action = models.CharField(max_length=80, db_index=True)
    """Dotted name: app, noun, past participle."""
    about = models.CharField(max_length=120, db_index=True)
    """What it was done to, as ``app.noun:id``."""

    @property
    def said(self) -> dict[str, Any]:
        """The record as values."""
        return dict(json.loads(self.record))

    @property
    def why(self) -> str:
        """The reason that was given, if one was."""
        return str(self.said.get("why", ""))

    @property
    def data(self) -> dict[str, Any]:
        """Counts and codes. Never content, never an identifier of a person who is not an officer."""
        return dict(self.said.get("data", {}))


class Tile(models.Model):
    """Hashes and entries of the tree by the file names of C2SP tlog-tiles."""

    name = models.CharField(max_length=80, primary_key=True)
    data = models.BinaryField()


class Checkpoint(models.Model):
    """A signed head of the log. Each is kept: whoever holds an old one can be shown that the log goes on from it."""

    size = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)


class Erasure(models.Model):
    """The wish to erase what old entries say; two people stand behind each. The entries themselves, and that they were erased, stay."""

    until = models.DateField()
    """Details of entries before this day."""
    why = models.TextField()
    found = models.BigIntegerField()
    """How many there were when it was proposed."""
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.CharField(max_length=150, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    erased = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("proposed_by")), name="audit_erasure_two_people"
            ),
            models.UniqueConstraint(
                fields=["dropped_by"], condition=models.Q(approved_by="", dropped_by=""), name="audit_erasure_one_waits"
            ),
        ]

    @property
    def waits(self) -> bool:
        """Nobody has said yes or no yet."""
        return not self.approved_by and not self.dropped_by


class Witness(models.Model):
    """Somebody outside who remembers the heads of this log and vouches for what goes on from them (C2SP tlog-witness)."""

    name = models.CharField(max_length=200, unique=True)
    """The name its key signs with."""
    line = models.CharField(max_length=400)
    """Its public key, as it was exchanged on paper."""
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """A witness that lost its memory is retired with its key, never started anew."""


class Cosignature(models.Model):
    """A witness's line under a signed head."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    line = models.CharField(max_length=400)
    at = models.DateTimeField()
    """When the witness says that it looked."""
    taken_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="audit_cosigned_once")]
