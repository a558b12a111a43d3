"""The tlog-tiles layout (C2SP): where hashes and entries of a log stand, and how a log grows by whole files.

Hashes stand in *tiles* of 256, eight levels of the tree each: tile ``n`` of level ``l`` holds the nodes of tree level ``8 * l``
from ``256 * n`` on. Entries stand in *bundles* of 256. The last tile of a level may be partial; its name then says how many
hashes it holds, and it never changes either: growth writes a new file. A name is a path with ``/``, the same in a folder, in a
database column and behind a web server.

Nothing here reads or writes by itself: :func:`grow` is given a way to read and answers with what is to be written.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from weft.errors import Tampered
from weft.ledger.tree import HASH_BYTES, Node, leaf_hash, pair_up, root

TILE_WIDTH = 256
TILE_LEVELS = 8
# Entries are length-prefixed with 16 bits (C2SP tlog-tiles).
ENTRY_LIMIT = 65_535

Read = Callable[[str], bytes | None]
"""Gives the bytes that stand under a name, or None where there are none."""

_NAME = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class LogDamaged(Tampered):
    """What is stored is not what was logged. ``index`` is the first leaf that is not as it was, where one can be named."""

    code = "tampered.log"

    def __init__(self, message: str, *, index: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint, index=index)
        self.index = index


class TileName(NamedTuple):
    """Which tile (or, with level None, which bundle of entries) a name stands for, and how many it holds."""

    level: int | None
    number: int
    width: int = TILE_WIDTH

    def __str__(self) -> str:
        digits = f"{self.number:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level is None else str(self.level)
        return f"tile/{level}/{path}" + ("" if self.width == TILE_WIDTH else f".p/{self.width}")


def parse_name(name: str) -> TileName | None:
    """The tile that ``name`` stands for, or None where it is no tile's name. There is one way to write each."""
    matched = _NAME.fullmatch(name)
    if not matched:
        return None
    level, path, width = matched.groups()
    index = int(path.replace("x", "").replace("/", ""))
    tile = TileName(None if level == "entries" else int(level), index, int(width) if width else TILE_WIDTH)
    return tile if tile.width <= TILE_WIDTH and str(tile) == name else None


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(bundle: bytes) -> list[bytes]:
    """The entries of a bundle. Raises :class:`LogDamaged` where the lengths do not add up."""
    entries = []
    place = 0
    while place < len(bundle):
        start = place + 2
        place = start + int.from_bytes(bundle[place:start], "big")
        entries.append(bundle[start:place])
    if place != len(bundle):
        raise LogDamaged("a bundle of entries ends in the middle of an entry")
    return entries


def hashes_of(tile: bytes) -> list[bytes]:
    """The hashes that stand in a tile."""
    return [tile[place : place + HASH_BYTES] for place in range(0, len(tile), HASH_BYTES)]


def tiles_of(size: int) -> Iterator[TileName]:
    """Every tile of hashes that a tree of ``size`` leaves has, lowest level first."""
    level = 0
    while size:
        full, rest = divmod(size, TILE_WIDTH)
        yield from (TileName(level, index) for index in range(full))
        if rest:
            yield TileName(level, full, rest)
        size, level = full, level + 1


def bundles_of(size: int) -> Iterator[TileName]:
    """Every bundle of entries that a tree of ``size`` leaves has."""
    full, rest = divmod(size, TILE_WIDTH)
    yield from (TileName(None, index) for index in range(full))
    if rest:
        yield TileName(None, full, rest)


class TileReader:
    """Reads hashes of a tree of ``size`` leaves out of its tiles.

    Keeps the tiles it read and what it computed from them (at most 16 kB a tile): one reader for one answer, or for many.
    """

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self._size = size
        self._rows: dict[tuple[int, int], list[list[bytes]]] = {}

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self._node(*node) for node in nodes]

    def _node(self, level: int, number: int) -> bytes:
        tile_level, height = divmod(level, TILE_LEVELS)
        tile_number, first = divmod(number << height, TILE_WIDTH)
        rows = self._rows.get((tile_level, tile_number))
        if rows is None:
            rows = self._rows[tile_level, tile_number] = [hashes_of(self._tile(tile_level, tile_number))]
        while len(rows) <= height:
            whole = len(rows[-1]) & ~1
            rows.append(pair_up(rows[-1][:whole]))
        return rows[height][first >> height]

    def _tile(self, level: int, number: int) -> bytes:
        width = min(TILE_WIDTH, (self._size >> TILE_LEVELS * level) - number * TILE_WIDTH)
        assert width > 0, "a tile outside the tree"
        return stored(self._read, TileName(level, number, width))


def stored(read: Read, tile: TileName) -> bytes:
    """The bytes of a tile of hashes as stored, also where only the full tile is kept. Raises :class:`LogDamaged`."""
    wanted = tile.width * HASH_BYTES
    found = read(str(tile))
    if found is None and tile.width < TILE_WIDTH:
        # A full tile replaces the partial ones (C2SP tlog-tiles, Partial Tiles).
        found = read(str(tile._replace(width=TILE_WIDTH)))
        found = found[:wanted] if found is not None else None
    if found is None or len(found) != wanted:
        what = "absent" if found is None else f"{len(found)} bytes long instead of {wanted}"
        first = tile.number * TILE_WIDTH << TILE_LEVELS * (tile.level or 0)
        raise LogDamaged(f"{tile} is {what}", index=first)
    return found


def stored_entries(read: Read, bundle: TileName) -> list[bytes]:
    """The entries of a bundle as stored, also where only the full bundle is kept. Raises :class:`LogDamaged`."""
    found, width = read(str(bundle)), bundle.width
    if found is None and width < TILE_WIDTH:
        found, width = read(str(bundle._replace(width=TILE_WIDTH))), TILE_WIDTH
    first = bundle.number * TILE_WIDTH
    if found is None:
        raise LogDamaged(f"{bundle} is absent", index=first)
    try:
        entries = unpack_entries(found)
    except LogDamaged as damaged:
        raise LogDamaged(f"{bundle}: {damaged}", index=first) from damaged
    if len(entries) != width:
        odd = first + min(len(entries), bundle.width - 1)
        raise LogDamaged(f"{bundle} holds {len(entries)} entries instead of {width}", index=odd)
    return entries[: bundle.width]


@dataclass(frozen=True, slots=True)
class Growth:
    """What a log becomes: its new size and root, and the files to be written, in an order in which any may be the last."""

    size: int
    root: bytes
    files: dict[str, bytes]


def grow(read: Read, size: int, entries: Sequence[bytes]) -> Growth:
    """The log of ``size`` entries with ``entries`` after them. Reads one tile a level and one bundle; writes nothing.

    Whoever stores the files then lets :func:`weft.ledger.checkpoint.sign_checkpoint` read them back before anything is signed.
    """
    files: dict[str, bytes] = {}

    def overlay(name: str) -> bytes | None:
        return files[name] if name in files else read(name)

    new = size + len(entries)
    if any(len(entry) > ENTRY_LIMIT for entry in entries):
        raise ValueError(f"an entry holds at most {ENTRY_LIMIT} bytes")
    first, kept = divmod(size, TILE_WIDTH)
    bundled = (stored_entries(read, TileName(None, first, kept)) if kept else []) + list(entries)
    for tile, chunk in _cut(None, first, bundled):
        files[str(tile)] = pack_entries(chunk)

    level = 0
    added = [leaf_hash(entry) for entry in entries]
    while added:
        first, kept = divmod(size >> TILE_LEVELS * level, TILE_WIDTH)
        row = (hashes_of(stored(read, TileName(level, first, kept))) if kept else []) + added
        added = []
        for tile, chunk in _cut(level, first, row):
            files[str(tile)] = b"".join(chunk)
            if tile.width == TILE_WIDTH:
                added.append(top_of(chunk))
        level += 1
    return Growth(new, root(TileReader(overlay, new), new), files)


def _cut(level: int | None, first: int, row: Sequence[bytes]) -> Iterator[tuple[TileName, Sequence[bytes]]]:
    for place in range(0, len(row), TILE_WIDTH):
        chunk = row[place : place + TILE_WIDTH]
        yield TileName(level, first + place // TILE_WIDTH, len(chunk)), chunk


def top_of(hashes: Sequence[bytes]) -> bytes:
    """The hash of a full tile: what stands for it one level up."""
    for _ in range(TILE_LEVELS):
        hashes = pair_up(hashes)
    return hashes[0]
