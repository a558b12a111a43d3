"""A log in a folder: append records, sign checkpoints, prove. Crash-safe at every write, one writer at a time.

::

    LOG/checkpoint                the head, signed
    LOG/tile/...                  hashes and entries, C2SP tlog-tiles; may be served and mirrored as they are
    LOG/records/000.jsonl         the records behind entries, 256 a file: for the owner's eyes, erasable
    LOG/cosigned                  the largest checkpoint that witnesses have vouched for

A record counts as logged once its line in ``records/`` is synced: :meth:`Log.append` then returns. :meth:`Log.sign` turns lines
into tiles, checks them, and signs. Whatever a crash leaves between the two is taken up by the next :meth:`Log.open`.

A node keeps its log in its database instead: tiles by their names in one table, openings in another, and the same
:func:`weft.ledger.tiles.grow` and :func:`weft.ledger.checkpoint.sign_checkpoint` inside its own transactions.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from weft.errors import Refused
from weft.ledger import proofs, records
from weft.ledger.audit import CHECKPOINT
from weft.ledger.checkpoint import PADDED_TO, padding_for, sign_checkpoint
from weft.ledger.folder import Files, Folder, NotWritten
from weft.ledger.note import Signer
from weft.ledger.records import Opening
from weft.ledger.tiles import TILE_WIDTH, LogDamaged, TileName, TileReader, grow
from weft.ledger.tree import leaf_hash, root
from weft.ledger.verify import (
    Checkpoint,
    GrowthFile,
    NotANote,
    Note,
    Policy,
    ProofFile,
    check_checkpoint,
    check_inclusion,
    check_note,
    read_checkpoint,
    read_note,
)
from weft.sodium import Random

COSIGNED = "cosigned"
_RECORDS = "records/"


class RolledBack(Refused):
    """The log here is shorter than what witnesses vouched for: it was restored from an old copy and may not go on."""

    code = "refused.rolled_back"


class Log:
    """One log, open for writing. Made by :meth:`open`; ``files`` must stay this object's alone (:meth:`Folder.alone`)."""

    def __init__(self, files: Files, head: Checkpoint | None, note: Note | None, pending: list[Opening]) -> None:
        self._files = files
        self._head = head
        self._note = note
        self._pending = pending
        self._unsure = False

    @classmethod
    def open(cls, files: Files, signer: Signer, *, witnessed: Iterable[bytes] = ()) -> Self:
        """Open the log of ``signer``, or start it, and clear away what a crash left.

        ``witnessed`` are checkpoints of this log that others hold. Raises :class:`RolledBack` where one is larger than what
        stands here, and :class:`LogDamaged` where what stands here is not a log that ``signer`` signed.
        """
        data = files.read(CHECKPOINT)
        note, head = (None, None) if data is None else _own(data, signer)
        size = head.size if head else 0
        log = cls(files, head, note, take_up(files, size))
        kept = files.read(COSIGNED)
        for each in [*witnessed, *([kept] if kept is not None else [])]:
            seen = check_checkpoint(each, Policy((signer.key,))).checkpoint
            if seen.size > size:
                raise RolledBack(
                    f"witnesses saw {seen.size} entries of this log, here are {size}",
                    hint="bring the missing part from a mirror, or start a new log with a break record (docs/concepts/ledger.md)",
                )
            if root(TileReader(files.read, size), seen.size) != seen.root:
                raise LogDamaged(f"the log here does not continue the {seen.size} entries that witnesses saw")
        return log

    @property
    def size(self) -> int:
        """How many records are logged, signed for or not."""
        return self.signed_size + len(self._pending)

    @property
    def signed_size(self) -> int:
        """How many entries the last checkpoint covers."""
        return self._head.size if self._head else 0

    @property
    def checkpoint(self) -> bytes | None:
        """The last signed checkpoint."""
        return bytes(self._note) if self._note else None

    def append(self, record: bytes, rng: Random) -> int:
        """Log a record; its index. When this returns, no crash loses it."""
        return self.extend([record], rng)[0]

    def extend(self, new: Sequence[bytes], rng: Random) -> range:
        """Log several records with one sync a bundle; their indexes."""
        first = self.size
        sealed = [records.seal(first + place, record, rng) for place, record in enumerate(new)]
        with self._at_once():
            log_lines(self._files, sealed)
        self._pending += sealed
        return range(first, self.size)

    def pad(self, rng: Random, unit: int = PADDED_TO) -> None:
        """Append padding up to a multiple of ``unit``, so that the size does not tell how much was done."""
        self.extend([records.padding()] * padding_for(self.size, unit), rng)

    def sign(self, signer: Signer) -> bytes:
        """Store what is pending, check it as stored, and sign. Returns the checkpoint; the same one when nothing is new."""
        if self._note is not None and not self._pending:
            return bytes(self._note)
        with self._at_once():
            return self._sign(signer)

    def _sign(self, signer: Signer) -> bytes:
        growth = grow(self._files.read, self.signed_size, [opening.entry for opening in self._pending])
        for name, data in growth.files.items():
            self._files.replace(name, data)
        note = sign_checkpoint(self._files.read, self._head, growth.size, growth.root, signer)
        self._files.replace(CHECKPOINT, bytes(note))
        self._head, self._note, self._pending = read_checkpoint(note.text), note, []
        self._drop_partials(growth.files)
        return bytes(note)

    def _drop_partials(self, written: Iterable[str]) -> None:
        """Partial tiles go once the full one is there; those of earlier checkpoints are kept until then."""
        full = {name for name in written if ".p/" not in name}
        if full:
            for name in list(self._files.names()):
                if name.partition(".p/")[0] in full and ".p/" in name:
                    self._files.remove(name)

    def opening(self, index: int) -> Opening:
        """The record behind an entry, or what is left of it."""
        return _bundle(self._files, index // TILE_WIDTH)[index % TILE_WIDTH]

    def prove(self, index: int, *, with_record: bool = False) -> bytes:
        """A .tlog-proof file for an entry, checked before it is handed out. ``with_record`` opens it for whoever gets the file."""
        head, note = self._signed()
        hashes = proofs.inclusion_proof(TileReader(self._files.read, head.size), index, head.size)
        opening = self.opening(index)
        check_inclusion(leaf_hash(opening.entry), index, head.size, hashes, head.root)
        extra = opening.salt + opening.record if with_record else b""
        return bytes(ProofFile(index, tuple(hashes), bytes(note), extra))

    def prove_growth(self, old_size: int) -> bytes:
        """What a witness that last saw ``old_size`` entries wants to see: an ``add-checkpoint`` request."""
        head, note = self._signed()
        reader = TileReader(self._files.read, head.size)
        hashes = proofs.consistency_proof(reader, old_size, head.size) if old_size else []
        return bytes(GrowthFile(old_size, tuple(hashes), bytes(note)))

    def add_cosignatures(self, lines: str, policy: Policy, *, now: int) -> bytes:
        """Keep the lines that witnesses of ``policy`` answered with; the checkpoint with all of them.

        Raises :class:`weft.sodium.BadSignature` where a line of a known witness does not hold.
        """
        _, note = self._signed()
        added = read_note(note.text.encode() + b"\n" + lines.encode())
        good = {(each.key.name, each.key.key_id) for each in check_note(added, policy.witnesses, now=now)}
        new = [line for line in added.lines if (line.name, line.key_id) in good and line not in note.lines]
        cosigned = bytes(replace(note, lines=(*note.lines, *new)))
        with self._at_once():
            self._files.replace(CHECKPOINT, cosigned)
            self._files.replace(COSIGNED, cosigned)
        self._note = read_note(cosigned)
        return cosigned

    def erase(self, index: int, *, at: str, by: str, why: str, rng: Random) -> int:
        """Erase the record behind an entry that is signed for; the index of the tombstone, which is logged first.

        Raises :class:`Refused` where the entry is not signed for yet, is a tombstone itself, or was erased before.
        """
        if not 0 <= index < self.signed_size:
            raise Refused(f"entry {index} is not signed for yet, so it cannot be erased")
        opening = self.opening(index)
        if opening.erased or records.erased_by(opening.record):
            raise Refused(f"entry {index} is {'erased already' if opening.erased else 'a tombstone'}")
        stone = self.append(records.tombstone(range(index, index + 1), at=at, by=by, why=why), rng)
        with self._at_once():
            _erase(self._files, index)
        return stone

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Between here and the end the disk is written. Should that fail, this object no longer knows what the disk holds."""
        if self._unsure:
            raise NotWritten(
                "an earlier write to this log failed", hint="open the log again: it takes up what is there"
            )
        self._unsure = True
        yield
        self._unsure = False

    def _signed(self) -> tuple[Checkpoint, Note]:
        if self._head is None or self._note is None:
            raise Refused("nothing is signed yet", hint="sign a checkpoint first")
        return self._head, self._note


@contextmanager
def writing(path: Path, signer: Signer, *, witnessed: Iterable[bytes] = ()) -> Iterator[Log]:
    """The log in folder ``path``, open for writing and locked meanwhile. Raises as :meth:`Log.open`, and :class:`Busy`."""
    folder = Folder(path)
    with folder.alone():
        yield Log.open(folder, signer, witnessed=witnessed)


def openings(files: Files) -> Iterator[Opening]:
    """Every record of a log in a folder, in order. Raises :class:`LogDamaged` at the first that cannot be read."""
    bundle = 0
    while lines := _lines(files, bundle):
        for place, line in enumerate(lines):
            index = bundle * TILE_WIDTH + place
            yield records.read_line(line, index)
        bundle += 1


def log_lines(files: Files, new: Iterable[Opening]) -> None:
    """Append openings to the side table, with one sync a bundle."""
    for bundle, group in itertools.groupby(new, key=lambda each: each.index // TILE_WIDTH):
        files.append(_records_name(bundle), b"".join(map(records.write_line, group)))


def has_records(files: Files) -> bool:
    """Whether the side table is here at all; a mirror of a log has none."""
    return any(name.startswith(_RECORDS) for name in files.names())


def _records_name(bundle: int) -> str:
    return str(TileName(None, bundle)).replace("tile/entries/", _RECORDS) + ".jsonl"


def _lines(files: Files, bundle: int) -> list[bytes]:
    return (files.read(_records_name(bundle)) or b"").splitlines(keepends=True)


def _bundle(files: Files, bundle: int) -> list[Opening]:
    first = bundle * TILE_WIDTH
    return [records.read_line(line, first + place) for place, line in enumerate(_lines(files, bundle))]


def _erase(files: Files, index: int) -> None:
    bundle, place = divmod(index, TILE_WIDTH)
    kept = _bundle(files, bundle)
    kept[place] = kept[place].without_record()
    files.replace(_records_name(bundle), b"".join(map(records.write_line, kept)))


def _own(data: bytes, signer: Signer) -> tuple[Note, Checkpoint]:
    try:
        vouched = check_checkpoint(data, Policy((signer.key,)))
    except NotANote as wrong:
        raise LogDamaged(f"the checkpoint is damaged: {wrong}") from wrong
    return vouched.note, vouched.checkpoint


def take_up(files: Files, signed: int) -> list[Opening]:
    """Clear away what a crash left, and give the records from index ``signed`` on: those that are to be signed next.

    A line that was cut off was never acknowledged, and goes.
    """
    pending: list[Opening] = []
    bundle = signed // TILE_WIDTH
    while lines := _lines(files, bundle):
        if not lines[-1].endswith(b"\n"):
            files.replace(_records_name(bundle), b"".join(lines[:-1]))
        pending += [each for each in _bundle(files, bundle) if each.index >= signed]
        bundle += 1
    for each in pending:
        # A crash may have come between a tombstone and the erasing it announces.
        for index in records.erased_by(each.record):
            if index < signed and not _bundle(files, index // TILE_WIDTH)[index % TILE_WIDTH].erased:
                _erase(files, index)
    return pending
