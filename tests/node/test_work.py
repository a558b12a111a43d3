"""Background work: a dead worker's task is taken up again, and a task that kills its workers is not tried for ever."""

import datetime as dt
import errno
import uuid
from unittest import mock

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from weft.errors import NotWritten
from weftnode.audit import tasks
from weftnode.work import actions, runner
from weftnode.work import tasks as work
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


# -- a disk that is full ----------------------------------------------------------------------------------------------


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def kept_open(db):
    """The worker closes its connection when the disk is full; here that would end the transaction of the test."""
    with mock.patch.object(connection, "close", return_value=None):
        yield


def test_a_task_that_meets_a_full_disk_is_kept_and_done_when_there_is_room(kept_open, monkeypatch):
    tasks.sign.enqueue()
    monkeypatch.setattr("weftnode.audit.actions.sign", full)
    with pytest.raises(NotWritten):
        runner.run(once=True)
    monkeypatch.undo()

    assert actions.sweep(now=timezone.now() + actions.LEASE * 2) == (1, 0)
    runner.run(once=True)

    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}


def test_the_worker_waits_for_room_and_goes_on_by_itself(kept_open, monkeypatch, caplog):
    tasks.sign.enqueue()
    sign, tries, workers = tasks.actions.sign, [], []

    def filling():
        tries.append(1)
        return full() if len(tries) < 5 else sign()

    def pause(_seconds):
        if len(tries) >= 5:
            workers[0].running = False

    make = runner.Leasing
    monkeypatch.setattr(runner, "Leasing", lambda **options: workers.append(make(**options)) or workers[0])
    monkeypatch.setattr("weftnode.audit.actions.sign", filling)
    monkeypatch.setattr(runner.time, "sleep", pause)
    runner.run()

    # Five times is more often than a task may kill its worker: a full disk is no death.
    signed = DBTaskResult.objects.filter(task_path="weftnode.audit.tasks.sign").values_list("status", flat=True)
    assert set(signed) == {TaskResultStatus.SUCCESSFUL}
    said = [one.message for one in caplog.records if "disk" in one.message and "GB" not in one.message]
    assert said == [
        "the disk would not take what was written; the task is kept, and goes on when there is room",
        "the disk takes writes again",
    ]


def test_ready_says_when_there_is_no_room(db, client, monkeypatch):
    monkeypatch.setattr("weftnode.ui.disk.room", lambda _folder: (100_000_000, 10**12, False))
    response = client.get(reverse("work:ready"))
    assert response.status_code == 503
    assert "disk: not ok" in response.content.decode()


def test_the_log_warns_long_before(db, monkeypatch, caplog):
    monkeypatch.setattr("weftnode.ui.disk.room", lambda _folder: (5 * 10**9, 10**11, False))
    work.prune.call()
    assert "5.0 GB of 100 GB are free" in caplog.text
