"""A witness: it remembers the last checkpoint it saw of each log and vouches only for what continues it (C2SP tlog-witness).

A pure state machine. :meth:`Witness.add_checkpoint` is handed what it remembers of the log and answers with what to remember
and what to send back; the caller must store the first before it sends the second, and must let no other request come between
reading and storing (two requests at once could otherwise roll the witness back). A witness that lost its memory is retired with
its key, never started anew: it would vouch for a second history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from weft.errors import Tampered
from weft.ledger.note import Signer
from weft.ledger.verify import (
    BadProof,
    Checkpoint,
    NotANote,
    Note,
    VerifierKey,
    check_consistency,
    check_note,
    read_checkpoint,
    read_growth_file,
    read_note,
)
from weft.sodium import BadSignature


class Answer(Enum):
    """What became of a request. The names are ours; tlog-witness has an HTTP status for each, in this order."""

    COSIGNED = "cosigned"  # 200
    MALFORMED = "malformed"  # 400
    NOT_SIGNED = "not signed by the log"  # 403
    UNKNOWN_LOG = "unknown log"  # 404
    OTHER_SIZE = "other size"  # 409: the witness last saw another size; `size` says which
    SPLIT_VIEW = "split view"  # 409: same size, other root, both signed by the log: proof that it shows two histories
    NOT_CONSISTENT = "not consistent"  # 422


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, why, and for COSIGNED the line to send and the note to remember."""

    answer: Answer
    why: str = ""
    line: str = ""
    remember: bytes = b""
    size: int = 0
    """For OTHER_SIZE: what this witness last cosigned, 0 when nothing yet."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who vouches, and for which logs: the keys of each by its origin."""

    signer: Signer
    logs: Mapping[str, tuple[VerifierKey, ...]]

    def add_checkpoint(self, request: bytes, remembered: bytes | None, now: int) -> Outcome:
        """Answer one ``add-checkpoint`` request. ``remembered`` is what the last COSIGNED for this log said to remember."""
        try:
            growth = read_growth_file(request)
            note = read_note(growth.checkpoint)
            seen = read_checkpoint(note.text)
        except NotANote as wrong:
            return Outcome(Answer.MALFORMED, str(wrong))
        if seen.origin not in self.logs:
            return Outcome(Answer.UNKNOWN_LOG, f"this witness does not watch {seen.origin}")
        try:
            check_note(note, self.logs[seen.origin])
        except BadSignature as wrong:
            return Outcome(Answer.NOT_SIGNED, str(wrong))
        if growth.old_size > seen.size:
            return Outcome(Answer.MALFORMED, f"the old size {growth.old_size} is above the new size {seen.size}")
        last = read_checkpoint(read_note(remembered).text) if remembered else None
        if growth.old_size != (last.size if last else 0):
            size = last.size if last else 0
            return Outcome(Answer.OTHER_SIZE, f"this witness last saw {size} entries", size=size)
        if last is not None and last.size == seen.size and last.root != seen.root:
            return Outcome(Answer.SPLIT_VIEW, f"another root over the same {seen.size} entries was cosigned before")
        try:
            _check_growth(last, seen, growth.hashes)
        except BadProof as wrong:
            return Outcome(Answer.NOT_CONSISTENT, str(wrong))
        line = self.signer.cosign(note.text, now)
        return Outcome(Answer.COSIGNED, line=str(line), remember=bytes(Note(note.text, (*note.lines, line))))


def _check_growth(last: Checkpoint | None, seen: Checkpoint, proof: tuple[bytes, ...]) -> None:
    if last is None or last.size == 0:
        # Nothing was seen before, so there is nothing to continue; the proof must be empty.
        if proof:
            raise BadProof(f"a proof of {len(proof)} hashes where there is nothing to continue")
        return
    check_consistency(last.size, seen.size, proof, last.root, seen.root)


class SplitView(Tampered):
    """Two notes signed by one log that cannot both be true. ``first`` and ``second`` are the evidence, fit to be shown to anyone."""

    code = "tampered.split_view"

    def __init__(self, message: str, first: bytes, second: bytes) -> None:
        super().__init__(message, hint="keep both notes: together they prove it to anyone who has the log's key")
        self.first = first
        self.second = second


def compare(first: bytes, second: bytes, keys: tuple[VerifierKey, ...], proof: tuple[bytes, ...] | None = None) -> None:
    """Two checkpoints of one log, as two witnesses saw it, belong to one history.

    Where their sizes differ, ``proof`` is the consistency proof that the log gives when asked to reconcile them; a log that
    shows two histories cannot give one. Raises :class:`SplitView`, or :class:`BadSignature` where one is not the log's at all.
    """
    notes = [read_note(first), read_note(second)]
    for note in notes:
        check_note(note, keys)
    old, new = sorted((read_checkpoint(note.text) for note in notes), key=lambda each: each.size)
    if old.origin != new.origin:
        raise BadProof(f"two different logs: {old.origin} and {new.origin}")
    if old.size == 0:
        return
    try:
        check_consistency(old.size, new.size, proof or (), old.root, new.root)
    except BadProof as wrong:
        raise SplitView(f"the log showed two histories: {wrong}", first, second) from wrong
