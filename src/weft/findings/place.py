"""Put a run's files into a folder all together: first under temporary names, then moved into place.

A crash, a full disk or Ctrl-C while writing leaves the folder as it was; nobody ever opens half a file. The moves themselves are
one after the other, so a power cut between two of them can leave files of two runs side by side, each of them whole.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".weft-unfinished"


class Placing:
    """Files on their way into one folder. `open` gives a stream to write to; `together` moves them when all is well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A stream whose bytes become `name` in the folder, on disk before the block ends."""
        self.names.append(name)
        with self._temporary(name).open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def _temporary(self, name: str) -> Path:
        # The process number keeps two runs into one folder from writing into each other's file.
        return self.folder / f".{name}.{os.getpid()}{TEMPORARY}"

    def _move(self) -> None:
        for name in self.names:
            self._temporary(name).replace(self.folder / name)

    def _clear(self) -> None:
        for name in self.names:
            self._temporary(name).unlink(missing_ok=True)


@contextmanager
def together(folder: Path) -> Iterator[Placing]:
    """Everything opened inside the block appears in `folder` when the block ends well, and nothing of it otherwise.

    The folder is made if it is not there. Raises OSError as the file system does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    placing = Placing(folder)
    try:
        yield placing
        placing._move()  # noqa: SLF001 -- the two halves of one thing
    finally:
        placing._clear()  # noqa: SLF001 -- after a move there is nothing left to clear
