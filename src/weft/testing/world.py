"""An invented world: report files of several countries, and the truth behind them.

::

    world = make(seed=7, reports=2000)      # who defrauds whom, in arrays
    world.write(Path("world"))              # one file a country in its own habits, notes.txt, and the truth in three tables

The same knobs give the same bytes. Nothing in it belongs to anybody on purpose: `weft.testing.invented` says what comes from where.
``truth.csv`` says whose each report is, ``identifiers_truth.csv`` what each names and why, ``events_truth.csv`` what happened to the
networks. A million reports take about a minute and a half of one core and 0.4 GB, most of it the text that is written as it is told.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol, Self

import numpy as np

from weft.errors import InputProblem
from weft.testing import plan as plans
from weft.testing.invented import UsedUp
from weft.testing.knobs import Knobs
from weft.testing.telling import Office, Teller, Told, offices
from weft.testing.truth import Plan
from weft.testing.workbook import Workbook

NOTES = "notes.txt"


class WorldNotMade(InputProblem):
    """Settings that describe no world, or more reports than there are invented numbers for."""

    code = "input.world"


@dataclass(frozen=True, slots=True)
class Made:
    """What `simulate` wrote."""

    files: list[Path]
    """Report files; the three tables of truth stand beside them."""
    reports: int
    networks: int


@dataclass(frozen=True, slots=True)
class World:
    """An invented world, not yet written down."""

    knobs: Knobs
    plan: Plan

    def told(self) -> Iterator[Told]:
        """Every report as its office's file has it, in order of day. The same each time it is asked for."""
        knobs, plan = self.knobs, self.plan
        rng = Random(f"weft telling {knobs.seed}")
        teller = Teller(rng, plan.book, knobs.seed)
        starts, names, roles = plan.starts.tolist(), plan.names, plan.roles
        serial = dict.fromkeys(plan.countries, 0)
        lines = 1
        for number, (day, where, style, twin) in enumerate(
            zip(plan.day.tolist(), plan.country.tolist(), plan.style.tolist(), plan.twin.tolist(), strict=True)
        ):
            country = plan.countries[where]
            first, last = starts[number], starts[number + 1]
            named = list(zip(names[first:last].tolist(), roles[first:last].tolist(), strict=True))
            on = knobs.first_on + dt.timedelta(days=day)
            spoil = knobs.bad_rows > 0 and rng.random() < knobs.bad_rows
            told = teller.tell(country, on, style, twin if twin >= 0 else number, named, again=twin >= 0, spoil=spoil)
            if "loose" in told.fields:
                # Notes carry no number of their own: a reader names them by file and line.
                told.fields["report_id"] = f"{NOTES}:{lines}"
                lines += 2
            else:
                serial[country] += 1
                told.fields["report_id"] = f"{country}{on.year % 100:02d}-{serial[country]:06d}"
            yield told

    def write(self, out: Path) -> list[Path]:
        """Write report files and the three tables of truth into ``out``; the report files' paths come back."""
        out.mkdir(parents=True, exist_ok=True)
        plan, first_on = self.plan, self.knobs.first_on
        with ExitStack() as open_files:
            truth = _table(
                open_files,
                out / "truth.csv",
                (
                    "report_id",
                    "network",
                    "part",
                    "cell",
                    "duplicate_of",
                    "file",
                    "country",
                    "reported_on",
                    "amount",
                    "currency",
                    "spoilt",
                ),
            )
            named = _table(
                open_files,
                out / "identifiers_truth.csv",
                ("report_id", "kind", "value", "as_written", "source", "role"),
            )
            writers: dict[str, _Writer] = {}
            paths: list[Path] = []
            ids: dict[int, str] = {}
            # Only reports that are made again must be remembered.
            originals = set(plan.twin[plan.twin >= 0].tolist())
            for number, told in enumerate(self.told()):
                office = told.office
                report_id = told.fields["report_id"]
                name = NOTES if "loose" in told.fields else office.file
                writer = writers.get(name)
                if writer is None:
                    paths.append(out / name)
                    writer = writers[name] = open_files.enter_context(_writer(out / name, office))
                writer.row(told)
                if number in originals:
                    ids[number] = report_id
                network = int(plan.network[number])
                twin = int(plan.twin[number])
                on = (first_on + dt.timedelta(days=int(plan.day[number]))).isoformat()
                truth.writerow(
                    (
                        report_id,
                        _named(network),
                        int(plan.part[number]),
                        int(plan.cell[number]) if network >= 0 else "",
                        ids[twin] if twin >= 0 else "",
                        name,
                        office.country,
                        on,
                        told.amount,
                        told.currency,
                        told.spoilt,
                    )
                )
                named.writerows(
                    (report_id, one.kind, one.value, one.as_written, one.source, one.role) for one in told.sightings
                )
            self._events(
                _table(open_files, out / "events_truth.csv", ("day", "what", "network", "other", "kind", "value"))
            )
        return sorted(paths)

    def _events(self, rows: Any) -> None:
        """What happened, in order of day: that networks began and ended, too."""
        plan, first_on = self.plan, self.knobs.first_on
        told = [(day, what, network, other, number) for day, what, network, other, number in plan.events]
        inside = plan.network >= 0
        whose, day = plan.network[inside], plan.day[inside]
        begin, end = np.full(plan.networks, self.knobs.days), np.full(plan.networks, -1)
        np.minimum.at(begin, whose, day)
        np.maximum.at(end, whose, day)
        for what, days in (("began", begin), ("ended", end)):
            told += [(on, what, network, -1, -1) for network, on in enumerate(days.tolist())]
        book = plan.book
        for on, what, network, other, number in sorted(told):
            account = (book.kinds[number], book.values[number]) if number >= 0 else ("", "")
            rows.writerow(
                ((first_on + dt.timedelta(days=on)).isoformat(), what, _named(network), _named(other), *account)
            )


def make(seed: int = 1, reports: int = 2000, **knobs: Any) -> World:
    """The world that the settings of `Knobs` describe. Raises WorldNotMade for settings that make none."""
    chosen = Knobs(seed=seed, reports=reports, **knobs)
    unknown = set(chosen.countries) - set(offices())
    if unknown or not chosen.countries:
        raise WorldNotMade(
            f"no reporting office is invented for {' '.join(sorted(unknown)) or 'nobody'}",
            hint=f"there is one in {' '.join(sorted(offices()))}",
        )
    if reports < 1 or chosen.days < 10:
        raise WorldNotMade("a world needs a report and ten days", hint="ask for more")
    try:
        return World(chosen, plans.make(chosen))
    except UsedUp as why:
        raise WorldNotMade(str(why), hint="ask for fewer reports, or for more countries") from why


def simulate(out: Path, *, seed: int = 1, reports: int = 2000, **knobs: Any) -> Made:
    """Write a world into the folder ``out`` (what `weft simulate` does). ``knobs`` are those of `Knobs`."""
    world = make(seed, reports, **knobs)
    return Made(world.write(out), reports, world.plan.networks)


class _Writer(Protocol):
    def row(self, told: Told) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *problem: object) -> None: ...


def _named(network: int) -> str:
    return f"N{network:06d}" if network >= 0 else ""


def _writer(path: Path, office: Office) -> "_Writer":
    if path.name == NOTES:
        return _Notes(path)
    forms: dict[str, Callable[[Path, Office], _Writer]] = {"csv": _Csv, "jsonl": _JsonLines, "xlsx": _Xlsx}
    return forms[office.format](path, office)


def _cells(told: Told, office: Office) -> Iterable[str]:
    get = told.fields.get
    return [get(name, "") for name, _ in office.columns]


class _Csv:
    def __init__(self, path: Path, office: Office) -> None:
        # A character the encoding lacks becomes "?", as export tools of the time did.
        self.file = path.open("w", encoding=office.encoding, errors="replace", newline="")
        self.rows = csv.writer(self.file, delimiter=office.delimiter, lineterminator="\r\n")
        self.rows.writerow([header for _, header in office.columns])
        self.office = office

    def row(self, told: Told) -> None:
        self.rows.writerow(_cells(told, self.office))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.file.close()


class _JsonLines:
    def __init__(self, path: Path, office: Office) -> None:
        self.file: io.TextIOWrapper = path.open("w", encoding="utf-8", newline="")
        self.office = office

    def row(self, told: Told) -> None:
        get = told.fields.get
        record = {header: cell for name, header in self.office.columns if (cell := get(name))}
        self.file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.file.close()


class _Notes:
    """Plain text, a paragraph a report."""

    def __init__(self, path: Path) -> None:
        self.file: io.TextIOWrapper = path.open("w", encoding="utf-8", newline="")

    def row(self, told: Told) -> None:
        self.file.write(told.fields["narrative"] + "\n\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.file.close()


class _Xlsx:
    def __init__(self, path: Path, office: Office) -> None:
        self.book = Workbook(path)
        self.book.row([header for _, header in office.columns])
        self.office = office

    def row(self, told: Told) -> None:
        self.book.row(_cells(told, self.office))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.book.close()


def _table(open_files: ExitStack, path: Path, header: tuple[str, ...]) -> Any:
    rows = csv.writer(open_files.enter_context(path.open("w", encoding="utf-8", newline="")), lineterminator="\n")
    rows.writerow(header)
    return rows
