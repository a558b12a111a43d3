"""Background work of diplomacy."""

from django_tasks import task

from weftnode.diplomacy import actions


@task()
def tidy() -> None:
    """Remove files that nobody names. On the schedule."""
    actions.tidy()
