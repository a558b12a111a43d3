"""What `weft node doctor` looks at. Each check says how it is, and what to do when it is not well."""

import datetime as dt
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from weft.errors import Tampered
from weftnode import given
from weftnode.audit import queries as audit
from weftnode.audit import stored
from weftnode.ui import disk
from weftnode.work import queries as work


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: ``ok``, ``look`` (worth a look) or ``bad`` (must be mended)."""

    mark: str
    what: str
    said: str
    hint: str = ""


def all_of_them() -> Iterator[Check]:
    """Every check, in the order a person would make them."""
    yield from _folder(settings.DIR)
    yield _disk(settings.DIR)
    yield from _database()
    yield _clock()
    yield _second_factor()
    yield _https()


def _folder(folder: Path) -> Iterator[Check]:
    yield Check("ok", "secrets", f"{len(given.SECRETS)} in place")  # settings would not load otherwise
    paths = [folder, folder / "weft.env", folder / "data.sqlite3", *(folder / "secrets").glob("*")]
    wide = [path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if wide:
        names = " ".join(str(path) for path in wide)
        yield Check("bad", "permissions", f"others may read {names}", f"chmod go= {names}")
    else:
        yield Check("ok", "permissions", "only the node's owner reads its files")


def _disk(folder: Path) -> Check:
    free, total, enough = disk.room(folder)
    said = f"{free / 1e9:.1f} GB free of {total / 1e9:.0f} GB"
    if not enough:
        return Check("bad", "disk", said, "make room before it runs full: a full disk refuses every write")
    return Check("ok", "disk", said)


def _database() -> Iterator[Check]:
    try:
        lacking = work.unapplied()
    except DatabaseError as problem:
        yield Check("bad", "database", str(problem).strip(), "is it running, and is DATABASE_URL right?")
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA quick_check(1)")
            sound = cursor.fetchone()[0]
        unsafe = journal == "wal" and not settings.SQLITE_WAL_IS_SAFE
        yield Check("bad" if unsafe else "ok", "SQLite", f"{sqlite3.sqlite_version}, journal {journal}")
        yield Check(
            "ok" if sound == "ok" else "bad", "pages", sound, "" if sound == "ok" else "restore the last backup"
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            yield Check("ok", "PostgreSQL", cursor.fetchone()[0])
    if lacking:
        yield Check(
            "bad",
            "migrations",
            f"{len(lacking)} not applied, first {lacking[0]}",
            "back up, then: weft node manage migrate",
        )
        return
    yield Check("ok", "migrations", "all applied")
    wait = work.oldest_wait()
    late = wait > work.LONGEST_WAIT
    yield Check(
        "look" if late else "ok",
        "worker",
        f"longest wait {int(wait.total_seconds())} s",
        "start `weft node work`" if late else "",
    )
    failed = work.failed_since(timezone.now() - dt.timedelta(days=7))
    yield Check("look" if failed else "ok", "tasks", f"{failed} failed in seven days")
    yield _log()


def _log() -> Check:
    try:
        stored.verify() if audit.signed() else None
    except Tampered as problem:
        return Check("bad", "log", str(problem), "stop serve and work, keep everything as it is, and tell the auditor")
    return Check("ok", "log", f"{audit.size()} entries, {audit.signed()} signed for, every one as it was written")


def _clock() -> Check:
    newest = audit.newest_at()
    ahead = newest - timezone.now() if newest else dt.timedelta(0)
    if ahead > dt.timedelta(minutes=5):
        return Check(
            "bad", "clock", f"the log's newest entry lies {ahead} ahead of this machine's clock", "set the clock"
        )
    return Check("ok", "clock", timezone.now().isoformat(timespec="seconds"))


def _second_factor() -> Check:
    if settings.SECOND_FACTOR:
        return Check("ok", "second factor", "asked of everybody")
    return Check(
        "look", "second factor", "not asked for", "WEFT_SECOND_FACTOR=no is for trials with invented data only"
    )


def _https() -> Check:
    if settings.HTTPS:
        return Check("ok", "HTTPS", "cookies only by HTTPS")
    return Check(
        "look", "HTTPS", "off", "with people on other machines: a reverse proxy with a certificate, and WEFT_HTTPS=yes"
    )
