"""A log that was restored from an old copy: restoring is not rolling back.

Witnesses may have vouched for entries that the copy does not have; were the log to go on from the copy, there would be two
histories under one name. :meth:`weft.ledger.log.Log.open` refuses that. There are two honest ways on: bring the missing entries
back from a mirror (:func:`recover_tail`), or end this log and start another whose first record says so (:func:`break_record`).
"""

import json
from collections.abc import Iterable

import rfc8785

from weft.ledger.audit import CHECKPOINT
from weft.ledger.folder import Files
from weft.ledger.log import COSIGNED, log_lines, take_up
from weft.ledger.note import Signer, sign_note
from weft.ledger.records import Opening
from weft.ledger.tiles import LogDamaged, Read, bundles_of, grow, stored_entries
from weft.ledger.verify import (
    Checkpoint,
    NotANote,
    Policy,
    VerifierKey,
    check_checkpoint,
    check_note,
    read_note,
    to_base64,
)

BREAK = "weft.ledger.break/1"


def recover_tail(files: Files, mirror: Read, witnessed: bytes, key: VerifierKey) -> range:
    """Bring back what ``mirror`` has and the copy in ``files`` lacks, up to the checkpoint that witnesses vouched for.

    Records are not in a mirror: the entries come back, what stood behind them does not. Returns the indexes of those, for which
    a tombstone is due once the log is open. Raises :class:`LogDamaged` where the mirror does not lead to that checkpoint.
    """
    policy = Policy((key,))
    goal = check_checkpoint(witnessed, policy).checkpoint
    data = files.read(CHECKPOINT)
    size = check_checkpoint(data, policy).checkpoint.size if data is not None else 0
    entries = [entry for bundle in bundles_of(goal.size) for entry in stored_entries(mirror, bundle)][size:]
    growth = grow(files.read, size, entries)
    if growth.root != goal.root:
        raise LogDamaged("copy and mirror together do not have the root that was witnessed")
    known = take_up(files, size)
    if [each.entry for each in known] != entries[: len(known)]:
        raise LogDamaged("records of the copy are not those that were witnessed", index=size)
    start = size + len(known)
    log_lines(files, [Opening(start + place, entry) for place, entry in enumerate(entries[len(known) :])])
    for name, content in growth.files.items():
        files.replace(name, content)
    files.replace(CHECKPOINT, witnessed)
    files.replace(COSIGNED, witnessed)
    return range(start, goal.size)


def break_record(
    lost: Checkpoint, kept: Checkpoint | None, new_origin: str, signer: Signer, *, at: str, by: str, why: str
) -> bytes:
    """The first record of the log that follows a broken one, signed with the key of the broken one.

    ``lost`` is the largest checkpoint that witnesses hold, ``kept`` what the copy still has. Whoever trusted the old key can
    follow it to the new log, and sees how many entries are gone.
    """
    said = {
        "typ": BREAK,
        "origin": new_origin,
        "continues": _head(lost),
        "kept": _head(kept) if kept else None,
        "at": at,
        "by": by,
        "why": why,
    }
    return bytes(sign_note(rfc8785.dumps(said).decode() + "\n", signer))


def read_break(record: bytes, keys: Iterable[VerifierKey]) -> dict[str, object]:
    """What a break record says, when one of ``keys`` signed it. Raises :class:`NotANote` and :class:`BadSignature`."""
    note = read_note(record)
    check_note(note, keys)
    try:
        said = json.loads(note.text)
    except ValueError as wrong:
        raise NotANote("a break record is one line of JSON") from wrong
    if not isinstance(said, dict) or said.get("typ") != BREAK:
        raise NotANote("this is no break record")
    return said


def _head(checkpoint: Checkpoint) -> dict[str, str | int]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": to_base64(checkpoint.root)}
