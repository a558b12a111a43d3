"""The index of texts: SQLite's FTS5, PostgreSQL's pg_trgm. Both know which reports have all pieces of three letters; whether the words
really stand there is looked up in the report itself, so the index stays small and never has the last word.
"""

from collections.abc import Iterable, Mapping, Sequence

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


def candidates(words: Mapping[str, Sequence[str]], before: int | None, most: int) -> list[int]:
    """Numbers of reports that may hold all ``words`` (each with its pieces of `fold.pieces`, not empty), the newest first.

    Goes through the index from the newest report on and stops after ``most``: a word that half of all reports have costs no more than
    a rare one.
    """
    if connection.vendor == "sqlite":
        every = sorted({piece for pieces in words.values() for piece in pieces})
        terms = " AND ".join('"' + piece.replace('"', '""') + '"' for piece in every)
        sql, parameters = "SELECT rowid FROM reports_text WHERE reports_text MATCH %s", [terms]
        column = "rowid"
    else:
        likes = " AND ".join(["folded LIKE %s"] * len(words))
        sql, parameters = f"SELECT report_id FROM reports_text WHERE {likes}", [_like(word) for word in words]  # noqa: S608 -- marks only
        column = "report_id"
    limits: list[int] = [] if before is None else [before]
    place = "" if before is None else f" AND {column} < %s"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{place} ORDER BY {column} DESC LIMIT %s", [*parameters, *limits, most])
        return [row[0] for row in cursor.fetchall()]


def _like(word: str) -> str:
    plain = fold.indexed(word).strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
