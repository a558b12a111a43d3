"""Who names an identifier: asked past the ORM, for all identifiers at once, and never further than a page needs.

An identifier that half a country names costs no more than a rare one: counts end at `MANY`, lists at what they are asked for. The index on
(value, kind, report) gives the newest first; what the viewer may not see is left out by the report's own row.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from weftnode.accounts.models import Officer
from weftnode.reports.models import visible_sql

Pair = tuple[str, str]
"""Kind and value."""
MANY = 1_000
"""Counts end here; one more means "more than so many"."""
# Identifiers of one text that are looked up: more stand in nobody's report, and databases take so many parts of one question.
_MOST = 200


def counts(viewer: Officer, pairs: Iterable[Pair], *, without: int | None = None) -> dict[Pair, int]:
    """How many reports that this viewer may see name each of ``pairs``, at most ``MANY + 1``; those that nobody names left out."""
    found = {pair: len(numbers) for pair, numbers in newest(viewer, pairs, MANY + 1, without=without).items()}
    return {pair: count for pair, count in found.items() if count}


def newest(
    viewer: Officer, pairs: Iterable[Pair], most: int, *, without: int | None = None, room: int | None = None
) -> dict[Pair, list[int]]:
    """Numbers of the newest reports that name each of ``pairs`` and that this viewer may see, the newest first, at most ``most`` each."""
    asked = sorted(set(pairs))[:_MOST]
    found: dict[Pair, list[int]] = {pair: [] for pair in asked}
    visible = visible_sql(viewer, "r")
    if not asked or visible is None:
        return found
    where, known = visible
    if room is not None:
        where, known = f"{where} AND r.compartment_id = %s", [*known, room]
    if without is not None:
        where, known = f"{where} AND r.id <> %s", [*known, without]
    parts: list[str] = []
    given: list[Any] = []
    for at, (kind, value) in enumerate(asked):
        parts.append(
            f"SELECT {at} AS pair, x.report_id FROM (SELECT DISTINCT s.report_id FROM reports_sighting s "  # noqa: S608 -- our own names, marks for the rest
            f"JOIN reports_report r ON r.id = s.report_id WHERE s.value = %s AND s.kind = %s AND {where} "
            f"ORDER BY s.report_id DESC LIMIT {int(most)}) x"
        )
        given += [value, kind, *known]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for at, number in cursor.fetchall():
            found[asked[at]].append(number)
    for numbers in found.values():
        numbers.sort(reverse=True)
    return found
