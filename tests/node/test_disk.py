"""What a full or broken disk looks like, whichever layer met it; and what a kill leaves lying about."""

import datetime as dt
import errno
import itertools
import os
import sqlite3

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from weftnode.audit.actors import SHELL
from weftnode.diplomacy import actions as diplomacy
from weftnode.reports import actions as reports
from weftnode.reports.models import Batch
from weftnode.ui import disk


def raised(*chain):
    """The last of a chain of errors, each of them the cause of the next."""
    for inner, outer in itertools.pairwise(chain):
        outer.__cause__ = inner
    return chain[-1]


def of_sqlite(code):
    found = sqlite3.OperationalError("disk")
    found.sqlite_errorcode = code
    return found


class OfPostgresql(Exception):
    sqlstate = "53100"


FULL = {
    "a file": lambda: OSError(errno.ENOSPC, "x"),
    "the owner's share": lambda: OSError(errno.EDQUOT, "x"),
    "SQLite through Django": lambda: raised(of_sqlite(sqlite3.SQLITE_FULL), OperationalError("x")),
    "SQLite, an extended code": lambda: raised(of_sqlite(sqlite3.SQLITE_IOERR_WRITE), OperationalError("x")),
    "PostgreSQL": lambda: raised(OfPostgresql(), OperationalError("x")),
    "deep below": lambda: raised(OSError(errno.EIO, "x"), ValueError(), KeyError()),
}
OTHER = {
    "nothing": lambda: None,
    "our bug": lambda: raised(KeyError("x"), ValueError("y")),
    "a file that is not there": lambda: FileNotFoundError(errno.ENOENT, "x"),
    "a database that is locked": lambda: raised(of_sqlite(sqlite3.SQLITE_BUSY), OperationalError("x")),
}


@pytest.mark.parametrize("how", FULL)
def test_the_disk_is_told_from_a_bug(how, client, monkeypatch):
    problem = FULL[how]()
    assert disk.would_not_take(problem)

    def view(_request):
        raise problem

    monkeypatch.setattr("weftnode.ui.views.help_page", view)
    monkeypatch.setattr("django.urls.resolvers.ResolverMatch.__getitem__", lambda self, at: (view, (), {})[at])
    client.raise_request_exception = False
    response = client.get(reverse("ui:help"))
    assert response.status_code == 507
    assert "Nothing was changed" in response.content.decode()


@pytest.mark.parametrize("how", OTHER)
def test_a_bug_is_not_told_as_the_disk(how):
    assert not disk.would_not_take(OTHER[how]())


def test_an_error_that_is_its_own_cause_ends():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert not disk.would_not_take(first)


@pytest.mark.parametrize(("free", "total", "enough"), [(9, 100, False), (11, 100, True), (21, 1000, True), (19, 1000, False)])  # fmt: skip
def test_a_tenth_or_twenty_gigabytes_are_enough(free, total, enough, monkeypatch, tmp_path):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: _Usage(free * 10**9, total * 10**9))
    assert disk.room(tmp_path)[2] is enough


class _Usage:
    def __init__(self, free, total):
        self.free, self.total = free, total


def test_files_that_nobody_names_go_after_a_day_and_no_others(db, room, settings):
    settings.MEDIA_ROOT.mkdir()
    letters = iter("0123456789abcdef")

    def file(name, days=2.0):
        path = settings.MEDIA_ROOT / name
        if name.endswith(".read"):
            path.mkdir()
            (path / "done").write_text("{}")
        else:
            path.write_text("x")
        old = (timezone.now() - dt.timedelta(days=days)).timestamp()
        os.utime(path, (old, old))
        return name

    def batch(state):
        stem = next(letters) * 32
        file(f"{stem}.csv")
        made = reports.keep(by=SHELL, room=room, stored=f"{stem}.csv", name="calls.csv", country="")
        Batch.objects.filter(pk=made.pk).update(state=state)
        file(f"{stem}.read")
        return stem

    loaded, loading, undone = batch("loaded"), batch("loading"), batch("undone")
    lost, young = file("f" * 32 + ".xlsx"), file("e" * 32 + ".csv", days=0.5)
    broken_off, proof, other = file("tmpabc.upload.csv"), file("proof-" + "a" * 32), file("README")

    assert reports.tidy() == 5
    assert diplomacy.tidy() == 1

    left = {path.name for path in settings.MEDIA_ROOT.iterdir()}
    assert left == {f"{loaded}.csv", f"{loading}.csv", f"{loading}.read", young, other}
    assert not left & {lost, broken_off, proof, f"{undone}.csv"}
    assert reports.tidy() == 0


def test_programs_are_told_too(ana, client_class, monkeypatch):
    from weftnode.accounts import actions as accounts
    from weftnode.accounts.permissions import FOR_PROGRAMS

    _token, key = accounts.make_token(by=ana, name="test", scope=FOR_PROGRAMS, days=7)
    browser = client_class(raise_request_exception=False)

    def ask(problem):
        def fail(**_given):
            raise problem

        monkeypatch.setattr("weftnode.reports.actions.seen", fail)
        return browser.get("/api/1/reports", headers={"Authorization": f"Bearer {key}"})

    full = ask(FULL["SQLite through Django"]())
    assert (full.status_code, full["Content-Type"], full.json()["code"]) == (
        507,
        "application/problem+json",
        "not_written",
    )
    assert ask(OperationalError("x")).status_code == 500
