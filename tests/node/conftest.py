"""The people of every node test: Ana (owner), Bảo (colleague), Chanthy (partner officer), Dok (stranger); and a client for each."""

import datetime as dt
import secrets
import shutil
import subprocess
import sys

import pytest

from weftnode.accounts import actions, roles
from weftnode.accounts.models import Officer
from weftnode.audit.actors import SHELL

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _quick_and_alone(settings, tmp_path, monkeypatch):
    """A folder of its own for each test; passwords hashed quickly; attempts counted in memory, anew each time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.DIR = tmp_path
    # A worker drops connections between tasks; here it would drop the transaction around the test, on PostgreSQL.
    for module in ("weftnode.work.runner", "django_tasks_db.management.commands.db_worker"):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)


@pytest.fixture(scope="session")
def new_node(tmp_path_factory):
    """A function that puts a node as `weft node init` makes it into a folder, as `n`; made once, for that takes ten seconds."""
    home = tmp_path_factory.mktemp("as-made")
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(home)}
    subprocess.run(
        [sys.executable, "-m", "weft.cli.main", "node", "init", "--dir", "n"],
        cwd=home,
        env=bare,
        capture_output=True,
        check=True,
    )
    return lambda folder: shutil.copytree(home / "n", folder / "n")


@pytest.fixture
def room(db):
    return actions.open_compartment(by=SHELL, code="ops", name="Operations")


@pytest.fixture
def other_room(db):
    return actions.open_compartment(by=SHELL, code="joint", name="Joint desk")


@pytest.fixture
def officer(db):
    """A function that opens an account with roles and rooms."""

    def make(login, *held, rooms=(), name="", agency="Agency A"):
        made = actions.open_account(
            by=SHELL, login=login, name=name or login.title(), agency=agency, compartments=rooms
        )
        for role in held:
            actions.propose_role(by=SHELL, officer=made, role=role.code)
        return Officer.objects.get(pk=made.pk)

    return make


@pytest.fixture
def ana(officer, room):
    """Owner: leads cases in the room."""
    return officer("ana", roles.CaseOfficer, roles.Analyst, rooms=[room], name="Ana Ví Dụ")


@pytest.fixture
def bao(officer, room):
    """Colleague in the same room, at the hotline."""
    return officer("bao", roles.HotlineOfficer, rooms=[room], name="Bảo Thí Dụ")


@pytest.fixture
def chanthy(officer, other_room):
    """Officer of a partner country, in another room."""
    return officer("chanthy", roles.Analyst, roles.Liaison, rooms=[other_room], name="ចាន់ធី", agency="Agency B")


@pytest.fixture
def dok(officer):
    """Stranger: may sign in, holds no role."""
    return officer("dok", name="ดอก")


@pytest.fixture
def em(officer):
    return officer("em", roles.Auditor, name="Em")


@pytest.fixture
def phan(officer):
    return officer("phan", roles.Administrator, name="Phan")


CSV = "id,day,phone,story,amount\n1,2026-01-02,0812345678,called me,500 baht\n2,2026-01-03,+66812345678,again,x\n"


@pytest.fixture
def batch_in(db, settings):
    """A function that brings a small file into a room, all the way."""
    from weftnode.reports import actions as reports
    from weftnode.reports.models import Batch

    def make(room, text=CSV, name="calls.csv", by=SHELL):
        stored = secrets.token_hex(8) + ".csv"
        reports.place(stored).parent.mkdir(parents=True, exist_ok=True)
        reports.place(stored).write_text(text, "utf-8")
        batch = reports.keep(by=by, room=room, stored=stored, name=name, country="TH")
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.WAITING)
        reports.load(batch=Batch.objects.get(pk=batch.pk))
        return Batch.objects.get(pk=batch.pk)

    return make


@pytest.fixture
def partner(db):
    """A function that writes down a partner that is active from the start."""
    from weftnode.partners import actions as partners

    def make(code="KH-CCD", name="Example Crime Directorate", country="KH", status="active", **more):
        return partners.open_partner(by=SHELL, code=code, name=name, country=country, status=status, **more)

    return make


@pytest.fixture
def agreement(db):
    """A function that writes down an agreement that is in force, confirmed, and covers reports, networks and cases of fraud."""
    from weft import release
    from weftnode.partners import actions as partners

    def make(partner, number="A-1", **more):
        columns = {
            "partner": partner,
            "number": number,
            "title": "Memorandum on fraud",
            "legal_basis": "Invented Act",
            "purposes": ["fraud.network", "fraud.investigation"],
            "offences": ["fraud"],
            "kinds": ["report", "network", "case", "request", "measure", "brief", "statistic"],
            "identifiers": ["phone", "bank_account", "domain"],
            "tlp": release.TLP.AMBER_STRICT.value,
            "pap": release.PAP.RED.value,
            "valid_from": dt.date(2020, 1, 1),
        }
        return partners.write_agreement(by=SHELL, columns={**columns, **more})

    return make


@pytest.fixture
def sign_in(client_class):
    """A function that gives a browser in which somebody is signed in with a second factor."""

    def make(who, **headers):
        browser = client_class(**headers)
        browser.force_login(who, backend=BACKEND)
        session = browser.session
        session["second_factor"] = True
        session.save()
        return browser

    return make


@pytest.fixture
def client_class():
    from django.test import Client

    return Client
