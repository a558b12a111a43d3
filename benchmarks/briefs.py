"""Seconds a brief takes, page and papers, over a node with many records: goal under 3."""

import datetime as dt
import os
import resource
import tempfile
import time

os.environ.setdefault("WEFT_DIR", tempfile.mkdtemp(prefix="weft-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weftnode.bare")

CASES, MEASURES, NETWORKS, REPORTS, COMMITMENTS, REQUESTS = 400, 10_000, 5_000, 100_000, 2_000, 5_000


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    viewer, room = _fill()
    from weftnode import papers
    from weftnode.briefs import actions, content, printing
    from weftnode.briefs.actions import Wanted

    made = actions.begin(by=viewer, room=room, wanted=Wanted("Brief", "own", dt.date(2026, 11, 24), "th"))
    content.draft(viewer, made)  # translations and fonts are read once in the life of a process
    papers.pdf(papers.Paper("x", ()))
    start = time.process_time()
    draft = content.draft(viewer, made)
    counted = time.process_time()
    paper = printing.paper(draft.content, reference=made.number, base="", figures="/KEY/", made_at=None)
    pdf = papers.pdf(paper)
    printed = time.process_time()
    docx = papers.docx(paper)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"briefs: {REPORTS:,} reports, {NETWORKS:,} networks, {CASES} cases, {MEASURES:,} measures, {COMMITMENTS:,} commitments, {REQUESTS:,} requests: "
        f"counted {counted - start:.2f} s, PDF {printed - counted:.2f} s ({len(pdf) / 1024:.0f} KB), DOCX {done - printed:.2f} s "
        f"({len(docx) / 1024:.0f} KB), together {done - start:.2f} s (goal: under 3), peak {peak:.0f} MB"
    )


def _fill():
    from django.utils import timezone

    from weftnode.accounts import actions, roles
    from weftnode.accounts.models import Officer
    from weftnode.audit.actors import SHELL
    from weftnode.cases.models import Case, Hold, Measure
    from weftnode.diplomacy.models import Commitment
    from weftnode.networks.models import Network
    from weftnode.partners.models import Partner
    from weftnode.reports.models import Report
    from weftnode.requests.models import Request

    room = actions.open_compartment(by=SHELL, code="bench", name="Bench")
    officer = actions.open_account(by=SHELL, login="bench", name="Bench", agency="A", compartments=[room])
    for role in (roles.Liaison, roles.Analyst):
        actions.propose_role(by=SHELL, officer=officer, role=role.code)
    now = timezone.now()
    day = dt.date(2026, 11, 1)
    partner = Partner.objects.create(code="KH", country="KH", name="Partner", made_by="x")
    Report.objects.bulk_create(
        [
            Report(compartment=room, narrative="x", country="TH", reported_on=day, amount=n, currency="THB")
            for n in range(REPORTS)
        ],
        batch_size=2000,
    )
    Network.objects.bulk_create(
        [
            Network(
                compartment=room, network_id=f"N-{n}", countries="KH TH", reports=n % 50, losses=[["THB", "100", 3]]
            )
            for n in range(NETWORKS)
        ]
    )
    cases = Case.objects.bulk_create(
        [Case(compartment=room, title=f"Case {n}", countries="KH TH", made_by="x") for n in range(CASES)]
    )
    forms = ("hold", "arrest", "number_block", "site_block", "rescue")
    measures = Measure.objects.bulk_create(
        [
            Measure(
                case=cases[n % CASES], form=forms[n % 5], state="in_force" if n % 5 in {0, 2, 3} else "done", currency="THB" if n % 5 == 0 else "",
                amount_minor=100 if n % 5 == 0 else None, people_count=n % 9, effective_at=now, made_by="x",
            )
            for n in range(MEASURES)
        ]
    )  # fmt: skip
    Hold.objects.bulk_create(
        [
            Hold(measure=one, placed_at=now, due_at=now, tainted_minor=100, held_minor=100, held_first_minor=100)
            for one in measures if one.form == "hold"
        ]
    )  # fmt: skip
    Commitment.objects.bulk_create(
        [
            Commitment(
                compartment=room,
                text=f"Promise {n}",
                owner=("ours", "theirs")[n % 2],
                owner_country="KH",
                due_on=day,
                made_by="x",
            )
            for n in range(COMMITMENTS)
        ]
    )
    Request.objects.bulk_create(
        [
            Request(
                compartment=room, partner=partner, direction=("in", "out")[n % 2], sort="hold", purpose="asset.freeze", title=f"Request {n}", text="x",
                state="sent", asked_at=now, due_at=now, due_from="own", due_zone="UTC", made_by="x",
            )
            for n in range(REQUESTS)
        ]
    )  # fmt: skip
    return Officer.objects.get(pk=officer.pk), room


if __name__ == "__main__":
    main()
