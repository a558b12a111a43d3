"""Background work of reports: thin, by numbers, safe to run twice."""

from django_tasks import task

from weftnode.reports import actions
from weftnode.reports.models import Batch


@task()
def load(batch: int) -> None:
    """Bring a confirmed file in."""
    actions.load(batch=Batch.objects.get(pk=batch))


@task()
def unload(batch: int) -> None:
    """Take an undone file's rows out."""
    actions.unload(batch=Batch.objects.get(pk=batch))


@task()
def tidy() -> None:
    """Remove files that nobody needs any more. On the schedule."""
    actions.tidy()
