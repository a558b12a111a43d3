"""Background work of the door for programs."""

from django_tasks import task

from weftnode.api import actions


@task()
def prune() -> None:
    """Forget keys of writes long done. On the schedule."""
    actions.prune_now()
