"""The log as `weft.ledger` wants it: bytes by name out of the database, the node's key, and the head kept outside the database.

The head outside is what tells a restored database from one that goes on: a backup never holds it (docs/concepts/threat-model.md).
"""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from weft import sodium
from weft.errors import InputProblem, Refused
from weft.ledger import audit as whole
from weft.ledger import proofs
from weft.ledger.note import Signer
from weft.ledger.records import Opening
from weft.ledger.tiles import LogDamaged, TileReader
from weft.ledger.tree import leaf_hash
from weft.ledger.verify import (
    COSIGNATURE_V1,
    SALT_BYTES,
    Checkpoint,
    GrowthFile,
    NotANote,
    Policy,
    ProofFile,
    VerifierKey,
    check_checkpoint,
    check_inclusion,
    check_note,
    entry_of,
    read_checkpoint,
    read_key,
    read_note,
)
from weft.sodium import BadSignature
from weftnode.audit import models

_OUTSIDE = "ledger-head"
# A witness answers within days; hourly heads of a month.
_HEADS_TRIED = 750


def signer() -> Signer:
    """The node's key, under a name made from its public half: the same node, the same name."""
    seed = bytes.fromhex(settings.LEDGER_KEY)
    return Signer(f"weft-node-{sodium.public_key(seed).hex()[:16]}", seed)


def policy() -> Policy:
    """Whom to believe about this log: its own key. Witnesses come with partners."""
    return Policy((signer().key,))


def read(name: str) -> bytes | None:
    """A tile, a bundle, or the newest checkpoint."""
    if name == whole.CHECKPOINT:
        last = models.Checkpoint.objects.order_by("-size").first()
        return bytes(last.note) if last else None
    found = models.Tile.objects.filter(name=name).values_list("data", flat=True).first()
    return bytes(found) if found is not None else None


def checkpoint(row: "models.Checkpoint | None") -> Checkpoint | None:
    """What a kept checkpoint says; its signature is the ledger's business."""
    return read_checkpoint(read_note(bytes(row.note)).text) if row else None


def openings(size: int) -> Iterator[Opening]:
    """The readable side of the first ``size`` entries, in order; without salt and record where they were erased."""
    details = {}
    for first in range(0, size, 2000):
        part = range(first, min(first + 2000, size))
        details = models.Detail.objects.in_bulk(list(part))
        for entry in models.Entry.objects.filter(number__gte=part.start, number__lt=part.stop).order_by("number"):
            detail = details.get(entry.number)
            salt, said = (bytes(detail.salt), detail.record.encode()) if detail else (b"", b"")
            opening = Opening(entry.number, bytes(entry.commitment), salt, said)
            if detail and not _belongs(opening, detail):
                raise LogDamaged(f"the record of entry {entry.number} is not what was logged", index=entry.number)
            yield opening


def _belongs(opening: Opening, detail: "models.Detail") -> bool:
    """Whether a detail opens its entry, and its searched columns say what the record says."""
    if len(opening.salt) != SALT_BYTES or entry_of(opening.salt, opening.record) != opening.entry:
        return False
    said = detail.said
    searched = {"who": detail.who, "action": detail.action, "about": detail.about}
    return all(said[name] == value for name, value in searched.items() if name in said)


def verify() -> whole.Audit:
    """The whole log, from every record up to the signed head, against the head kept outside too. Raises Tampered at the first fault."""
    data = read(whole.CHECKPOINT)
    size = check_checkpoint(data, policy()).checkpoint.size if data else 0
    outside = kept_outside()
    seen = [check_checkpoint(outside, policy()).checkpoint] if outside else []
    names = models.Tile.objects.order_by("name").values_list("name", flat=True).iterator()
    return whole.audit(read, names, policy(), openings=openings(size), seen=seen)


def prove(number: int, *, with_record: bool) -> bytes:
    """A .tlog-proof file for an entry that is signed for, checked before it is handed out."""
    row = models.Checkpoint.objects.filter(size__gt=number).order_by("-size").first()
    head = checkpoint(row)
    assert head is not None
    assert row is not None
    entry = models.Entry.objects.get(number=number)
    hashes = proofs.inclusion_proof(TileReader(read, head.size), number, head.size)
    check_inclusion(leaf_hash(bytes(entry.commitment)), number, head.size, hashes, head.root)
    detail = models.Detail.objects.filter(number=number).first() if with_record else None
    extra = bytes(detail.salt) + detail.record.encode() if detail else b""
    return bytes(ProofFile(number, tuple(hashes), bytes(row.note), extra))


def prove_growth(old_size: int) -> bytes | None:
    """The newest checkpoint, and the proof that it goes on from the one of ``old_size``; None when nothing is signed or that long."""
    row = models.Checkpoint.objects.order_by("-size").first()
    head = checkpoint(row)
    if row is None or head is None or old_size > head.size:
        return None
    hashes = proofs.consistency_proof(TileReader(read, head.size), old_size, head.size) if old_size else []
    return bytes(GrowthFile(old_size, tuple(hashes), bytes(row.note)))


def witness_key(line: str) -> VerifierKey:
    """A witness's public key out of its line. InputProblem when it is none, or not one for cosignatures."""
    key = read_key(line)
    if key.kind != COSIGNATURE_V1:
        raise InputProblem(f"the key of {key.name} signs logs, not the heads of others", hint="ask for its witness key")
    return key


def cosigned() -> bytes:
    """The newest head with the lines of all who vouch for it; of heads that somebody vouches for the newest, where there is one."""
    row = models.Checkpoint.objects.filter(cosignatures__isnull=False).order_by("-size").first()
    row = row or models.Checkpoint.objects.order_by("-size").first()
    if row is None:
        return b""
    lines = row.cosignatures.order_by("witness__name").values_list("line", flat=True)
    return bytes(row.note) + "".join(f"{line}\n" for line in lines).encode()


def cosignature(witness: "models.Witness", text: str) -> tuple[int, str, dt.datetime]:
    """Which of our heads a witness's answer vouches for, its line, and when it looked. Refused where it is under none of them."""
    key = witness_key(witness.line)
    lines = [line for line in text.splitlines() if line.startswith(f"\u2014 {key.name} ")]
    if len(lines) != 1:
        raise InputProblem(
            f"one line of {key.name} is needed, there are {len(lines)}", hint="take the answer as it came"
        )
    for row in models.Checkpoint.objects.order_by("-size")[:_HEADS_TRIED]:
        try:
            note = read_note(bytes(row.note) + f"{lines[0]}\n".encode())
            good = check_note(note, (signer().key, key), now=int(timezone.now().timestamp()))
        except (BadSignature, NotANote):
            continue
        looked = next((each.timestamp for each in good if each.timestamp is not None), None)
        if looked is not None:
            return row.size, lines[0], dt.datetime.fromtimestamp(looked, dt.UTC)
    raise Refused(
        f"this line of {key.name} is under none of the last {_HEADS_TRIED} heads of this log",
        hint="was it made for another log, or is the key another one?",
    )


def kept_outside() -> bytes | None:
    """The head kept beside the database."""
    try:
        return (Path(settings.DIR) / _OUTSIDE).read_bytes()
    except OSError:
        return None


def keep_outside(note: bytes) -> None:
    """Keep a signed head beside the database: whole or not at all."""
    folder = Path(settings.DIR)
    if not folder.is_dir():
        return
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(folder / _OUTSIDE)
