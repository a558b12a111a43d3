"""Uploaded bytes to reports, in a child process with limits: a file built to do harm takes the child, not the node.

The child reads by the engine and leaves two Arrow files and the problems beside the upload; the parent maps them into memory. The same
bytes give the same tables, so a task that is taken up again finds its place by the row it had come to.
"""

import errno
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from weft import formats
from weft.errors import FileNotRead, InputProblem
from weft.model import Problem
from weftnode.ui import disk

# Room for a million reports of a workbook; a bomb ends here.
MEMORY_BYTES = 6_000_000_000
CPU_SECONDS = 1_800
_MOST_PROBLEMS = 10_000


@dataclass(frozen=True, slots=True)
class Read:
    """What a child left."""

    reports: pa.Table
    sightings: pa.Table
    problems: list[Problem]
    problems_count: int


def look(path: Path, name: str, *, country: str, mapping: dict[str, str]) -> dict[str, Any]:
    """What the columns of an upload are taken for, with its first rows. InputProblem when it cannot be read at all."""
    return _child("look", path, name, country, mapping, cpu=60)


def read(path: Path, name: str, *, country: str, mapping: dict[str, str]) -> Read:
    """Everything in an upload. InputProblem when it cannot be read at all."""
    folder = path.with_suffix(".read")
    if not (folder / "done").exists():
        _child("read", path, name, country, mapping, cpu=CPU_SECONDS)
    told = json.loads((folder / "done").read_text("utf-8"))
    problems = [Problem(**one) for one in told["problems"]]
    return Read(_table(folder / "reports.arrow"), _table(folder / "sightings.arrow"), problems, told["count"])


def forget(path: Path) -> None:
    """Remove an upload and what was read of it."""
    folder = path.with_suffix(".read")
    for left in (folder / "done", folder / "reports.arrow", folder / "sightings.arrow", path):
        left.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()


def _table(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _child(verb: str, path: Path, name: str, country: str, mapping: dict[str, str], *, cpu: int) -> dict[str, Any]:
    asked = json.dumps(
        {"verb": verb, "path": str(path), "name": name, "country": country, "mapping": mapping, "cpu": cpu}
    )
    bare = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "weftnode.reports.reading"],
        input=asked,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        answer = json.loads(done.stdout)
        if "full" in answer:
            raise OSError(errno.ENOSPC, "what was read could not be kept")
        if "error" in answer:
            raise InputProblem(answer["error"], hint=answer["hint"])
        return dict(answer)
    raise FileNotRead(
        f"{name} could not be read: reading it took too much memory or time",
        hint="is it what it says it is? try a part of it",
    )


def main() -> None:
    """The child: limits first, then the work asked for on standard input; the answer on standard output."""
    asked = json.loads(sys.stdin.read())
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["cpu"], asked["cpu"] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path = Path(asked["path"])
    try:
        answer = _look(path, asked) if asked["verb"] == "look" else _read(path, asked)
    except InputProblem as problem:
        said = str(problem).replace(str(path), asked["name"]).replace(path.name, asked["name"])
        answer = {"error": said, "hint": problem.hint}
    except OSError as problem:
        if not disk.would_not_take(problem):
            raise
        answer = {"full": True}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


def _look(path: Path, asked: dict[str, Any]) -> dict[str, Any]:
    seen = formats.look(path, country=asked["country"] or None)
    return {
        "format": seen.format,
        "encoding": seen.encoding,
        "country": seen.country,
        "columns": [
            {
                "header": one.header,
                "field": one.field,
                "because": one.because,
                "sureness": one.sureness,
                "example": one.example[:200],
            }
            for one in seen.columns
        ],
    }


def _read(path: Path, asked: dict[str, Any]) -> dict[str, Any]:
    # Every core, but after whoever waits for a page: pages are answered by processes that are not nice.
    os.nice(10)
    reading = formats.read([path], mapping=asked["mapping"] or None, country=asked["country"] or None)
    folder = path.with_suffix(".read")
    folder.mkdir(exist_ok=True)
    for name, table in (("reports", reading.reports), ("sightings", reading.sightings)):
        with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        _synced(folder / f"{name}.arrow")
    kept = [{**asdict(one), "file": asked["name"]} for one in reading.problems[:_MOST_PROBLEMS]]
    told = {"problems": kept, "count": len(reading.problems)}
    (folder / "done.tmp").write_text(json.dumps(told), "utf-8")
    _synced(folder / "done.tmp")
    (folder / "done.tmp").replace(folder / "done")
    return {}


def _synced(path: Path) -> None:
    """On the disk before anything relies on it: `done` must not outlive a power cut that its tables did not."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    main()
