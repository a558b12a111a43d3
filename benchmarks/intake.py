"""Reports into a node's database and out again: past the ORM beside Django's own bulk_create, same rows, same database, one run.

    python benchmarks/intake.py [reports, default 100000]

The database is SQLite on disk as a node has it (rollback journal, FULL). `bulk_create` gets the same rows with all indexes; the text index,
which only we keep, is timed apart so that both do the same work.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    usual = 5_000 if os.environ.get("WEFT_BENCH_QUICK") else 100_000
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
    import numpy as np
    import pyarrow as pa
    from django.db import transaction

    from weft.tables import schemas
    from weftnode.accounts import actions as accounts
    from weftnode.accounts import roles
    from weftnode.accounts.models import Officer
    from weftnode.audit.actors import SHELL
    from weftnode.reports import bulk, queries, text_index
    from weftnode.reports.models import Batch, Report, Sighting

    room = accounts.open_compartment(by=SHELL, code="x", name="X")
    batch = Batch.objects.create(compartment=room, name="x.csv", stored="x", made_by="x", state=Batch.State.LOADED)
    rng = np.random.default_rng(5)
    stories = [
        "ธนาคารแจ้งว่าบัญชีถูกระงับ ให้โทร",
        "Số tài khoản bị khoá, hãy gọi",
        "They promised a job and took my passport",
        "您的账户已被冻结，请致电",
        "គណនីត្រូវបានបិទ",
    ]
    numbers = rng.integers(800_000_000, 899_999_999, wanted)
    reports = pa.table(
        {
            "report_id": [f"B{n}" for n in range(wanted)],
            "file": ["x"] * wanted,
            "row": pa.array(range(2, wanted + 2), pa.int32()),
            "country": ["TH"] * wanted,
            "language": pa.array([None] * wanted, pa.string()),
            "reported_on": pa.array([20_000 + int(n) for n in rng.integers(0, 700, wanted)], pa.int32()).cast(
                pa.date32()
            ),
            "narrative": [f"{stories[n % 5]} 0{numbers[n]} {n}" for n in range(wanted)],
            "amount": pa.array([None] * wanted, schemas.REPORTS.field("amount").type),
            "amount_as_written": pa.array([None] * wanted, pa.string()),
            "currency": pa.array([None] * wanted, pa.string()),
            "category": pa.array([None] * wanted, pa.string()),
            "reporter": pa.array([None] * wanted, pa.string()),
            "extra": pa.array([None] * wanted, pa.string()),
        }
    )
    sightings = pa.table(
        {
            "report": pa.array(range(wanted), pa.int32()),
            "kind": ["phone"] * wanted,
            "value": [f"+66{n}" for n in numbers],
            "as_written": [f"0{n}" for n in numbers],
            "source": ["phone"] * wanted,
            "notes": pa.array([None] * wanted, pa.string()),
        }
    )
    text_index_add = text_index.add
    text_index.add = lambda rows: None  # type: ignore[assignment]
    ours = _timed(lambda: _slices(bulk, batch, reports, sightings, wanted))
    text_index.add = text_index_add
    texts = [(pk, text) for pk, text in Report.objects.order_by("pk").values_list("pk", "narrative")]
    index = _timed(lambda: _index(text_index, texts))

    part = min(wanted, 20_000)
    made = [
        Report(
            compartment=room, batch=batch, source_id=f"C{n}", file="x", row=n + 2, country="TH", reported_on="2026-01-01",
            narrative=f"{stories[n % 5]} 0{numbers[n]} {n}", made_by="x",
        )
        for n in range(part)
    ]  # fmt: skip

    def peer() -> None:
        with transaction.atomic():
            Report.objects.bulk_create(made, batch_size=5000)
            Sighting.objects.bulk_create(
                [
                    Sighting(
                        report=one, kind="phone", value=f"+66{numbers[n]}", as_written=f"0{numbers[n]}", source="phone"
                    )
                    for n, one in enumerate(made)
                ],
                batch_size=5000,
            )

    theirs = _timed(peer)
    officer = accounts.open_account(by=SHELL, login="a", name="A", compartments=[room])
    accounts.propose_role(by=SHELL, officer=officer, role=roles.Analyst.code)
    viewer = Officer.objects.get(pk=officer.pk)
    print(f"intake past the ORM: {wanted / ours / 1000:8.1f} k reports/s (one sighting each), CPU {ours:.2f} s")
    print(f"bulk_create:         {part / theirs / 1000:8.1f} k reports/s, ratio {wanted / ours / (part / theirs):.1f}")
    print(f"text index:          {wanted / index / 1000:8.1f} k reports/s")
    for name, asked in {
        "list": queries.Asked(),
        "identifier": queries.Asked(text=f"+66{numbers[wanted // 2]}"),
        "two words, rare": queries.Asked(text=f"passport {wanted - 3}"),
        "frequent word": queries.Asked(text="บัญชี"),
        "two Chinese characters": queries.Asked(text="冻结"),
        "a word of nobody": queries.Asked(text="zebra crossing"),
    }.items():
        times = []
        for _ in range(7):
            start = time.perf_counter()
            page = queries.reports(viewer, asked)
            times.append(time.perf_counter() - start)
        print(f"{name:24} {sorted(times)[3] * 1000:8.1f} ms, {len(page.reports)} shown")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _slices(bulk, batch, reports, sightings, wanted) -> None:
    from django.db import transaction

    for first in range(0, wanted, 5000):
        with transaction.atomic():
            size = min(5000, wanted - first)
            bulk.insert(batch, reports.slice(first, size), sightings.slice(first, size), first)


def _index(text_index, texts) -> None:
    from django.db import transaction

    for at in range(0, len(texts), 5000):
        with transaction.atomic():
            text_index.add(texts[at : at + 5000])


def _timed(what) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


if __name__ == "__main__":
    main()
