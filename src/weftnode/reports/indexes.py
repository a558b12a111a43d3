"""Two indexes set aside while a large load is on: SQLite only.

Identifiers come in no order, so that each slice of a load touches nearly every page of the index on them, and each page is written twice (once
into the journal). Built at the end, from what is there, it is sorted once. Meanwhile whoever looks an identifier up waits longer and finds the
same. Whoever is killed in between leaves a node without them: `mend` makes what lacks, and every process of the node calls it when it starts.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection

from weftnode.reports.models import Report, Sighting

_ASIDE = {"sighting_value": Sighting, "report_reporter": Report}


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Without the indexes; with them again at the end, however it ends."""
    if connection.vendor != "sqlite":
        # COPY into indexes is quick enough, and dropping one would keep every reader out.
        yield
        return
    try:
        for name in _ASIDE:
            _do(f"DROP INDEX IF EXISTS {name}")
        # What is sorted and changed in one transaction fits into memory here, whatever the server's processes are given.
        _do("PRAGMA cache_size=-262144")
        yield
    finally:
        mend()


def mend() -> list[str]:
    """Make those that lack; their names."""
    if connection.vendor != "sqlite":
        return []
    made = []
    for name, model in _ASIDE.items():
        if not _has(name):
            index = next(one for one in model._meta.indexes if one.name == name)  # noqa: SLF001 -- Django's public door has this name
            _do(str(index.create_sql(model, connection.schema_editor())))
            made.append(name)
    return made


def _has(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
        return cursor.fetchone() is not None


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
