"""Background work about background work."""

from django_tasks import task

from weftnode.work import actions


@task()
def prune() -> None:
    """Forget tasks that ended long ago."""
    actions.prune()
