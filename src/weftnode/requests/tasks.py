"""Background work of requests: thin, safe to run twice."""

from django_tasks import task

from weftnode.requests import actions


@task()
def clocks() -> None:
    """Let lapse what was agreed to lapse, and remind partners of what is overdue. On the schedule."""
    actions.lapse_due()
    actions.remind_due()
