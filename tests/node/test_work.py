"""Background work: a dead worker's task is taken up again, and a task that kills its workers is not tried for ever."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from weftnode.audit import tasks
from weftnode.work import actions, runner
from weftnode.work.models import Lease, Schedule


@pytest.fixture
def running(db):
    """A task that some worker took and never finished."""

    def make(age=dt.timedelta(hours=1)):
        tasks.sign.enqueue()
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now() - age)
        return DBTaskResult.objects.get()

    return make


def test_a_lost_task_is_given_back_and_done(running):
    running()

    assert actions.sweep() == (1, 0)
    runner.run(once=True)

    assert (
        DBTaskResult.objects.filter(task_path="weftnode.audit.tasks.sign").first().status == TaskResultStatus.SUCCESSFUL
    )


def test_a_task_whose_worker_lives_is_left_alone(running):
    task = running()
    actions.hold(task_id=task.pk, worker="w")

    assert actions.sweep() == (0, 0)
    assert actions.sweep(now=timezone.now() + actions.LEASE * 2) == (1, 0)


def test_a_task_just_taken_is_left_alone(running):
    running(age=dt.timedelta(seconds=5))
    assert actions.sweep() == (0, 0)


def test_a_task_that_kills_its_workers_fails_in_the_end(running):
    task = running()
    seen = []
    for _ in range(actions.MOST_DEATHS):
        DBTaskResult.objects.filter(pk=task.pk).update(
            status=TaskResultStatus.RUNNING, started_at=timezone.now() - dt.timedelta(hours=1)
        )
        seen.append(actions.sweep())
    assert seen == [(1, 0)] * (actions.MOST_DEATHS - 1) + [(0, 1)]
    assert DBTaskResult.objects.get(pk=task.pk).status == TaskResultStatus.FAILED


def test_what_was_missed_is_made_up_for_once(db):
    actions.plan(task="weftnode.audit.tasks.sign", every=dt.timedelta(hours=1))
    Schedule.objects.update(next_at=timezone.now() - dt.timedelta(days=3))

    assert actions.enqueue_due() == ["weftnode.audit.tasks.sign"]
    assert actions.enqueue_due() == []
    assert Schedule.objects.get().next_at > timezone.now()


def test_the_lease_ends_with_the_task(db):
    tasks.sign.enqueue()
    runner.run(once=True)
    assert not Lease.objects.exists()
    assert Lease.objects.filter(task_id=uuid.uuid4()).count() == 0


def test_ready_tells_of_a_worker_that_does_not_work(db, client):
    assert client.get(reverse("work:ready")).status_code == 200
    tasks.sign.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - dt.timedelta(hours=1))

    response = client.get(reverse("work:ready"))

    assert response.status_code == 503
    assert "worker: not ok" in response.content.decode()


def test_alive_needs_no_database_and_no_host(client):
    response = client.get("/healthz", headers={"Host": "anything.example"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("at", [0.4, 1.0, 2.0])
def test_a_worker_killed_while_a_file_comes_in_loses_and_doubles_nothing(tmp_path, at):
    """A real worker, killed with SIGKILL at a moment of chance; the next one takes the task up where it stood."""
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "WEFT_DIR": str(tmp_path / "n")}

    def weft(*words):
        return subprocess.run(
            [sys.executable, "-m", "weft.cli.main", "node", *words],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    weft("init")
    rows = "".join(f"{n},08{n:08d},story number {n}\n" for n in range(12_000))
    (tmp_path / "big.csv").write_text("id,phone,story\n" + rows)
    script = (
        "import shutil; from weftnode.accounts.models import Compartment; from weftnode.audit.actors import SHELL;"
        "from weftnode.reports import actions, tasks; from weftnode.reports.models import Batch;"
        "shutil.copyfile('big.csv', actions.place('x.csv'));"
        "b = actions.keep(by=SHELL, room=Compartment.objects.get(), stored='x.csv', name='big.csv', country='TH');"
        "actions.confirm(by=SHELL, batch=b, mapping={}, country='TH'); tasks.load.enqueue(b.pk)"
    )
    weft("manage", "shell", "-v0", "-c", script)
    worker = subprocess.Popen([sys.executable, "-m", "weft.cli.main", "node", "work"], env=env, cwd=tmp_path)
    time.sleep(3 + at)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    # An hour later, as far as the leases know.
    weft(
        "manage",
        "shell",
        "-v0",
        "-c",
        "import datetime as d; from django_tasks_db.models import DBTaskResult as T; from weftnode.work.models import Lease; from django.utils import timezone as z; T.objects.filter(status='RUNNING').update(started_at=z.now()-d.timedelta(hours=1)); Lease.objects.all().delete()",
    )
    weft("work", "--once")

    said = weft(
        "manage", "shell", "-v0", "-c",
        "from weftnode.reports.models import *; print(Report.objects.count(), Report.objects.values('source_id').distinct().count(), Sighting.objects.count(), Batch.objects.get().state)",
    )  # fmt: skip
    assert said.split() == ["12000", "12000", "12000", "loaded"]


@pytest.mark.parametrize(
    ("status", "age", "left"),
    [
        (TaskResultStatus.SUCCESSFUL, dt.timedelta(hours=23), 1),
        (TaskResultStatus.SUCCESSFUL, dt.timedelta(hours=25), 0),
        (TaskResultStatus.FAILED, dt.timedelta(days=29), 1),
        (TaskResultStatus.FAILED, dt.timedelta(days=31), 0),
        (TaskResultStatus.RUNNING, dt.timedelta(days=99), 1),
        (TaskResultStatus.READY, dt.timedelta(days=99), 1),
    ],
)
def test_tasks_that_ended_long_ago_are_forgotten_and_no_others(running, status, age, left, monkeypatch):
    monkeypatch.setattr(actions, "_SLICE", 1)
    running()
    tasks.sign.enqueue()
    now = timezone.now()
    task = DBTaskResult.objects.first()
    actions.hold(task_id=task.pk, worker="w")
    DBTaskResult.objects.filter(pk=task.pk).update(status=status, finished_at=now - age)

    assert actions.prune(now=now) == 1 - left
    assert DBTaskResult.objects.filter(pk=task.pk).count() == left
    assert Lease.objects.count() == left
    assert DBTaskResult.objects.count() == 1 + left
