"""The engine already carries the fonts for Thai, Khmer, Lao and Burmese; the node serves the same files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from weft.findings import fonts

_FOLDER = Path(fonts.__file__).parent


class Fonts(BaseFinder):
    """Finds `fonts/NAME.woff2`."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=str(_FOLDER))
        self.storage.prefix = "fonts"  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix("fonts/")
        found = [str(_FOLDER / name)] if path.startswith("fonts/") and name in self._names() else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield from ((name, self.storage) for name in self._names())

    def _names(self) -> "Sequence[str]":
        return sorted(path.name for path in _FOLDER.glob("*.woff2"))
