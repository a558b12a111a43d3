"""What is done to a node while it is killed: each deed by a page, as a browser asks for it, or by the worker. Run within a node's own process."""

import datetime as dt

CSV = "id,phone,story,amount\n" + "".join(f"{n},08{n % 7:08d},story {n} of www.site-{n % 5}.example,500 baht\n" for n in range(60))  # fmt: skip
PEOPLE = {"ana": ("case_officer", "analyst"), "lan": ("liaison",), "mai": ("liaison",)}
FULL_PAGE = 507


def world():
    """People with a session each, reports in a network, a file that is in, a partner, a request that waits; ``{name: number or text}``."""
    from django.test import Client

    from weft import release
    from weftnode.accounts import actions as accounts
    from weftnode.accounts.models import Compartment, Officer
    from weftnode.audit.actors import SHELL
    from weftnode.networks.models import Network
    from weftnode.partners import actions as partners
    from weftnode.reports import actions as reports
    from weftnode.requests import actions as requests
    from weftnode.work import runner

    room = Compartment.objects.get()
    made = {"room": room.pk}
    people = {}
    for login, roles in PEOPLE.items():
        one = accounts.open_account(by=SHELL, login=login, name=login, compartments=[room])
        for role in roles:
            accounts.propose_role(by=SHELL, officer=one, role=role)
        people[login] = Officer.objects.get(pk=one.pk)
        client = Client()
        client.force_login(people[login], backend="allauth.account.auth_backends.AuthenticationBackend")
        made[login] = client.cookies["weft_session"].value
    ana, lan = people["ana"], people["lan"]
    made["reports"] = [
        reports.write_report(by=ana, room=room, narrative=f"call 0812345678 {n}", country="TH").pk for n in range(3)
    ]
    made["batch"] = _waiting(ana, room, "a" * 32 + ".csv").pk
    runner.run(once=True)
    made["network"] = Network.objects.order_by("pk").first().pk
    partner = partners.open_partner(by=SHELL, code="KH-CCD", name="Example Directorate", country="KH", status="active")
    agreement = partners.write_agreement(
        by=SHELL,
        columns={
            "partner": partner, "number": "A-1", "title": "T", "legal_basis": "L", "purposes": ["fraud.network"], "offences": ["fraud"],
            "kinds": ["report", "network", "request"], "identifiers": ["phone", "domain"], "tlp": release.TLP.AMBER_STRICT.value,
            "pap": release.PAP.RED.value, "valid_from": dt.date(2020, 1, 1),
        },
    )  # fmt: skip
    partners.mark(
        by=lan, label="reports.report", thing=made["reports"][0], tlp=release.TLP.GREEN.value, pap=release.PAP.GREEN.value,
        caveats="", named=[], originators=[], consents=[], why="for the test",
    )  # fmt: skip
    made |= {"partner": partner.pk, "agreement": agreement.pk}
    columns = {
        "partner": partner, "agreement": agreement, "sort": "information", "purpose": "fraud.network", "offence": "fraud", "title": "Who?",
        "text": "0812345678", "due_from": "agreement", "due_basis": "Article 4", "due_zone": "Asia/Bangkok", "term_length": 48, "term_unit": "hour",
    }  # fmt: skip
    asked = requests.draft(by=ana, room=room, columns=columns, tlp=release.TLP.GREEN.value, pap=release.PAP.GREEN.value)
    requests.propose(by=ana, request=asked)
    made["asked"] = asked.pk
    ready = requests.draft(by=ana, room=room, columns=columns, tlp=release.TLP.GREEN.value, pap=release.PAP.GREEN.value)
    requests.propose(by=ana, request=ready)
    requests.approve(by=lan, request=ready)
    made["ready"] = ready.pk
    runner.run(once=True)
    return made


def _waiting(by, room, stored, text=CSV):
    from weftnode.reports import actions, tasks
    from weftnode.reports.models import Batch

    actions.place(stored).write_text(text, "utf-8")
    batch = actions.keep(by=by, room=room, stored=stored, name="calls.csv", country="TH")
    actions.confirm(by=by, batch=batch, mapping={}, country="TH")
    tasks.load.enqueue(batch.pk)
    return Batch.objects.get(pk=batch.pk)


# What is put there before somebody is killed over it ------------------------------------------------------------------


def ready_import(made):
    from weftnode.accounts.models import Compartment, Officer

    _waiting(
        Officer.objects.get(login="ana"), Compartment.objects.get(), "b" * 32 + ".csv", CSV.replace("story", "tale")
    )


def ready_undo(made):
    from weftnode.accounts.models import Officer
    from weftnode.reports import actions, tasks
    from weftnode.reports.models import Batch

    actions.undo(by=Officer.objects.get(login="ana"), batch=Batch.objects.get(pk=made["batch"]), reason="sent twice")
    tasks.unload.enqueue(made["batch"])


def ready_build(made):
    """Nothing but a new report: the worker builds for it."""
    intake(made)


# The deeds ------------------------------------------------------------------------------------------------------------


def _page(made, who, path, given):
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.cookies["weft_session"] = made[who]
    return client.post(path, given)


def intake(made):
    given = {"narrative": "he called from 0812345678", "country": "TH", "room": made["room"], "reporter": "A"}
    return _page(made, "ana", "/reports/new/", given)


def upload(made):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("calls.csv", CSV.encode() * 20)
    return _page(made, "ana", "/reports/files/", {"file": file, "country": "TH", "room": made["room"]})


def undo(made):
    return _page(made, "ana", f"/reports/files/{made['batch']}/undo/", {"reason": "sent twice"})


def judge(made):
    given = {"report": made["reports"][0], "other": made["reports"][1], "verdict": "different", "reason": "two voices"}
    return _page(made, "ana", f"/networks/{made['network']}/judge/", given)


def approve(made):
    return _page(made, "lan", f"/requests/{made['asked']}/approve/", {})


def send(made):
    return _page(made, "lan", f"/requests/{made['ready']}/send/", {})


def parcel(made):
    given = {"partner": made["partner"], "agreement": made["agreement"], "purpose": "fraud.network", "why": "for the test"}  # fmt: skip
    return _page(made, "ana", f"/partners/of/reports.report/{made['reports'][0]}/send/", given)


def sign(made):
    from weftnode.audit import actions

    actions.sign()


def backup(made):
    from weftnode.cli import keeping

    keeping.backup(None)


def work(made):
    """Everything a worker does until nothing is left: what waits, then the networks of what came of it."""
    from weftnode.networks import tasks
    from weftnode.work import runner

    runner.run(once=True)
    tasks.refresh.enqueue()
    runner.run(once=True)


def tidy():
    """What the schedule does once a day, two days later."""
    from django.utils import timezone

    from weftnode.reports import actions

    actions.tidy(now=timezone.now() + dt.timedelta(days=2))


def lost(made):
    """The worker is gone and an hour has passed, as far as the leases know; another one takes over."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from weftnode.work.models import Lease

    long_ago = timezone.now() - dt.timedelta(hours=1)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
    Lease.objects.update(until=long_ago)
    work(made)


PAGES = {"intake": intake, "upload": upload, "undo": undo, "judge": judge, "approve": approve, "send": send, "parcel": parcel}  # fmt: skip
WORKED = {"import": ready_import, "unload": ready_undo, "build": ready_build}
ALONE = {"sign": sign, "backup": backup}


# What is there, afterwards --------------------------------------------------------------------------------------------

_PASSING = {"Session", "DBTaskResult", "Lease", "Schedule", "Tile", "Checkpoint", "Head", "Detail", "Entry"}


def census(made):
    """How many rows each table has, what the log says was done how often, which files lie about. Raises where log and database are not sound."""
    from collections import Counter

    from django.apps import apps
    from django.conf import settings
    from django.db import connection

    from weftnode.audit import queries, stored
    from weftnode.audit.models import Detail, Entry

    tidy()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone()[0] == "ok"
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []
    assert Entry.objects.count() == queries.size()
    if queries.signed():
        stored.verify()
    rows = {
        model.__name__: model.objects.count()
        for model in apps.get_models()
        if model.__module__.startswith("weftnode.") and model.__name__ not in _PASSING
    }
    said = Counter(Detail.objects.exclude(action="audit.log.searched").values_list("action", flat=True))
    files = sorted(path.suffix for path in settings.MEDIA_ROOT.iterdir())
    backups = sum(path.is_file() for path in (settings.DIR / "backups").iterdir())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reports_text")
        rows["text index"] = cursor.fetchone()[0]
    return {"rows": {name: count for name, count in rows.items() if count}, "said": dict(said), "files": files, "backups": backups}  # fmt: skip
