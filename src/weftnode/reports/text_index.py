"""The index of texts: SQLite's FTS5, PostgreSQL's pg_trgm. Both know which reports have all pieces of three letters; whether the words
really stand there is looked up in the report itself, so the index stays small and never has the last word.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from weftnode.reports import fold

# A number that is part of a longer one is still worth looking up from here on.
_DIGITS = 4
SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS reports_text USING "
    "fts5(folded, content='', detail='none', tokenize='trigram case_sensitive 1')"
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TABLE reports_text (report_id bigint PRIMARY KEY, folded text NOT NULL)",
    "CREATE INDEX reports_text_pieces ON reports_text USING gin (folded gin_trgm_ops)",
)


def add(rows: Iterable[tuple[int, str]]) -> None:
    """Take texts in: (report's number, text of the report with its identifiers). Joins the transaction it is called in."""
    folded = [(pk, fold.indexed(text)) for pk, text in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO reports_text (rowid, folded) VALUES (%s, %s)", folded)
        else:
            cursor.executemany("INSERT INTO reports_text (report_id, folded) VALUES (%s, %s)", folded)


def remove(rows: Iterable[tuple[int, str]]) -> None:
    """Take texts out again. SQLite's index keeps no text of its own: it must be told exactly what was put in."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            folded = [(pk, fold.indexed(text)) for pk, text in rows]
            cursor.executemany(
                "INSERT INTO reports_text (reports_text, rowid, folded) VALUES ('delete', %s, %s)", folded
            )
        else:
            cursor.executemany("DELETE FROM reports_text WHERE report_id = %s", [(pk,) for pk, _ in rows])


def text_of(narrative: str, named: Iterable[tuple[str, str]]) -> str:
    """What of a report is searched: the story, and each identifier in its canonical form, as written, and as bare digits.

    ``named`` are pairs of value and text as written. The order in which they come does not matter.
    """
    words: set[str] = set()
    for value, written in named:
        words |= {value, written}
        digits = bare_digits(written)
        if len(digits) >= _DIGITS:
            words.add(digits)
    return "\n".join([narrative, *sorted(words)])


def bare_digits(text: str) -> str:
    """The digits of a text, of any script, without what stands between them."""
    return "".join(char for char in fold.fold(text) if char in "0123456789")


def condition(pieces: Sequence[str], asked: str) -> tuple[str, list[str]]:
    """SQL and its parameters: the numbers of reports that may hold ``asked``. ``pieces`` are those of `fold.pieces`, not empty."""
    if connection.vendor == "sqlite":
        terms = " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
        return "SELECT rowid FROM reports_text WHERE reports_text MATCH %s", [terms]
    like = fold.indexed(asked).strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "SELECT report_id FROM reports_text WHERE folded LIKE %s", [f"%{like}%"]
