"""Whatever an auditor was handed - a log in a folder, a checkpoint, a proof - checked by what it says it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from weft.errors import Tampered
from weft.ledger import records
from weft.ledger.audit import audit
from weft.ledger.folder import Files
from weft.ledger.log import has_records, openings
from weft.ledger.verify import (
    PROOF_HEADER,
    SALT_BYTES,
    BadProof,
    Checkpoint,
    NotANote,
    Policy,
    Vouched,
    check_checkpoint,
    check_growth_file,
    check_proof_file,
    read_growth_file,
    read_proof_file,
    to_base64,
)

_HEAD = re.compile(rb"[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n")


class Damaged(Tampered):
    """The form is recognisable, and broken."""

    code = "tampered.form"


class Kind(StrEnum):
    """What can be checked."""

    LOG = "log"
    CHECKPOINT = "checkpoint"
    INCLUSION = "inclusion"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Found:
    """What holds. Fields that do not belong to the kind are None."""

    kind: Kind
    origin: str
    size: int
    root: str
    witnesses: Mapping[str, int]
    index: int | None = None
    record: str | None = None
    since: int | None = None
    opened: int | None = None
    erased: int | None = None

    def as_json(self) -> dict[str, object]:
        """What holds, without the fields that do not belong."""
        return {"ok": True} | {name: value for name, value in asdict(self).items() if value is not None}


def check_log(
    files: Files, policy: Policy, *, seen: Iterable[Checkpoint] = (), mirror: bool = False, now: int | None = None
) -> Found:
    """A whole log in a folder. With ``mirror`` the records may be absent, as they are where tiles alone were copied; otherwise
    that is a fault like any other missing record. Raises as :func:`weft.ledger.audit.audit`, and :class:`NotANote` where there is no log.
    """
    names = list(files.names())
    if not any(name == "checkpoint" or name.startswith(("tile/", "records/")) for name in names):
        raise NotANote("this folder holds no log: there is no checkpoint, no tile and no record in it")
    opened = openings(files) if has_records(files) or not mirror else None
    seen = list(seen)
    found = audit(files.read, names, policy, openings=opened, seen=seen, now=now)
    return _found(
        Kind.LOG,
        found.vouched,
        since=max((each.size for each in seen), default=None),
        opened=found.opened if found.records else None,
        erased=found.erased if found.records else None,
    )


def check_file(
    data: bytes, policy: Policy, *, seen: Checkpoint | None = None, opening: bytes | None = None, now: int | None = None
) -> Found:
    """A checkpoint, a .tlog-proof file or a proof of growth.

    ``seen`` is the older checkpoint that a proof of growth starts from; ``opening`` is the line of the side table that belongs
    to a proof without its record. Raises :class:`NotANote` where ``data`` is nothing of ours, :class:`Damaged` where it once
    was, and what the checks of :mod:`weft.ledger.verify` raise.
    """
    kind = _kind(data)
    try:
        if kind is Kind.INCLUSION:
            return _inclusion(data, policy, opening, now)
        if kind is Kind.GROWTH:
            if seen is None:
                raise _NeedsMore("a proof of growth needs the older checkpoint", hint="give it with --since")
            return _found(kind, check_growth_file(data, seen, policy, now=now), since=read_growth_file(data).old_size)
        vouched = check_checkpoint(data, policy, now=now)
        if seen is not None:
            _not_behind(vouched.checkpoint, seen)
        return _found(kind, vouched)
    except NotANote as wrong:
        if isinstance(wrong, _NeedsMore):
            raise
        raise Damaged(str(wrong)) from wrong


class _NeedsMore(NotANote):
    """What was given is in order, but more is needed to check it."""


def _not_behind(head: Checkpoint, seen: Checkpoint) -> None:
    """What two checkpoints say without a proof between them: never fewer entries, never two roots over as many."""
    if head.origin != seen.origin:
        raise BadProof(f"two different logs: {head.origin} and {seen.origin}")
    if head.size < seen.size:
        raise BadProof(
            f"{seen.size} entries were seen before, this checkpoint has {head.size}: the log was rolled back"
        )
    if head.size == seen.size and head.root != seen.root:
        raise BadProof(
            f"two different roots over the same {head.size} entries, both signed: the log shows two histories"
        )
    if head.size > seen.size:
        raise _NeedsMore(
            f"a checkpoint alone does not show that it continues the {seen.size} entries seen before",
            hint="ask for the proof of growth, or check the whole log",
        )


def _inclusion(data: bytes, policy: Policy, opening: bytes | None, now: int | None) -> Found:
    proof = read_proof_file(data)
    if opening is not None:
        opened = records.read_line(opening, proof.index)
        entry, record = opened.entry, opened.record
    elif proof.extra:
        entry, record = None, proof.extra[SALT_BYTES:]
    else:
        raise _NeedsMore(
            "the proof does not carry the record it is for", hint="give the line of the side table with --opening"
        )
    proof, vouched = check_proof_file(data, policy, entry=entry, now=now)
    return _found(Kind.INCLUSION, vouched, index=proof.index, record=record.decode("utf-8", "replace"))


def _found(kind: Kind, vouched: Vouched, **more: int | str | None) -> Found:
    head = vouched.checkpoint
    return Found(kind, head.origin, head.size, to_base64(head.root), vouched.witnesses, **more)  # type: ignore[arg-type]


def _kind(data: bytes) -> Kind:
    if data.startswith(PROOF_HEADER.encode()):
        return Kind.INCLUSION
    if data.startswith(b"old "):
        return Kind.GROWTH
    if "\n— ".encode() in data or _HEAD.match(data):
        return Kind.CHECKPOINT
    raise NotANote("this is neither a log folder, nor a checkpoint, nor a proof")
