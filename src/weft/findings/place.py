"""Put a run's files into a folder all together: first under temporary names, then moved into place.

A new folder appears whole, by one rename. In a folder that holds an earlier run, a crash, a full disk or Ctrl-C while writing leaves all as it
was, and nobody ever opens half a file; the moves themselves are one after the other, so a power cut between two of them can leave files of
two runs side by side, each of them whole. What a killed process left behind is cleared by the next run into the folder.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".weft-unfinished"


class Placing:
    """Files on their way into one folder. `open` gives a stream to write to; `together` moves them when all is well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.fresh = not folder.exists() or not any(folder.iterdir())
        # The process number keeps two runs into one folder from writing into each other's files.
        mark = f"{os.getpid()}{TEMPORARY}"
        self.room = folder.parent / f".{folder.name}.{mark}" if self.fresh else folder
        self.ending = "" if self.fresh else f".{mark}"

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A stream whose bytes become `name` in the folder, on disk before the block ends."""
        self.names.append(name)
        with self._temporary(name).open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def _temporary(self, name: str) -> Path:
        return self.room / (name if self.fresh else f".{name}{self.ending}")

    def _begin(self) -> None:
        self.room.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(self.folder.parent, f".{self.folder.name}.")
        if not self.fresh:
            _clear_leftovers(self.folder, ".")

    def _move(self) -> None:
        if self.fresh:
            _sync(self.room)
            # Onto a folder that is absent or empty, this is one step for whoever looks.
            self.room.rename(self.folder)
            _sync(self.folder.parent)
            return
        for name in self.names:
            self._temporary(name).replace(self.folder / name)
        _sync(self.folder)

    def _clear(self) -> None:
        if self.fresh:
            shutil.rmtree(self.room, ignore_errors=True)
            return
        for name in self.names:
            self._temporary(name).unlink(missing_ok=True)


@contextmanager
def together(folder: Path) -> Iterator[Placing]:
    """Everything opened inside the block appears in `folder` when the block ends well, and nothing of it otherwise.

    The folder is made if it is not there. Raises OSError as the file system does.
    """
    placing = Placing(folder)
    try:
        placing._begin()  # noqa: SLF001 -- the parts of one thing
        yield placing
        placing._move()  # noqa: SLF001
    finally:
        placing._clear()  # noqa: SLF001 -- after a move there is nothing left to clear


def _clear_leftovers(folder: Path, start: str) -> None:
    """Remove what processes that are gone began here and could not clear themselves."""
    for left in folder.glob(f"{start}*{TEMPORARY}"):
        number = left.name.removesuffix(TEMPORARY).rpartition(".")[2]
        if number.isdigit() and not _lives(int(number)):
            with suppress(OSError):
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _sync(folder: Path) -> None:
    """Names on disk too, where the system can do that for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
