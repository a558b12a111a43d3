"""What stands, in a folder: one array a file, read by need. Written beside and then put in place, so that a folder is whole or not there."""

import json
import shutil
from pathlib import Path

import numpy as np

from weft.errors import InputProblem
from weft.links.standing.meetings import Meetings
from weft.links.standing.stand import Standing

# Another method, or other columns: what was kept must be made anew.
VERSION = 4
_TABLES = ("reports", "rows", "raws", "nodes")
_ARRAYS = ("key", "times", "strong", "a", "b", "by_start", "by_row", "silences", "strange")


class StandingNotRead(InputProblem):
    """The folder holds no standing networks, or those of another version of Weft."""

    code = "input.standing"


def save(standing: Standing, folder: Path) -> None:
    """Write into ``folder``; what it held before is replaced when all is written."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    graph = standing.graph
    sizes = {}
    for name in _TABLES:
        table = getattr(graph, name)
        sizes[name] = table.size
        for column in table.columns:
            np.save(fresh / f"{name}-{column}.npy", table.held(column))
    for name in _ARRAYS:
        np.save(fresh / f"{name}.npy", getattr(graph, name))
    for name in ("near", "back"):
        rows = getattr(standing, name)
        np.save(fresh / f"{name}.npy", np.stack((rows.report, rows.a, rows.b, rows.worth)))
    told = {"version": VERSION, "sizes": sizes, "sorted_rows": graph.sorted_rows}
    (fresh / "standing.json").write_text(json.dumps(told), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def load(folder: Path) -> Standing:
    """What `save` wrote, not read before it is needed; the files stay as they are. Raises StandingNotRead."""
    try:
        told = json.loads((folder / "standing.json").read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            raise StandingNotRead(
                f"{folder} is of another version of Weft ({told['version']}, not {VERSION})", hint="Build it anew."
            )
        standing = Standing()
        graph = standing.graph
        for name in _TABLES:
            table = getattr(graph, name)
            table.size = int(told["sizes"][name])
            for column in table.columns:
                table.replace(column, np.load(folder / f"{name}-{column}.npy", mmap_mode="c"))
        for name in _ARRAYS:
            setattr(graph, name, np.load(folder / f"{name}.npy", mmap_mode="c"))
        for name in ("near", "back"):
            setattr(standing, name, Meetings(*np.load(folder / f"{name}.npy", mmap_mode="c")))
        graph.sorted_rows = int(told["sorted_rows"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise StandingNotRead(f"{folder} holds no standing networks: {problem}", hint="Build them anew.") from problem
    return standing
