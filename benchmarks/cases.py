"""A case with 10,000 measures and 10,000 running clocks: its pages, beside the same counts made in Python over every row.

    python benchmarks/cases.py [measures, default 10000]

CPU time of one request from the address to the HTML, the middle of five, after one to warm up; SQLite on disk as a node has it.
"""

import datetime as dt
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path


def main() -> None:
    usual = 500 if os.environ.get("WEFT_BENCH_QUICK") else 10_000
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else usual
    folder = Path(tempfile.mkdtemp(prefix="weft-bench-"))
    os.environ["WEFT_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'data.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "weftnode.bare"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _run(wanted)


def _run(wanted: int) -> None:
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from weftnode.accounts import actions as accounts
    from weftnode.accounts import roles
    from weftnode.accounts.models import Officer
    from weftnode.audit.actors import SHELL
    from weftnode.cases import actions, queries
    from weftnode.cases.models import Measure

    room = accounts.open_compartment(by=SHELL, code="x", name="X")
    ana = accounts.open_account(by=SHELL, login="ana", name="Ana", agency="A", compartments=[room])
    accounts.propose_role(by=SHELL, officer=ana, role=roles.CaseOfficer.code)
    ana = Officer.objects.get(pk=ana.pk)
    case = actions.open_case(by=ana, room=room, title="Many", leader=ana)
    other = actions.open_case(by=ana, room=room, title="Other")
    _fill(case, wanted)

    browser = Client(headers={"host": "localhost"})
    browser.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["second_factor"] = True
    session.save()
    pages = {
        "case": reverse("cases:case", args=[case.pk]),
        "measures, first page": reverse("cases:measures", args=[case.pk]),
        "measures, last page": reverse("cases:measures", args=[case.pk]) + f"?page={wanted // 50}",
        "measures by identifier": reverse("cases:measures", args=[case.pk]) + "?text=%2B66812345678",
        "clocks of all cases": reverse("cases:clocks"),
        "figures": reverse("cases:case_figures", args=[case.pk]),
        "list of cases": reverse("cases:list"),
    }
    print(f"{wanted} measures in one case, each with a running clock; CPU time in milliseconds")
    for name, path in pages.items():
        print(f"  {name:24} {_timed(lambda path=path: _get(browser, path)):8.0f}")
    until = timezone.now() + dt.timedelta(days=1)
    print(f"  {'what is due in a day':24} {_timed(lambda: queries.due(ana, until)):8.0f}")

    ours = _timed(lambda: queries.counts(ana, case))

    def by_hand() -> Counter[tuple[str, str]]:
        return Counter((one.form, one.state) for one in Measure.objects.filter(case=case))

    theirs = _timed(by_hand)
    print(
        f"  counts by form and state: in the database {ours:.1f}, over every row {theirs:.0f}, ratio {theirs / ours:.0f}"
    )
    start = time.process_time()
    made = actions.merge(by=ana, gone=case, kept=other, because="same")
    middle = time.process_time()
    actions.undo_merge(by=ana, made=made)
    print(f"  merge {(middle - start) * 1000:.0f}, undo {(time.process_time() - middle) * 1000:.0f}")
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def _get(browser: object, path: str) -> None:
    response = browser.get(path)  # type: ignore[attr-defined]
    assert response.status_code == 200, (path, response.status_code)


def _timed(act: object) -> float:
    act()  # type: ignore[operator]
    found = []
    for _ in range(5):
        start = time.process_time()
        act()  # type: ignore[operator]
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def _fill(case: object, wanted: int) -> None:
    from django.utils import timezone

    from weftnode.cases.models import Event, Hold, Measure
    from weftnode.cases.shapes import Form, Role, State

    now = timezone.now()
    role = list(Role)
    rows = Measure.objects.bulk_create(
        [
            Measure(
                case=case, form=Form.HOLD, state=State.IN_FORCE, kind="phone", value=f"+668{n:08}", as_written=f"08{n:08}", country="TH",
                amount_minor=1000 + n, currency="THB", role=role[n % len(role)], orderer="police", made_by="ana", effective_at=now,
            )
            for n in range(wanted)
        ],
        batch_size=500,
    )  # fmt: skip
    Hold.objects.bulk_create(
        [
            Hold(
                measure=one, rule_id="th.hold-by-regulators", placed_at=now, due_at=now + dt.timedelta(minutes=n), tainted_minor=1000 + n,
                held_minor=1000 + n, held_first_minor=1000 + n,
            )
            for n, one in enumerate(rows)
        ],
        batch_size=500,
    )  # fmt: skip
    Event.objects.bulk_create(
        [Event(case=case, at=now, what="measure", text="in_force", measure=one, made_by="ana") for one in rows],
        batch_size=500,
    )


if __name__ == "__main__":
    main()
