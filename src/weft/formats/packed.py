"""Files packed one by one: gzip, bzip2, xz, and tar archives inside them. What comes out is bounded before it fills the memory."""

import bz2
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from weft.errors import FileNotRead
from weft.formats.zip_guard import MOST_BYTES, MOST_ENTRIES, MOST_RATIO, is_clutter

# Twice what a workbook may unpack to, and more: a packed CSV of a million reports is 400 MB.
MOST_TEXT: Final = 10 * MOST_BYTES
_SMALL: Final = 1_000_000
_STEP: Final = 1 << 20

MARKS: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")


def read(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of what is packed in ``data``; of each file where that is a tar archive. Raises FileNotRead."""
    inside = _unpacked(data, name)
    plain = name
    for ending in (".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".txz"):
        plain = plain.removesuffix(ending)
    if inside[257:262] == b"ustar":
        yield from _tar(inside, name)
    else:
        yield plain, inside


def _unpacked(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    try:
        for block in _blocks(data):
            out.write(block)
            size = out.tell()
            if size > MOST_TEXT or (size > _SMALL and size > MOST_RATIO * len(data)):
                raise FileNotRead(
                    f"{name} unpacks to more than {min(MOST_TEXT, MOST_RATIO * len(data)):,} bytes, which is refused",
                    hint="unpack it and look at what is inside",
                )
    except (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        raise FileNotRead(f"{name} is a damaged archive: {error}", hint="pack it again") from error
    return out.getvalue()


def _blocks(data: bytes) -> Iterator[bytes]:
    """Unpacked pieces of a megabyte at most; one archive may follow the other, as gzip allows."""
    while data:
        unpacker: Any
        if data.startswith(b"\x1f\x8b"):
            unpacker = zlib.decompressobj(wbits=31)
        elif data.startswith(b"BZh"):
            unpacker = bz2.BZ2Decompressor()
        elif data.startswith(MARKS[2]):
            unpacker = lzma.LZMADecompressor(memlimit=100_000_000)
        else:
            # Zeros behind the end are padding.
            return
        rest = data
        while not unpacker.eof:
            block = unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail if hasattr(unpacker, "unconsumed_tail") else b""
            if not block and not rest and not unpacker.eof:
                raise EOFError("it ends too early")
            yield block
        data = unpacker.unused_data


def _tar(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            members = [one for one in archive.getmembers() if one.isfile() and not is_clutter(one.name)]
            if len(members) > MOST_ENTRIES:
                raise FileNotRead(f"{name} holds {len(members):,} files; at most {MOST_ENTRIES:,} are read")
            for member in sorted(members, key=lambda one: one.name):
                # The path inside is only a name here: nothing is ever written under it.
                file = archive.extractfile(member)
                if file is not None and member.size:
                    yield f"{name}[{member.name}]", file.read()
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise FileNotRead(f"{name} is a damaged archive: {error}", hint="pack it again") from error
