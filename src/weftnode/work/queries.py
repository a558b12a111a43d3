"""What is waiting to be done, and whether the node is fit to serve."""

import datetime as dt

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# A worker takes a task within seconds; one that waits this long says that no worker runs.
LONGEST_WAIT = dt.timedelta(minutes=10)


def unapplied() -> list[str]:
    """Migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def oldest_wait() -> dt.timedelta:
    """How long the longest-waiting task has been ready."""
    first = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return timezone.now() - first if first else dt.timedelta(0)


def failed_since(when: dt.datetime) -> int:
    """Tasks that failed for good since ``when``."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=when).count()
