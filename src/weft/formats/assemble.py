"""The batches of all files to one reading: what only the whole can tell.

The order of day and month of a date column; report ids met twice, in one file or in two; the numbering of reports. Files come in
already sorted, so the result does not depend on the order they were named in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.formats import dates, same_ids
from weft.formats.plan import Extracted, Plan
from weft.formats.problems import problem
from weft.formats.reading import FileRead, Reading
from weft.model import Problem
from weft.tables.schemas import REPORTS, SIGHTINGS


@dataclass(slots=True)
class Part:
    """All batches of one table of one file."""

    plan: Plan
    file: FileRead
    batches: list[Extracted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    given: int = 0
    """Rows in the file, blank lines aside."""
    skipped: bool = False
    """A sheet that holds no reports."""


def reading(parts: Sequence[Part]) -> Reading:
    """One reading of all parts, in their order."""
    problems: list[Problem] = [one for part in parts for one in part.problems]
    tables, digests, sightings, owners = [REPORTS.empty_table()], [], [], []
    rows = 0
    for place, part in enumerate(parts):
        for batch in part.batches:
            problems += batch.problems
            digests.append(batch.digests)
            report = pc.add(batch.sightings["report"], pa.scalar(rows, pa.int32()))
            sightings.append(pa.table({**batch.sightings, "report": report}))
            owners.append(np.full(batch.reports.num_rows, place, np.int32))
            rows += batch.reports.num_rows
        tables.append(_dated(part, problems))
    reports = pa.concat_tables(tables)
    found = (
        pa.concat_tables([table.select(SIGHTINGS.names).cast(SIGHTINGS) for table in sightings])
        if sightings
        else SIGHTINGS.empty_table()
    )
    reports, found, dropped = same_ids.settle(reports, found, _joined(digests), problems, parts, _concat(owners))
    files = []
    for place, part in enumerate(parts):
        read = sum(batch.reports.num_rows for batch in part.batches)
        gone = int(dropped[place]) if place < len(dropped) else 0
        files.append(
            FileRead(
                part.file.name,
                part.file.format,
                part.file.encoding,
                read - gone,
                part.file.sha256,
                part.file.columns,
                part.given - read + gone,
            )
        )
    problems.sort()
    return Reading(reports=reports, sightings=found, problems=problems, files=files)


def _dated(part: Part, problems: list[Problem]) -> pa.Table:
    """The part's reports with their days, read in the order the whole column shows."""
    table = pa.concat_tables([batch.reports for batch in part.batches]) if part.batches else REPORTS.empty_table()
    column = part.plan.columns.of("reported_on")
    if not column or not table.num_rows:
        return table
    written = (
        pa.chunked_array([batch.dates for batch in part.batches], pa.string()).combine_chunks().dictionary_encode()
    )
    if isinstance(written, pa.ChunkedArray):
        written = written.combine_chunks()
    texts = written.dictionary.to_pylist()
    name = part.plan.date_order or dates.order_of(texts, part.plan.country).name
    read = {text: dates.read(text, name, part.plan.country) for text in dict.fromkeys(map(_day_of, texts))}
    days = [read[_day_of(text)] for text in texts]
    day_of = pa.array([day.date if day else None for day in days], pa.date32())
    odd = {place for place, day in enumerate(days) if day is None or day.other_order}
    if odd:
        row_numbers = table["row"]
        found = pc.indices_nonzero(pc.is_in(written.indices, pa.array(sorted(odd), written.indices.type))).to_pylist()
        for place in found:
            text = texts[written.indices[place].as_py()]
            day = days[written.indices[place].as_py()]
            if day is None:
                code, message = "input.date", "expected a day that exists"
            else:
                code, message = (
                    "input.date_order",
                    f"read as {day.date.isoformat()}, against the order of the column ({name})",
                )
            problems.append(problem(part.plan.file, row_numbers[place].as_py(), column[0].header, code, message, text))
    days_column = day_of.take(written.indices)
    return table.set_column(REPORTS.get_field_index("reported_on"), REPORTS.field("reported_on"), days_column)


def _day_of(text: str) -> str:
    """Only the day of an ISO date and time, so that each day is read once: times make nearly every value another one."""
    return (
        text[:10]
        if text[4:5] == "-" and text[7:8] == "-" and text[10:11] in {"T", " "} and text[:4].isdigit()
        else text
    )


def _joined(digests: list[pa.Array]) -> pa.Array:
    return pa.concat_arrays(digests) if digests else pa.array([], pa.binary(16))


def _concat(owners: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    return np.concatenate(owners) if owners else np.zeros(0, np.int32)
