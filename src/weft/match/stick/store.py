"""A holder's book of charges and answers in one SQLite file: each call one transaction, complete or not there at all.

Rollback journal and full synchronisation, not WAL: several SQLite versions in use can lose a WAL at a reset, and a book that loses
a charge gives free questions. ``budgets.charge`` does the arithmetic; this file only makes reading, charging and writing one step.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from weft.errors import NotConfigured
from weft.match import budgets
from weft.match.answering import SameIdOtherQuestion, Seen
from weft.match.budgets import Quota, Usage

_SCHEMA: Final = """
create table if not exists query (
    id blob primary key, digest blob not null, count integer not null, day integer not null, answer blob
) without rowid;
create table if not exists usage (
    one integer primary key check (one = 1),
    day integer not null, used_today integer not null, used integer not null, carried integer not null
);
create table if not exists by_case (tag blob primary key, used integer not null) without rowid;
insert or ignore into usage values (1, 0, 0, 0, 0);
"""


class BookDamaged(NotConfigured):
    """The book cannot be read or written. Nothing is answered until it can."""

    code = "not_configured.book"


class SqliteBook:
    """A :class:`weft.match.answering.Book` in a file. Several threads and processes may use one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        with self._open() as book:
            book.executescript("begin immediate;" + _SCHEMA + "commit;")

    def seen(self, query_id: bytes) -> Seen | None:
        """What is known of a question."""
        with self._open() as book:
            row = book.execute("select digest, answer from query where id = ?", (query_id,)).fetchone()
        return None if row is None else Seen(row[0], row[1])

    def usage(self, cases: Sequence[bytes] = ()) -> Usage:
        """What is used up so far, with what these cases used."""
        with self._open() as book:
            return _usage(book, cases)

    def charge(
        self, query_id: bytes, digest: bytes, count: int, cases: Sequence[bytes], quota: Quota, day: int
    ) -> None:
        """Charge a question once. OverBudget changes nothing; a question charged under the same hash is not charged again."""
        with self._open() as book:
            # Taken before reading: two questions at once must see each other's charges.
            book.execute("begin immediate")
            row = book.execute("select digest from query where id = ?", (query_id,)).fetchone()
            if row is not None:
                book.execute("rollback")
                if row[0] != digest:
                    raise SameIdOtherQuestion(f"query {query_id.hex()}: another question came under the same id before")
                return
            after = budgets.charge(_usage(book, cases), quota, count, day, cases)
            book.execute("insert into query values (?, ?, ?, ?, null)", (query_id, digest, count, day))
            book.execute(
                "update usage set day = ?, used_today = ?, used = ?, carried = ?",
                (after.day, after.used_today, after.used, after.carried),
            )
            book.executemany("insert or replace into by_case values (?, ?)", list(after.by_case.items()))
            book.execute("commit")

    def store(self, query_id: bytes, answer: bytes) -> None:
        """Keep the answer to a charged question; the first one stays."""
        with self._open() as book:
            book.execute("update query set answer = ? where id = ? and answer is null", (answer, query_id))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=60, isolation_level=None)) as book:
                book.execute("pragma journal_mode = truncate")
                book.execute("pragma synchronous = extra")
                yield book
        except sqlite3.Error as wrong:
            raise BookDamaged(f"{self._path.name} cannot be used: {wrong}") from wrong


def _usage(book: sqlite3.Connection, cases: Sequence[bytes]) -> Usage:
    day, today, used, carried = book.execute("select day, used_today, used, carried from usage").fetchone()
    by_case = {}
    for case in cases:
        row = book.execute("select used from by_case where tag = ?", (case,)).fetchone()
        if row is not None:
            by_case[case] = row[0]
    return Usage(day, today, used, carried, by_case)
