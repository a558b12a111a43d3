"""Many reports at once, past the ORM: prepared rows in one statement each (SQLite), or COPY (PostgreSQL).

Only `actions.py` calls this. What the ORM would check is checked by whoever made the rows: the engine's own reading.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection
from django.utils import timezone

from weftnode.reports import text_index
from weftnode.reports.models import Batch
from weftnode.reports.people import reporter_key

REPORT = (
    "id", "compartment_id", "batch_id", "source_id", "file", "row", "country", "language", "reported_on", "received_at", "narrative",
    "amount", "amount_as_written", "currency", "category", "reporter_key", "status", "outcome", "extra", "made_by",
)  # fmt: skip
SIGHTING = ("report_id", "kind", "value", "as_written", "source", "notes")
_LONGEST_VALUE = 600


def insert(batch: Batch, reports: pa.Table, sightings: pa.Table, first: int) -> int:
    """Rows of one slice, in the transaction it is called in; how many sightings.

    ``sightings`` are those of the slice, ``first`` the number of the slice's first report in the whole reading.
    """
    ids = _reserve(reports.num_rows)
    narratives = [clean(text) for text in reports["narrative"].to_pylist()]
    write("reports_report", REPORT, _report_rows(batch, reports, ids, narratives))
    rows = list(_sighting_rows(sightings, ids, first))
    write("reports_sighting", SIGHTING, rows)
    named: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        named.setdefault(row[0], []).append((row[2], row[3]))
    texts = zip(ids, narratives, strict=True)
    text_index.add((pk, text_index.text_of(text, named.get(pk, ()))) for pk, text in texts)
    return len(rows)


def problems(batch: Batch, found: Iterable[Any]) -> None:
    """Problems of a reading, as many as a person will ever look at."""
    rows = ((batch.pk, one.row, one.column[:200], one.code, one.message, one.as_written[:200]) for one in found)
    write("reports_problem", ("batch_id", "row", "column", "code", "message", "as_written"), rows)


def delete(ids: Sequence[int]) -> None:
    """Take reports out again with all that hangs on them, in the transaction it is called in."""
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT report_id, value, as_written FROM reports_sighting WHERE report_id IN ({marks})", ids)  # noqa: S608 -- marks only
        named: dict[int, list[tuple[str, str]]] = {}
        for pk, value, written in cursor.fetchall():
            named.setdefault(pk, []).append((value, written))
        cursor.execute(f"SELECT id, narrative FROM reports_report WHERE id IN ({marks})", ids)  # noqa: S608 -- marks only
        texts = [(pk, text_index.text_of(text, named.get(pk, ()))) for pk, text in cursor.fetchall()]
    text_index.remove(texts)
    with connection.cursor() as cursor:
        for table in ("reports_sighting", "reports_contact", "reports_slip"):
            cursor.execute(f"DELETE FROM {table} WHERE report_id IN ({marks})", ids)  # noqa: S608 -- marks only
        cursor.execute(f"DELETE FROM reports_report WHERE id IN ({marks})", ids)  # noqa: S608 -- marks only


def _reserve(count: int) -> list[int]:
    """Numbers for new reports; nobody else gets them, since the transaction holds the table (SQLite) or the sequence gave them out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'reports_report'), 0), coalesce((SELECT max(id) FROM reports_report), 0))"
            )
            last = cursor.fetchone()[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('reports_report', 'id')) FROM generate_series(1, %s)", [count]
        )
        return sorted(row[0] for row in cursor.fetchall())


def _report_rows(
    batch: Batch, reports: pa.Table, ids: Sequence[int], narratives: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    sqlite = connection.vendor == "sqlite"
    now = timezone.now()
    received: Any = now.replace(tzinfo=None).isoformat(" ") if sqlite else now
    columns = {name: reports[name].to_pylist() for name in reports.column_names}
    for at, pk in enumerate(ids):
        day, amount, reporter = columns["reported_on"][at], columns["amount"][at], columns["reporter"][at]
        yield (
            pk, batch.compartment_id, batch.pk, (columns["report_id"][at] or "").replace(batch.stored, batch.name)[:120], columns["file"][at].replace(batch.stored, batch.name)[:255], max(columns["row"][at], 0),
            columns["country"][at] or batch.country, columns["language"][at] or "",
            day.isoformat() if sqlite and day else day, received, narratives[at],
            str(amount) if sqlite and amount is not None else amount, (columns["amount_as_written"][at] or "")[:120],
            (columns["currency"][at] or "")[:10], (columns["category"][at] or "")[:120],
            reporter_key(reporter) if reporter else "", "new", "", clean(columns["extra"][at] or ""), batch.made_by,
        )  # fmt: skip


def _sighting_rows(sightings: pa.Table, ids: Sequence[int], first: int) -> Iterator[tuple[Any, ...]]:
    columns = [sightings[name].to_pylist() for name in ("report", "kind", "value", "as_written", "source", "notes")]
    for report, kind, value, written, source, notes in zip(*columns, strict=True):
        yield (
            ids[report - first], kind, value[:_LONGEST_VALUE], clean(written[:_LONGEST_VALUE]), source[:200], (notes or "")[:300],
        )  # fmt: skip


def clean(text: str) -> str:
    """PostgreSQL keeps no NUL in a text; a person sees that something stood there."""
    return text.replace("\x00", "\ufffd")


def write(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of any table in one statement, in the transaction it is called in. Names are the caller's own, never a person's."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            # The driver's own cursor: Django's would look through every parameter for its own marks.
            cursor.connection.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)  # noqa: S608 -- our own names
        else:
            with cursor.cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def as_json(extra: str) -> dict[str, Any]:
    """The columns nobody recognised, for a page."""
    try:
        found = json.loads(extra) if extra else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
