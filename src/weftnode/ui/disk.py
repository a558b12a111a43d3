"""A disk that is full or broken: how it is told from our own bugs, whatever layer it comes up through; how much room is left; what lies about."""

import datetime as dt
import errno
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

# Full; over the owner's share; larger than a file may be; read-only after a fault; the disk itself fails.
_OF_THE_SYSTEM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
# The low byte of an extended result code of SQLite (sqlite.org/rescode.html).
_OF_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
# PostgreSQL, class 53 and 58: disk_full, io_error.
_OF_POSTGRESQL = {"53100", "58030"}
LEAST_SHARE, LEAST_BYTES = 0.10, 20e9


def would_not_take(problem: BaseException | None) -> bool:
    """Whether ``problem``, or what it came from, is the disk's doing. Nothing is changed then: every write is whole or not at all."""
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        if isinstance(problem, OSError) and problem.errno in _OF_THE_SYSTEM:
            return True
        if isinstance(problem, sqlite3.Error) and getattr(problem, "sqlite_errorcode", 0) & 0xFF in _OF_SQLITE:
            return True
        if getattr(problem, "sqlstate", None) in _OF_POSTGRESQL:
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def room(folder: Path) -> tuple[int, int, bool]:
    """Free bytes, all bytes, and whether that is enough to go on without a thought."""
    space = shutil.disk_usage(folder if folder.exists() else Path.cwd())
    return space.free, space.total, space.free >= min(LEAST_SHARE * space.total, LEAST_BYTES)


def strays(folder: Path, pattern: str, named: Collection[str], before: dt.datetime) -> Iterator[Path]:
    """Files and folders whose whole name fits ``pattern``, that nobody ``named`` and that were last written before then.

    A process that is killed between a file and the row that names it leaves such a file; a young one may be on its way still.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if re.fullmatch(pattern, path.name) and path.name not in named and path.stat().st_mtime < before.timestamp():
            yield path
