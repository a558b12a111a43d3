"""A whole log, checked from its first byte to its last: what :mod:`weft.ledger.verify` does for one entry, for all of them.

Reads what stands under the names of the tlog-tiles layout and, where they are there, the records behind the entries. The files
are the accused: nothing they say is used before it is checked against the checkpoint, and the checkpoint against keys that the
auditor brought.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weft.ledger.checkpoint import check_stored
from weft.ledger.records import Opening, erased_by
from weft.ledger.tiles import (
    TILE_LEVELS,
    TILE_WIDTH,
    LogDamaged,
    Read,
    TileReader,
    bundles_of,
    parse_name,
    stored,
    stored_entries,
)
from weft.ledger.tree import root
from weft.ledger.verify import Checkpoint, NotANote, Policy, Vouched, check_checkpoint

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Audit:
    """What a whole log was found to be, when nothing is wrong with it."""

    vouched: Vouched
    opened: int
    """Entries whose record is there and belongs to its entry."""
    erased: int
    """Entries whose record is gone, each with a tombstone in the log."""
    records: bool
    """Whether there was a side table at all; a mirror of a log has none."""


def audit(
    read: Read,
    names: Iterable[str],
    policy: Policy,
    *,
    openings: Iterable[Opening] | None = None,
    seen: Iterable[Checkpoint] = (),
    now: int | None = None,
) -> Audit:
    """Check everything. ``seen`` are checkpoints of this log known from elsewhere: it must continue each of them.

    Raises :class:`LogDamaged` with the first bad entry where one can be named, and what
    :func:`weft.ledger.verify.check_checkpoint` raises.
    """
    data = read(CHECKPOINT)
    if data is None:
        raise LogDamaged("the log has no checkpoint", index=0)
    try:
        vouched = check_checkpoint(data, policy, now=now)
    except NotANote as wrong:
        raise LogDamaged(f"the checkpoint is damaged: {wrong}") from wrong
    head = vouched.checkpoint
    check_stored(read, 0, head.size)
    if root(TileReader(read, head.size), head.size) != head.root:
        # Entries and tiles were rewritten together. Where the records were not, they still say from which entry on.
        if openings is not None:
            _check_records(read, head.size, openings)
        raise LogDamaged(f"the {head.size} entries do not have the root that was signed")
    for each in seen:
        _continues(read, head, each)
    _check_leftovers(read, names, head.size)
    opened, erased = _check_records(read, head.size, openings) if openings is not None else (0, 0)
    return Audit(vouched, opened, erased, openings is not None)


def _continues(read: Read, head: Checkpoint, old: Checkpoint) -> None:
    if old.origin != head.origin:
        raise LogDamaged(f"the checkpoint to compare with is of {old.origin}, the log is {head.origin}")
    if old.size > head.size:
        raise LogDamaged(f"the log was rolled back: {old.size} entries were seen, it has {head.size}", index=head.size)
    if root(TileReader(read, head.size), old.size) != old.root:
        raise LogDamaged(f"the log does not continue the {old.size} entries that were seen before")


def _check_leftovers(read: Read, names: Iterable[str], size: int) -> None:
    """Files that the current size does not need (older partial tiles) must still be the beginning of those it does."""
    for name in names:
        tile = parse_name(name)
        if tile is None:
            continue
        whole = min(TILE_WIDTH, (size >> TILE_LEVELS * (tile.level or 0)) - tile.number * TILE_WIDTH)
        if tile.width > whole:
            # Written, but not yet signed for: what a crash before signing leaves. The next signing checks it.
            continue
        current = tile._replace(width=whole)
        if tile.level is None:
            same = stored_entries(read, tile) == stored_entries(read, current)[: tile.width]
        else:
            same = stored(read, current).startswith(stored(read, tile))
        if not same:
            raise LogDamaged(
                f"{name} is not the beginning of what followed it",
                index=tile.number * TILE_WIDTH << TILE_LEVELS * (tile.level or 0),
            )


def _check_records(read: Read, size: int, openings: Iterable[Opening]) -> tuple[int, int]:
    gone: list[int] = []
    buried: set[int] = set()
    ranges: list[range] = []
    entries = _entries(read, size)
    opened = 0
    source = iter(openings)
    for index, entry in enumerate(entries):
        opening = next(source, None)
        if opening is None or opening.index != index:
            raise LogDamaged(
                f"entry {index} has no record and no note that it was erased",
                index=index,
                hint="" if opening or index else "where tiles alone were copied, say that it is a mirror (--mirror)",
            )
        if opening.entry != entry:
            raise LogDamaged(f"the record of entry {index} belongs to another entry", index=index)
        if opening.erased:
            gone.append(index)
            continue
        opened += 1
        stone = erased_by(opening.record)
        # A tombstone speaks of entries before it; it is no licence for those to come.
        stone = range(stone.start, min(stone.stop, index))
        if len(stone) == 1:
            buried.add(stone.start)
        elif stone:
            ranges.append(stone)
    for index in gone:
        if index not in buried and not any(index in stone for stone in ranges):
            raise LogDamaged(f"the record of entry {index} is gone, and no tombstone says why", index=index)
    return opened, len(gone)


def _entries(read: Read, size: int) -> Iterator[bytes]:
    for bundle in bundles_of(size):
        yield from stored_entries(read, bundle)
