"""The main job as one function: report files in, a folder of results out.

Nothing is written before everything was read and found, and each file is moved into place whole: an error or a power cut leaves
the results of the run before, never half of new ones.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weft import formats, links
from weft.errors import FileNotRead, NotWritten
from weft.findings import judgements as judgement_files
from weft.findings import page, previous, tables
from weft.formats import mapping as mapping_files
from weft.formats import watchlist
from weft.links import Networks

Step = Callable[[str, int, int], None]
"""Called as (what is done now, how much is done, out of how much; 0 when unknown)."""

# What a folder may hold beside reports without anybody meaning it as one.
_NOT_REPORTS = (".md", ".html", ".htm", ".toml", ".pdf", ".docx", ".license", ".log", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run read and found, and where it put it."""

    reading: formats.Reading
    networks: Networks
    watch_hits: list[tables.WatchHit]
    out: Path

    def as_json(self) -> dict[str, Any]:
        """The summary as plain values: counts, the biggest networks, where the files are."""
        found = self.networks
        return {
            "reports": self.reading.reports.num_rows,
            "sightings": self.reading.sightings.num_rows,
            "problems": len(self.reading.problems),
            "networks": len(found.networks),
            "reports_in_networks": int((found.member >= 0).sum()),
            "duplicates": sum(len(group) - 1 for group in found.duplicates),
            "damped": len(found.damped),
            "watch_hits": len(self.watch_hits),
            "judgements_unheeded": [list(pair) for pair in found.unheeded],
            "changes": [
                {"network_id": change.network_id, "what": change.what, "before": change.before, "after": change.after}
                for change in found.changes
            ],
            "biggest": [tables.network_row(network) for network in found.networks[:20]],
            "out": str(self.out),
            "page": str(self.out / "index.html"),
        }


def networks(
    files: Sequence[Path],
    out: Path,
    *,
    mapping: Path | None = None,
    country: str | None = None,
    watch: Sequence[Path] = (),
    since: Path | None = None,
    judgements: Path | None = None,
    fresh: bool = False,
    safe: bool = False,
    progress: Step = lambda what, done, total: None,
) -> Run:
    """Read ``files``, find the networks and write the results of the contract into ``out``.

    ``since`` (or, unless ``fresh``, what already stands in ``out``) gives networks found before their names back.
    ``judgements`` is a file of what people said of reports (`findings.judgements`); the run obeys it.
    ``safe`` writes the CSV files so that a spreadsheet runs nothing in them.
    Raises FileNotRead, MappingNotRead, JudgementsNotRead: nothing is written then.
    """
    if out.exists() and not out.is_dir():
        raise FileNotRead(
            f"{out} is a file, not a folder", hint="give --out the name of a folder; it is made when absent"
        )
    lists = [watchlist.read(path) for path in watch]
    said = None if judgements is None else judgement_files.read(judgements)
    with named(files) as paths:
        reading = formats.read(paths, mapping=mapping_of(mapping), country=country, progress=reading_step(progress))
    if reading.reports.num_rows == 0:
        raise FileNotRead("no report in what was given", hint="see `weft columns FILE` for what was recognised")
    before = None
    if since is not None:
        before = previous.read(since)
    elif not fresh and (out / "members.csv").exists():
        before = previous.read(out)
    progress("finding networks", 0, 0)
    found = links.build(reading.reports, reading.sightings, previous=before, judgements=said)
    progress("finding networks", 1, 1)
    hits = tables.watch_hits(reading, found, lists)
    progress("writing", 0, 2)
    html = page.render(reading, found, watch=hits)
    progress("writing", 1, 2)
    try:
        tables.write(out, reading, found, watch=hits if watch else None, page=html, safe=safe)
    except OSError as error:
        raise NotWritten(
            f"the results cannot be written into {out}: {error.strerror or error}",
            hint="nothing was changed there; make room or name another folder, and run it again",
        ) from error
    progress("writing", 2, 2)
    return Run(reading=reading, networks=found, watch_hits=hits, out=out)


def mapping_of(path: Path | None) -> Mapping[str, Any] | None:
    """The mapping file read, or None without one. Raises MappingNotRead."""
    return None if path is None else mapping_files.read(path)


def reading_step(step: Step) -> Callable[[Any], None]:
    """What `formats.read` calls while it reads, as one line of progress."""
    return lambda progress: step(f"reading {progress.file}", progress.done, progress.total)


@contextmanager
def named(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files meant by ``files``: a folder stands for the report files in it, ``-`` for standard input."""
    with tempfile.TemporaryDirectory(prefix="weft-") as room:
        paths: list[Path] = []
        for path in files:
            if str(path) == "-":
                kept = Path(room) / "stdin"
                kept.write_bytes(sys.stdin.buffer.read())
                paths.append(kept)
            elif path.is_dir():
                inside = sorted(one for one in path.rglob("*") if _may_be_reports(one))
                if not inside:
                    raise FileNotRead(
                        f"{path} holds no report file", hint="name the files, or a folder that holds them"
                    )
                paths.extend(inside)
            else:
                paths.append(path)
        yield paths


def _may_be_reports(path: Path) -> bool:
    return (
        path.is_file()
        and not path.name.startswith((".", "LICENSE", "README", "~$"))
        and path.suffix.lower() not in _NOT_REPORTS
    )


def sighting_rows(reading: formats.Reading) -> Iterator[tuple[str, str, str, str]]:
    """(report_id, kind, value, as_written) of each sighting, in order."""
    ids = reading.reports["report_id"].to_pylist()
    columns = (reading.sightings[name].to_pylist() for name in ("report", "kind", "value", "as_written"))
    for report, kind, value, as_written in zip(*columns, strict=True):
        yield ids[report], kind, value, as_written


def report_objects(reading: formats.Reading) -> Iterator[dict[str, Any]]:
    """Each report as a JSON-ready object with its identifiers; who reported stays out of it."""
    inside: list[list[dict[str, Any]]] = [[] for _ in range(reading.reports.num_rows)]
    for row in reading.sightings.to_pylist():
        inside[row.pop("report")].append({name: value for name, value in row.items() if value is not None})
    for place, row in enumerate(reading.reports.to_pylist()):
        row.pop("reporter")
        yield {name: _plain(value) for name, value in row.items() if value is not None} | {"identifiers": inside[place]}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int) else str(value)
