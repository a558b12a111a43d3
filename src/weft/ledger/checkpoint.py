"""Signing the head of a log, and never one that does not check.

In 2022 a certificate log was lost for good because one bit of one stored hash had flipped before its root was signed. So
:func:`sign_checkpoint` reads back what was stored, computes every new leaf hash from the stored entry, every tile from the tile below it,
the root from the tiles, and the root of the last checkpoint too; it signs only when all agree.
"""

from weft.ledger.note import Signer
from weft.ledger.tiles import (
    TILE_LEVELS,
    TILE_WIDTH,
    LogDamaged,
    Read,
    TileName,
    TileReader,
    hashes_of,
    stored,
    stored_entries,
    top_of,
)
from weft.ledger.tree import EMPTY_ROOT, leaf_hash, root
from weft.ledger.verify import Checkpoint, Note

# So that the size of a log does not tell how busy its owner was, whoever shows checkpoints to others fills up to full bundles.
PADDED_TO = 256


def sign_checkpoint(read: Read, previous: Checkpoint | None, size: int, root_grown: bytes, signer: Signer) -> Note:
    """The checkpoint over the first ``size`` entries, signed. ``signer.name`` is the log's origin.

    ``previous`` is the last checkpoint signed; ``root_grown`` is what :func:`weft.ledger.tiles.grow` found before anything was
    stored. Raises :class:`LogDamaged` and signs nothing where what is stored does not agree with either.
    """
    before = previous or Checkpoint(signer.name, 0, EMPTY_ROOT)
    if before.origin != signer.name:
        raise LogDamaged(f"the log is that of {before.origin}, the key that of {signer.name}")
    if size < before.size:
        raise LogDamaged(f"{before.size} entries were signed for, {size} are stored", index=size)
    if root(TileReader(read, size), before.size) != before.root:
        raise LogDamaged(f"the first {before.size} entries are not those that were signed for")
    check_stored(read, before.size, size)
    found = root(TileReader(read, size), size)
    if found != root_grown:
        raise LogDamaged(f"the stored tiles of {size} entries do not have the root that was computed")
    checkpoint = Checkpoint(signer.name, size, found)
    return Note(checkpoint.text, (signer.sign(checkpoint.text),))


def check_stored(read: Read, start: int, size: int) -> None:
    """Every stored hash over entries ``start`` to ``size`` is that of what stands below it.

    Reads the bundles and tiles of that range once. Raises :class:`LogDamaged` with the first entry that is not as it should be.
    """
    for index in range(start // TILE_WIDTH, -(-size // TILE_WIDTH)):
        bundle = TileName(None, index, min(TILE_WIDTH, size - index * TILE_WIDTH))
        found = [leaf_hash(entry) for entry in stored_entries(read, bundle)]
        _same(found, hashes_of(stored(read, bundle._replace(level=0))), index * TILE_WIDTH, 1, "entry")
    level = 1
    while size >> TILE_LEVELS * level:
        span = 1 << TILE_LEVELS * level
        row = size >> TILE_LEVELS * level
        for index in range((start // span) // TILE_WIDTH, -(-row // TILE_WIDTH)):
            first = index * TILE_WIDTH
            width = min(TILE_WIDTH, row - first)
            kept = hashes_of(stored(read, TileName(level, index, width)))
            skip = max(0, start // span - first)
            found = [
                top_of(hashes_of(stored(read, TileName(level - 1, first + place)))) for place in range(skip, width)
            ]
            _same(found, kept[skip:], (first + skip) * span, span, f"tile of level {level - 1} at entry")
        level += 1


def _same(found: list[bytes], kept: list[bytes], first: int, span: int, what: str) -> None:
    for place, (one, other) in enumerate(zip(found, kept, strict=True)):
        if one != other:
            index = first + place * span
            raise LogDamaged(f"the stored hash of {what} {index} is not the hash of what is stored", index=index)


def padding_for(size: int, unit: int = PADDED_TO) -> int:
    """How many entries fill a log of ``size`` up to a multiple of ``unit``."""
    return -size % unit
