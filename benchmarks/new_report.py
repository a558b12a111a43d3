"""A new report in a node that holds many: written, and its page with the network it would join, beside the build that decides.

    python benchmarks/new_report.py [reports, default 50000]

Reports of an invented world are brought in as a file would be and the networks built. Then reports held back are written one by one as the
intake form does, and each page is opened at once. At the end the networks are built again, to see how often the page had said what the build says.
"""

import os
import random
import resource
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

LOOKED = 200


def main() -> None:
    usual = 2_000 if os.environ.get("WEFT_BENCH_QUICK") else 50_000
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else usual
    folder = Path(tempfile.mkdtemp(prefix="weft-bench-"))
    os.environ["WEFT_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'data.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "weftnode.bare"
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECOND_FACTOR = False
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _run(wanted, folder)


def _run(wanted: int, folder: Path) -> None:
    from django.test import Client

    from weft.testing import world
    from weftnode.accounts import actions as accounts
    from weftnode.accounts import roles
    from weftnode.accounts.models import Officer
    from weftnode.audit.actors import SHELL
    from weftnode.networks import actions as networks
    from weftnode.networks import joins
    from weftnode.networks.models import Build, Member
    from weftnode.reports import actions as reports
    from weftnode.reports.models import Batch, Report

    room = accounts.open_compartment(by=SHELL, code="x", name="X")
    officer = accounts.open_account(by=SHELL, login="a", name="A", compartments=[room])
    accounts.propose_role(by=SHELL, officer=officer, role=roles.CaseOfficer.code)
    by = Officer.objects.get(pk=officer.pk)
    made = world.simulate(folder / "world", seed=11, reports=wanted + LOOKED)
    held = _bring_in(made.files, room, reports, Batch, SHELL)
    start = time.process_time()
    for number in networks.due():
        networks.build(number=number)
    build = time.process_time() - start
    browser = Client()
    browser.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/reports/")  # what a server has read and compiled when the first caller rings
    said: dict[int, list[int]] = {}
    written, shown, told = [], [], []
    browser.get(f"/reports/{Report.objects.latest('pk').pk}/")
    for story, country, day in held:
        start = time.perf_counter()
        report = reports.write_report(by=by, room=room, narrative=story, country=country, reported_on=day)
        written.append(time.perf_counter() - start)
        start = time.perf_counter()
        answer = browser.get(f"/reports/{report.pk}/")
        shown.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.status_code
        start = time.perf_counter()
        said[report.pk] = [one.network.pk for one in joins.expected(by, Report.objects.get(pk=report.pk)).joins]
        told.append(time.perf_counter() - start)
    for number in networks.due():
        networks.build(number=number)
    found = dict(Member.objects.filter(pk__in=said).values_list("pk", "network_id"))
    old = {
        pk: network
        for pk, network in found.items()
        if Member.objects.filter(network=network).exclude(pk__in=said).exists()
    }
    first = sum(said[pk][:1] == [network] for pk, network in old.items())
    named = sum(network in said[pk] for pk, network in old.items())
    wrong = sum(bool(one) for pk, one in said.items() if pk not in found)
    print(
        f"{Report.objects.count():,} reports, {Build.objects.latest('pk').networks:,} networks; building them anew: {build:.1f} s of CPU"
    )
    for name, times in (("written", written), ("page with its network", shown), ("of it the network", told)):
        ordered = sorted(times)
        print(
            f"{name:22} median {statistics.median(times) * 1000:6.1f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:6.1f} ms, longest {ordered[-1] * 1000:6.1f} ms"
        )
    print(
        f"written to shown, longest of {len(held)}: {max(a + b for a, b in zip(written, shown, strict=True)):.3f} s; the build alone takes {build:.1f} s"
    )
    print(
        f"of {len(old)} that the build put into a network known before, the page named it for {named}, as the first for {first}; of {len(said) - len(found)} left alone it named one for {wrong}"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _bring_in(files, room, reports, batches, by) -> list[tuple[str, str, object]]:  # type: ignore[no-untyped-def]
    """Everything but a sample of reports goes in as files do; those held back come as (story, country, day)."""
    for path in files:
        stored = secrets.token_hex(8) + path.suffix
        reports.place(stored).parent.mkdir(parents=True, exist_ok=True)
        reports.place(stored).write_bytes(path.read_bytes())
        batch = reports.keep(by=by, room=room, stored=stored, name=path.name, country="")
        batches.objects.filter(pk=batch.pk).update(state="waiting")
        reports.load(batch=batches.objects.get(pk=batch.pk))
    from weftnode.reports import bulk
    from weftnode.reports.models import Report

    numbers = sorted(Report.objects.exclude(reported_on=None).values_list("pk", flat=True))
    taken = list(Report.objects.filter(pk__in=random.Random(3).sample(numbers, LOOKED)).order_by("reported_on", "pk"))
    held = []
    for one in taken:
        values = " ".join(one.sightings.exclude(source__startswith="narrative").values_list("as_written", flat=True))
        held.append((f"{one.narrative}\n{values}", one.country, one.reported_on))
    bulk.delete([one.pk for one in taken])
    return held


if __name__ == "__main__":
    main()
