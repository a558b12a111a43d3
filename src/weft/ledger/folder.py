"""Files of a folder, written so that a crash or a power cut at any moment leaves either the old content or the new.

A file is replaced by writing another beside it, syncing that, renaming it over, and syncing the folder; it is appended to in one
write and a sync. An error while syncing is never tried again: what the disk then holds is unknown, so the process stops and
the next one reads what is there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from weft.errors import InputProblem, NotConfigured, Refused

_BESIDE = ".writing"


class Busy(Refused):
    """Another process writes to this log."""

    code = "refused.busy"


class NotWritten(NotConfigured):
    """The disk would not take what was written: full, failing, or not writable for us."""

    code = "not_configured.disk"


class Files(Protocol):
    """What a log needs from a disk. Names are paths with ``/`` below the folder."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        ...

    def names(self) -> Iterator[str]:
        """All files there are."""
        ...

    def replace(self, name: str, data: bytes) -> None:
        """Make ``data`` the whole content, at once and for good."""
        ...

    def append(self, name: str, data: bytes) -> None:
        """Put ``data`` at the end for good. A crash may leave part of it."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away."""
        ...


class Folder:
    """:class:`Files` in a real folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> bytes | None:
        try:
            return (self._root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except (OSError, ValueError) as wrong:
            raise InputProblem(f"{self._root / name} cannot be read: {wrong.args[-1]}") from wrong

    def names(self) -> Iterator[str]:
        for folder, _, files in os.walk(self._root):
            here = Path(folder).relative_to(self._root)
            yield from ((here / name).as_posix() for name in sorted(files) if not name.endswith(_BESIDE))

    def replace(self, name: str, data: bytes) -> None:
        path = self._root / name
        beside = path.with_name(path.name + _BESIDE)
        with _disk(path):
            self._make(path.parent)
            _write(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, data)
            beside.rename(path)
            _sync(path.parent)

    def append(self, name: str, data: bytes) -> None:
        path = self._root / name
        with _disk(path):
            new = not path.exists()
            self._make(path.parent)
            _write(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, data)
            if new:
                _sync(path.parent)

    def remove(self, name: str) -> None:
        path = self._root / name
        with _disk(path):
            path.unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        """Make a folder and those above it, each of them for good."""
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            _sync(folder.parent)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the one writer's place. The system gives it up when the process ends, however it ends. Raises :class:`Busy`."""
        with _disk(self._root):
            self._make(self._root)
            held = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as wrong:
                raise Busy(f"another process is writing to {self._root}", hint="wait until it is done") from wrong
            yield
        finally:
            os.close(held)


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        raise NotWritten(f"{path} cannot be written: {wrong.strerror}") from wrong


def _write(path: Path, flags: int, data: bytes) -> None:
    handle = os.open(path, flags, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
