"""Background work of the log."""

from django_tasks import task

from weftnode.audit import actions


@task()
def sign() -> None:
    """Sign what came since the last checkpoint."""
    actions.sign()
