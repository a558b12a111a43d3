"""Background work of networks: thin, by numbers, safe to run twice."""

from django_tasks import task

from weftnode.networks import actions


@task()
def refresh() -> None:
    """Build the rooms in which something changed. On the schedule."""
    for number in actions.due():
        build.enqueue(number)


@task()
def build(number: int) -> None:
    """One build."""
    actions.build(number=number)
