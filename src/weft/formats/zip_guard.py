"""Look at an archive's directory before anything is unpacked: a bomb is refused in the time it takes to read a list.

What an archive says about itself may be a lie; what is unpacked afterwards is bounded again where it happens.
"""

import io
import zipfile
from pathlib import Path
from typing import Final

from weft.errors import FileNotRead

# A workbook has tens of parts; the limits are those of the project's threat model, far above any real report file.
MOST_ENTRIES: Final = 1_000
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".ods")
_ARCHIVES: Final = (".zip", ".jar", ".docx", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar")
# Little files of a workbook (empty styles, one rule a thousand times) pack very well and harm nobody.
_SMALL: Final = 1_000_000


def check(source: Path | bytes, name: str, *, workbooks: bool = False) -> list[zipfile.ZipInfo]:
    """The archive's entries, when it is harmless. Raises FileNotRead when it is damaged or built to do harm.

    ``workbooks`` may lie in it where whoever takes them out checks each of them as well; other archives never.
    """
    hint = "ask the sender to save it again, or as CSV"
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise FileNotRead(f"{name} is a damaged archive: {error}", hint=hint) from error
    if len(entries) > MOST_ENTRIES:
        raise FileNotRead(f"{name} holds {len(entries):,} parts; at most {MOST_ENTRIES:,} are read", hint=hint)
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES:
        raise FileNotRead(f"{name} unpacks to {size:,} bytes; at most {MOST_BYTES:,} are read", hint=hint)
    packed = sum(entry.compress_size for entry in entries)
    if size > _SMALL and size > MOST_RATIO * max(1, packed):
        raise FileNotRead(
            f"{name} unpacks to {size // max(1, packed)} times its size; at most {MOST_RATIO} are read", hint=hint
        )
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise FileNotRead(
                f"{name}: a part unpacks to {entry.file_size // max(1, entry.compress_size)} times its size", hint=hint
            )
        if entry.filename.lower().endswith(_ARCHIVES if workbooks else (*_ARCHIVES, *_WORKBOOKS)):
            raise FileNotRead(f"{name} holds another archive", hint="unpack it and give the files inside")
        if entry.flag_bits & 1:
            raise FileNotRead(f"{name} is locked with a password", hint="save it without a password")
    return entries


def is_clutter(name: str) -> bool:
    """What packing programs add: resource forks of macOS, thumbnails."""
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(".") or last in {"Thumbs.db", "desktop.ini"}
