"""Background work of networks: thin, by numbers, safe to run twice."""

from django.db import transaction
from django_tasks import task

from weftnode.networks import actions


@task()
def refresh() -> None:
    """Build the rooms in which something changed. On the schedule."""
    # Together or not at all: a build that nobody was told of would keep its room waiting.
    with transaction.atomic():
        for number in actions.due():
            build.enqueue(number)


@task()
def build(number: int) -> None:
    """One build."""
    actions.build(number=number)
