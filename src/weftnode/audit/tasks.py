"""Background work of the log."""

from django_tasks import task

from weftnode.audit import actions
from weftnode.audit.models import Erasure


@task()
def sign() -> None:
    """Sign what came since the last checkpoint."""
    actions.sign()


@task()
def erase_old(erasure: int) -> None:
    """Do an erasure that two people want."""
    actions.erase_old(erasure=Erasure.objects.get(pk=erasure))
