"""A zip archive of report files (CSV, JSON, text, workbooks): each is read as if it lay beside the others."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from weft.errors import FileNotRead
from weft.formats import zip_guard


def read(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file in the archive, by name. Raises FileNotRead when it is damaged, or built to do harm."""
    entries = [
        entry
        for entry in zip_guard.check(data, name, workbooks=True)
        if not entry.is_dir() and not zip_guard.is_clutter(entry.filename)
    ]
    if not entries:
        raise FileNotRead(f"{name} holds no files", hint="pack the report files themselves")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in sorted(entries, key=lambda entry: entry.filename):
            try:
                with archive.open(entry) as file:
                    # One byte more than promised shows a lie before it fills the memory.
                    inside = file.read(entry.file_size + 1)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
                raise FileNotRead(
                    f"{name}: {entry.filename!r} cannot be unpacked: {error}", hint="pack it again"
                ) from error
            if len(inside) > entry.file_size:
                raise FileNotRead(f"{name}: {entry.filename!r} is larger than the archive says", hint="pack it again")
            if inside:
                # The path inside is only a name here: nothing is ever written under it.
                yield f"{name}[{entry.filename}]", inside
