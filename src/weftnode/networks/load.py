"""A room's reports and sightings as the engine's tables, read past the ORM in the order of their numbers."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import connection
from django.db.models import Count, Max

from weft.tables import schemas
from weftnode.networks.models import Judgement
from weftnode.reports.models import Batch, Report

_ROWS = 20_000
_REPORT = "r.id, r.file, r.row, r.country, r.language, r.reported_on, r.narrative, r.amount, r.amount_as_written, r.currency, r.category, r.reporter_key"


def tables(room: int) -> tuple[pa.Table, pa.Table, list[int]]:
    """Reports (schemas.REPORTS), sightings (schemas.SIGHTINGS) and the reports' numbers of a room; a file that is not all in, or undone, not counted."""
    unseen = list(Batch.objects.filter(compartment_id=room, state__in=Batch.UNSEEN).values_list("pk", flat=True))
    where = "r.compartment_id = %s"
    if unseen:
        where += f" AND (r.batch_id IS NULL OR r.batch_id NOT IN ({', '.join(['%s'] * len(unseen))}))"
    asked = [room, *unseen]
    numbers: list[int] = []
    reports = []
    for rows in _chunks(f"SELECT {_REPORT} FROM reports_report r WHERE {where} ORDER BY r.id", asked):  # noqa: S608 -- our own names
        columns = list(zip(*rows, strict=True))
        numbers += columns[0]
        reports.append(_reports(columns))
    place = {pk: at for at, pk in enumerate(numbers)}
    sightings = []
    text = f"SELECT s.report_id, s.kind, s.value FROM reports_sighting s JOIN reports_report r ON r.id = s.report_id WHERE {where} ORDER BY s.report_id, s.id"  # noqa: S608 -- our own names
    for rows in _chunks(text, asked):
        # A report that came between the two reads is left to the next build.
        known = [row for row in rows if row[0] in place]
        if known:
            of, kinds, values = zip(*known, strict=True)
            sightings.append(_sightings([place[pk] for pk in of], kinds, values))
    return (
        pa.concat_tables(reports) if reports else schemas.REPORTS.empty_table(),
        pa.concat_tables(sightings) if sightings else schemas.SIGHTINGS.empty_table(),
        numbers,
    )


def mark(room: int) -> str:
    """What a room holds, in a few characters: another mark means there is something to build."""
    # All, less those of batches that are not to be seen: each out of an index, where a join would fetch a million rows twice a minute.
    held = Report.objects.filter(compartment_id=room)
    unseen = list(Batch.objects.filter(compartment_id=room, state__in=Batch.UNSEEN).values_list("pk", flat=True))
    count = held.count() - (Report.objects.filter(batch_id__in=unseen).count() if unseen else 0)
    last = held.all_there().order_by("-pk").values_list("pk", flat=True).first()
    said = Judgement.objects.filter(compartment_id=room).aggregate(last=Max("pk"), back=Count("withdrawn_at"))
    return f"{count}/{last or 0}/{said['last'] or 0}/{said['back']}"


def _chunks(text: str, asked: list[Any]) -> Iterator[list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(text, asked)
        while rows := cursor.fetchmany(_ROWS):
            yield rows


def _reports(columns: list[tuple[Any, ...]]) -> pa.Table:
    pks, files, rows, countries, languages, days, stories, amounts, written, currencies, categories, reporters = columns
    count = len(pks)
    return pa.table(
        {
            "report_id": [str(pk) for pk in pks], "file": list(files), "row": list(rows), "country": _text(countries), "language": _text(languages),
            "reported_on": [_day(day) for day in days], "narrative": list(stories), "amount": [_amount(one) for one in amounts],
            "amount_as_written": _text(written), "currency": _text(currencies), "category": _text(categories), "reporter": _text(reporters),
            "extra": [None] * count,
        },
        schema=schemas.REPORTS,
    )  # fmt: skip


def _sightings(of: list[int], kinds: tuple[str, ...], values: tuple[str, ...]) -> pa.Table:
    nothing = [""] * len(of)
    return pa.table(
        {
            "report": of,
            "kind": list(kinds),
            "value": list(values),
            "as_written": nothing,
            "source": nothing,
            "notes": [None] * len(of),
        },
        schema=schemas.SIGHTINGS,
    )


def _text(values: tuple[Any, ...]) -> list[str | None]:
    return [value or None for value in values]


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("1.00000000"))
