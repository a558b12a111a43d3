"""The board over 10,000 open clocks, as a browser asks for it, beside what one writes first: every row by the ORM, every row into the page.

    python benchmarks/board.py [clocks, default 10000]

The plain way loads the same rows with their partner and owner as objects, makes each address by `reverse`, and renders a row for each.
It is shown once with ``select_related`` (a careful first version) and, over a tenth of the rows, without (a query for each partner and owner).
"""

import datetime as dt
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 20


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000 if os.environ.get("WEFT_BENCH_QUICK") else 10_000
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
    _run(wanted)


def _run(wanted: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from weftnode.accounts import actions as accounts
    from weftnode.accounts import roles
    from weftnode.accounts.models import Officer
    from weftnode.audit.actors import SHELL
    from weftnode.partners import actions as partners
    from weftnode.requests.models import Request

    room = accounts.open_compartment(by=SHELL, code="x", name="X")
    for login in ("a", "b", "c"):
        officer = accounts.open_account(by=SHELL, login=login, name=login, compartments=[room])
        accounts.propose_role(by=SHELL, officer=officer, role=roles.Liaison.code)
    people = list(Officer.objects.order_by("pk"))
    bodies = [partners.open_partner(by=SHELL, code=f"P-{n}", name=f"Body {n}", status="active") for n in range(20)]
    now = timezone.now()
    Request.objects.bulk_create(
        [
            Request(
                compartment=room, direction="in" if n % 2 else "out", partner=bodies[n % 20], sort="information", purpose="fraud.network",
                title=f"Request number {n} about accounts", text="x", state=("received", "acknowledged", "part")[n % 3] if n % 2 else "sent",
                asked_at=now, due_at=now + dt.timedelta(minutes=17 * n - 20_000), due_from="law", due_zone="Asia/Bangkok", owner=people[n % 3],
                made_by="a",
            )
            for n in range(wanted)
        ],
        batch_size=1000,
    )  # fmt: skip
    browser = Client()
    browser.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {
        "by week": "/due/",
        "by state": "/due/?view=state",
        "list": "/due/?view=list",
        "one partner, ours": "/due/?partner=Body+3&side=ours",
    }
    print(f"{wanted:,} open clocks")
    first = 0.0
    for name, address in pages.items():
        cpu, wall, size = _timed(lambda address=address: browser.get(address).content)
        first = first or cpu
        print(
            f"  {name:<20} processor p50 {cpu:6.0f} ms, wall p50 {wall[0]:6.0f} ms, p95 {wall[1]:6.0f} ms, {size / 1000:7.0f} kB"
        )
    plain, _, size = _timed(lambda: _plain(people[0], wanted, related=True), rounds=3)
    print(
        f"  plain, one query     processor p50 {plain:6.0f} ms, {size / 1000:7.0f} kB: {plain / first:.1f} times ours"
    )
    each, _, _ = _timed(lambda: _plain(people[0], wanted // 10, related=False), rounds=3)
    print(
        f"  plain, query a row   processor p50 {10 * each:6.0f} ms (ten times a tenth): {10 * each / first:.1f} times ours"
    )
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def _timed(do, rounds: int = ROUNDS) -> tuple[float, tuple[float, float], int]:
    """Median processor time, median and 95th percentile of wall time in ms, and the size of what came."""
    size = len(do())
    cpu, wall = [], []
    for _ in range(rounds):
        before, start = time.process_time(), time.perf_counter()
        do()
        wall.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - before))
    wall.sort()
    return statistics.median(cpu), (statistics.median(wall), wall[min(int(0.95 * rounds), rounds - 1)]), size


def _plain(viewer, most: int, *, related: bool) -> bytes:
    from django.template import engines
    from django.urls import reverse

    from weftnode.requests import rules
    from weftnode.requests.models import Request

    rows = Request.objects.visible_to(viewer).filter(state__in=rules.RUNNING).order_by("due_at")
    rows = (rows.select_related("partner", "owner") if related else rows)[:most]
    shown = [(one, reverse("requests:request", args=[one.pk])) for one in rows]
    page = engines["django"].from_string(
        "<table>{% for one, url in rows %}<tr><td>{{ one.due_at|date:'SHORT_DATETIME_FORMAT' }}</td><td><a href='{{ url }}'>{{ one.title }}</a></td>"
        "<td>{{ one.partner }}</td><td>{{ one.owner }}</td><td>{{ one.get_state_display }}</td></tr>{% endfor %}</table>"
    )
    return page.render({"rows": shown}).encode()


if __name__ == "__main__":
    main()
