"""Report files into the node from its own machine: each becomes a batch that can be looked at and undone like any other."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from weft.errors import FileNotRead, InputProblem
from weft.formats import mapping as mapping_files
from weftnode.accounts.models import Compartment
from weftnode.audit.actors import SHELL
from weftnode.reports import actions, indexes, reading
from weftnode.reports.models import Batch

# Some 30,000 reports: from here on building two indexes anew costs less than keeping them up.
_LARGE = 10_000_000


def load(files: Sequence[Path], compartment: str, country: str, mapping: Path | None) -> Iterator[str]:
    """Bring each file in, one line about each. A file that cannot be read at all stops at its place; those before it stay in."""
    room = Compartment.objects.filter(code=compartment).first()
    if room is None:
        known = ", ".join(Compartment.objects.values_list("code", flat=True))
        raise InputProblem(f"there is no compartment {compartment!r}", hint=f"there are: {known}")
    columns: dict[str, Any] = dict(mapping_files.read(mapping)["columns"]) if mapping else {}
    for path in files:
        if not path.is_file():
            raise FileNotRead(f"there is no file {path}")
    indexes.mend()
    large = sum(path.stat().st_size for path in files) > _LARGE
    with indexes.aside() if large else contextlib.nullcontext(), ThreadPoolExecutor(1) as ahead:
        # While one file is written into the tables, the next is read: both cores of a small machine have work.
        waiting = [ahead.submit(_read, path, country, columns) for path in files[:1]]
        for number, path in enumerate(files):
            stored = waiting.pop().result()
            waiting = [ahead.submit(_read, path, country, columns) for path in files[number + 1 : number + 2]]
            batch = _write(path, stored, room, country, columns)
            if batch.state == Batch.State.FAILED:
                for one in waiting:
                    reading.forget(actions.place(one.result()))
                raise FileNotRead(f"{path.name}: {batch.trouble}")
            yield f"{path.name}: {batch.done} reports, {batch.sightings} sightings, {batch.problems_count} rows or values not read"


def bring(path: Path, room: Compartment, country: str, columns: dict[str, Any]) -> Batch:
    """One file in, all the way."""
    return _write(path, _copied(path), room, country, columns)


def _copied(path: Path) -> str:
    stored = secrets.token_hex(16) + path.suffix.lower()[:6]
    place = actions.place(stored)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(path, place)
    place.chmod(0o600)
    return stored


def _read(path: Path, country: str, columns: dict[str, Any]) -> str:
    """Copy a file and read it beside the copy, where the load finds what was read. What is wrong with it, the load says."""
    stored = _copied(path)
    with contextlib.suppress(InputProblem):
        reading.read(actions.place(stored), path.name, country=country.upper(), mapping=columns)
    return stored


def _write(path: Path, stored: str, room: Compartment, country: str, columns: dict[str, Any]) -> Batch:
    batch = actions.keep(by=SHELL, room=room, stored=stored, name=path.name, country=country.upper())
    actions.confirm(by=SHELL, batch=batch, mapping=columns, country=country.upper())
    actions.load(batch=Batch.objects.get(pk=batch.pk))
    return Batch.objects.get(pk=batch.pk)
