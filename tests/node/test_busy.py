"""Two workers, a file on its way in, networks being built and a hotline that writes, all at once on one SQLite file: nobody hears of a lock."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / "tools"
PEOPLE, REPORTS, ROWS = 5, 6, 3_000
SETUP = f"""
from weftnode.accounts import actions, roles
from weftnode.accounts.models import Compartment
from weftnode.audit.actors import SHELL
from weftnode.reports import tasks
from weftnode.cli import loading
from weftnode.reports import actions as reports
from weftnode.reports.models import Batch
from pathlib import Path
room = Compartment.objects.get(code="general")
for number in range({PEOPLE}):
    made = actions.open_account(by=SHELL, login=f"busy{{number}}", name="Busy", compartments=[room])
    actions.propose_role(by=SHELL, officer=made, role=roles.HotlineOfficer.code)
batch = reports.keep(by=SHELL, room=room, stored=loading._copied(Path("more.csv")), name="more.csv", country="TH")
reports.confirm(by=SHELL, batch=batch, mapping={{}}, country="TH")
tasks.load.enqueue(batch.pk)
"""
CENSUS = """
import json
from weftnode.audit import stored
from weftnode.networks.models import Build, Member, Network
from weftnode.reports.models import Batch, Report
from weftnode.audit.actions import sign
sign()
stored.verify()
print(json.dumps({
    "reports": Report.objects.count(), "unready": Build.objects.exclude(state="done").count(),
    "batches": sorted(Batch.objects.values_list("state", flat=True)), "members": Member.objects.count(),
    "sum": sum(Network.objects.filter(is_gone=False).values_list("reports", flat=True)),
}))
"""


@pytest.fixture
def node(tmp_path):
    for name, first in (("held", 0), ("more", ROWS)):
        rows = [f"{n},2031-01-0{n % 9 + 1},08{n % 700:08},story {n}" for n in range(first, first + ROWS)]
        (tmp_path / f"{name}.csv").write_text("id,day,phone,story\n" + "\n".join(rows) + "\n", "utf-8")
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "WEFT_DIR": str(tmp_path / "node"), "WEFT_SECOND_FACTOR": "no", "WEFT_COUNTRY": "TH",
    }  # fmt: skip

    def weft(*words, wait=True):
        command = [sys.executable, "-m", "weft.cli.main", "node", *words]
        if not wait:
            return subprocess.Popen(
                command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    weft("init")
    weft("load", "held.csv")
    weft("manage", "shell", "-v0", "-c", SETUP)
    weft.environment, weft.folder = environment, tmp_path
    return weft


@pytest.mark.nightly
@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="about locks of SQLite")
def test_nobody_hears_of_a_lock(node):
    workers = [node("work", wait=False) for _ in range(2)]
    try:
        told = subprocess.run(
            [sys.executable, str(TOOLS / "busy.py"), str(PEOPLE), str(REPORTS)],
            env=node.environment, capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
    finally:
        for one in workers:
            one.terminate()
        said = [one.communicate(timeout=120)[1] for one in workers]

    found = json.loads(told.stdout)
    assert found["failed"] == []
    assert found["done"] == PEOPLE * REPORTS
    assert not [one for one in said if "locked" in one]
    node("work", "--once")
    node("work", "--once")
    census = json.loads(node("manage", "shell", "-v0", "-c", CENSUS))
    assert census["reports"] == 2 * ROWS + PEOPLE * REPORTS
    assert census["batches"] == ["loaded", "loaded"]
    assert census["unready"] == 0
    assert census["members"] == census["sum"] > 0
