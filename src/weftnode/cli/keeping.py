"""Backup and restore.

A backup is one tar file: `manifest.json`, the database (SQLite: a copy made by VACUUM INTO; PostgreSQL: one COPY file a table, all of one
moment), and the uploads. Secrets are not in it, nor is the head of the log that is kept outside: a backup that held it could pass for the
present. Restoring compares the log of the backup with what the node holds and with that head; entries are never lost in silence.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

import weft
from weft.errors import FileNotRead, Refused
from weft.ledger.verify import check_checkpoint
from weftnode.audit import actions as audit
from weftnode.audit import queries, stored
from weftnode.audit.actors import SHELL
from weftnode.ui import disk
from weftnode.work import queries as work

FORMAT = "weft.backup/1"
_DATABASE = "data.sqlite3"
_UNFINISHED = "unfinished-"


def backup(to: Path | None) -> Path:
    """Write a backup; where it is. Whole or not at all: it gets its name when it is complete and on the disk."""
    now = timezone.now()
    to = (to or settings.DIR / "backups" / f"{now:%Y%m%d-%H%M%S}.weft").absolute()
    if to.exists():
        raise Refused(f"{to} exists; a backup replaces nothing")
    to.parent.mkdir(parents=True, exist_ok=True)
    _sweep(to.parent)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=_UNFINISHED) as name:
        work_dir = Path(name)
        _copy_out(work_dir)
        manifest = {"format": FORMAT, "weft": weft.__version__, "at": now.isoformat(), **_facts(work_dir)}
        (work_dir / "manifest.json").write_text(json.dumps(manifest, indent=2))
        made = work_dir / "made.tar"
        with tarfile.open(made, "w") as tar:
            tar.add(work_dir / "manifest.json", "manifest.json")
            for part in manifest["files"]:
                tar.add(work_dir / part, part)
            uploads = Path(settings.MEDIA_ROOT)
            if uploads.is_dir():
                tar.add(uploads, "uploads", filter=lambda one: None if ".read" in one.name else one)
        made.chmod(0o600)
        _sync(made)
        made.replace(to)
    _sync(to.parent)
    audit.record("node.backup.made", by=SHELL, about="node.backup:", entries=manifest["entries"], sha256=_sha256(to))
    return to


def restore(file: Path, shorter_log: str) -> str:
    """Put a backup in place of what the node holds; what became of it, as a sentence. Nothing is changed before everything was checked."""
    if not file.is_file():
        raise FileNotRead(f"there is no file {file}")
    _sweep(settings.DIR)
    with tempfile.TemporaryDirectory(dir=settings.DIR, prefix=_UNFINISHED) as name:
        folder = Path(name)
        manifest = _unpacked(file, folder)
        here, outside = _log_here()
        lost = max(here, outside) - manifest["entries"]
        if lost > 0 and not shorter_log:
            raise Refused(
                f"this node's log has {max(here, outside)} entries, the backup {manifest['entries']}: {lost} would be lost",
                hint="take a newer backup; or say why that must be, with --shorter-log, and the log will say so too",
            )
        kept = _copy_in(folder, manifest)
    stored_well = queries.signed()
    said = {"file_sha256": _sha256(file), "made_at": manifest["at"], "entries_lost": max(lost, 0)}
    audit.record("audit.log.restored", by=SHELL, about="audit.log:", why=shorter_log, **said)
    if lost > 0:
        # The head outside belongs to entries that are gone: it is kept as evidence, and a new one takes its place.
        _set_aside(settings.DIR / "ledger-head")
    audit.sign()
    return f"restored {manifest['entries']} entries of the log, {stored_well} of them signed for; what the node held is in {kept}"


def _sweep(folder: Path) -> None:
    """What a backup or restore that was killed left behind is a copy of everything: it goes, once nobody can be at it any more."""
    for left in disk.strays(folder, f"{_UNFINISHED}.*", (), timezone.now() - dt.timedelta(days=1)):
        shutil.rmtree(left, ignore_errors=True)


def _facts(folder: Path) -> dict[str, Any]:
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {
        "vendor": connection.vendor,
        "entries": _entries(folder),
        "files": {name: _sha256(folder / name) for name in files},
    }


def _entries(folder: Path) -> int:
    """How long the log is in the copy, not in the database that goes on meanwhile."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / _DATABASE)
        try:
            return int((copy.execute("SELECT size FROM audit_head").fetchone() or (0,))[0])
        finally:
            copy.close()
    lines = (folder / "tables" / "audit_head.copy").read_text().splitlines()
    return int(lines[1].split("\t")[1]) if len(lines) > 1 else 0


def _copy_out(folder: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / _DATABASE)])
        return
    (folder / "tables").mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
                [table],
            )
            columns = [row[0] for row in cursor.fetchall()]
            with (folder / "tables" / f"{table}.copy").open("wb") as out:
                out.write(("\t".join(columns) + "\n").encode())
                with cursor.cursor.copy(
                    f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) TO STDOUT"
                ) as copy:
                    for chunk in copy:
                        out.write(chunk)


def _copy_in(folder: Path, manifest: dict[str, Any]) -> Path:
    if connection.vendor == "sqlite":
        connection.close()
        live = Path(settings.DATABASES["default"]["NAME"])
        kept = _set_aside(live)
        for left in (live.with_name(live.name + end) for end in ("-journal", "-wal", "-shm")):
            left.unlink(missing_ok=True)
        os.replace(folder / _DATABASE, live)  # noqa: PTH105 -- beside the sync below
        live.chmod(0o600)
        _sync(live)
        _sync(live.parent)
    else:
        kept = backup(settings.DIR / "backups" / f"before-restore-{timezone.now():%Y%m%d-%H%M%S}.weft")
        _copy_tables_in(folder, manifest)
    uploads = folder / "uploads"
    if uploads.is_dir():
        shutil.copytree(uploads, settings.MEDIA_ROOT, dirs_exist_ok=True)
    call_command("migrate", verbosity=0)
    return kept


def _copy_tables_in(folder: Path, manifest: dict[str, Any]) -> None:
    names = [Path(name).stem for name in manifest["files"] if name.startswith("tables/")]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        known = _tables()
        if set(names) != set(known):
            raise Refused(
                "the backup is of another version of the tables",
                hint=f"restore it with weft {manifest['weft']}, then upgrade",
            )
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, known))} CASCADE")
        for table in names:
            with (folder / "tables" / f"{table}.copy").open("rb") as source:
                columns = source.readline().decode().rstrip("\n").split("\t")
                statement = f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) FROM STDIN"
                with cursor.cursor.copy(statement) as copy:
                    while chunk := source.read(1 << 20):
                        copy.write(chunk)
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), GREATEST((SELECT max({_quoted(column)}) FROM {_quoted(table)}), 1))",  # noqa: S608 -- names from the catalogue
                [f'"{table}"', column],
            )


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files into ``folder`` and nothing else; ValueError for anything that leads elsewhere.

    By hand, because the standard library's filters came with Python 3.11.4, and Debian 12 has 3.11.2.
    """
    for member in tar:
        target = (folder / member.name).resolve()
        if member.isdir():
            continue
        source = tar.extractfile(member) if member.isreg() else None
        if source is None or not target.is_relative_to(folder.resolve()):
            raise ValueError(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("wb") as kept:
            shutil.copyfileobj(source, kept)


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    """The backup's manifest, its parts unpacked and each as it was written. FileNotRead or Refused otherwise."""
    try:
        with tarfile.open(file) as tar:
            _extract(tar, folder)
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise FileNotRead(f"{file} is a backup of another kind: {manifest['format']}")
        changed = [name for name, sha256 in manifest["files"].items() if _sha256(folder / name) != sha256]
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise FileNotRead(f"{file} is no backup of weft, or was damaged", hint="take another copy of it") from wrong
    if changed:
        raise FileNotRead(f"{file} was damaged: {changed[0]} is not as it was written", hint="take another copy of it")
    if manifest["vendor"] != connection.vendor:
        raise Refused(f"the backup is of {manifest['vendor']}, this node uses {connection.vendor}")
    return manifest


def _log_here() -> tuple[int, int]:
    """How long the log is here, and how long it was when its head was last kept outside."""
    try:
        here = 0 if work.unapplied() else queries.size()
    except DatabaseError:
        here = 0
    outside = stored.kept_outside()
    return here, check_checkpoint(outside, stored.policy()).checkpoint.size if outside else 0


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def _set_aside(path: Path) -> Path:
    kept = path.with_name(f"{path.name}.before-restore-{timezone.now():%Y%m%d-%H%M%S-%f}")
    if path.exists():
        path.replace(kept)
    return kept


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
