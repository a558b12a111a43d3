"""Leases and the schedule: a task outlives the worker that held it."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from weftnode.work import schedule
from weftnode.work.models import Lease, Schedule

LEASE = dt.timedelta(seconds=60)
# What went well is of no use tomorrow; what failed is looked into.
KEPT_DONE, KEPT_FAILED = dt.timedelta(days=1), dt.timedelta(days=30)
_SLICE = 2_000
# A worker that dies twice by chance is unlucky; one that dies three times over one task is killed by it.
MOST_DEATHS = 3


def hold(*, task_id: uuid.UUID, worker: str) -> None:
    """Say that ``worker`` is alive and holds the task. Called at the start and then every few seconds."""
    until = timezone.now() + LEASE
    if not Lease.objects.filter(task_id=task_id).update(worker=worker, until=until):
        Lease.objects.create(task_id=task_id, worker=worker, until=until)


def let_go(*, task_id: uuid.UUID) -> None:
    """The task is over, well or badly."""
    Lease.objects.filter(task_id=task_id).delete()


@transaction.atomic
def give_back(*, task_id: uuid.UUID) -> None:
    """Let a task that was stopped through no fault of its own be done anew; this does not count as a death."""
    DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )
    Lease.objects.filter(task_id=task_id).delete()


@transaction.atomic
def sweep(*, now: dt.datetime | None = None) -> tuple[int, int]:
    """Give back every running task whose worker has not been heard of; (given back, failed for good)."""
    now = now or timezone.now()
    alive = Lease.objects.filter(until__gt=now).values_list("task_id", flat=True)
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LEASE).exclude(
        pk__in=list(alive)
    )
    back = failed = 0
    for task in lost.select_for_update():
        lease, _ = Lease.objects.get_or_create(task_id=task.pk, defaults={"worker": "", "until": now})
        Lease.objects.filter(pk=lease.pk).update(given_back=F("given_back") + 1)
        if lease.given_back + 1 >= MOST_DEATHS:
            task.status, task.finished_at, failed = TaskResultStatus.FAILED, now, failed + 1
        else:
            task.status, task.started_at, back = TaskResultStatus.READY, None, back + 1
        task.save(update_fields=["status", "started_at", "finished_at"])
    return back, failed


@transaction.atomic
def plan(*, task: str, every: dt.timedelta) -> None:
    """Do ``task`` (dotted path) again and again."""
    Schedule.objects.update_or_create(
        task=task,
        defaults={"every_seconds": int(every.total_seconds())},
        create_defaults={"every_seconds": int(every.total_seconds()), "next_at": timezone.now()},
    )


@transaction.atomic
def plan_all() -> None:
    """Write into the table what apps asked for; what nobody asks for any more goes."""
    for task, every in schedule.everything().items():
        plan(task=task, every=every)
    Schedule.objects.exclude(task__in=schedule.everything()).delete()


@transaction.atomic
def enqueue_due(*, now: dt.datetime | None = None) -> list[str]:
    """Enqueue what is due. A time that was missed is made up for once, not as often as it was missed."""
    now = now or timezone.now()
    due = list(Schedule.objects.select_for_update().filter(next_at__lte=now).order_by("next_at"))
    for one in due:
        import_string(one.task).enqueue()
        one.next_at = now + dt.timedelta(seconds=one.every_seconds)
        one.save(update_fields=["next_at"])
    return [one.task for one in due]


def prune(*, now: dt.datetime | None = None) -> int:
    """Forget tasks that ended long ago, in slices so that nobody waits; how many. The schedule alone makes thousands of rows a day."""
    now = now or timezone.now()
    count = 0
    for status, kept in ((TaskResultStatus.SUCCESSFUL, KEPT_DONE), (TaskResultStatus.FAILED, KEPT_FAILED)):
        old = DBTaskResult.objects.filter(status=status, finished_at__lt=now - kept)
        while ids := list(old.values_list("pk", flat=True)[:_SLICE]):
            with transaction.atomic():
                Lease.objects.filter(task_id__in=ids).delete()
                DBTaskResult.objects.filter(pk__in=ids).delete()
            count += len(ids)
    return count
