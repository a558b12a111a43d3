"""Background work about background work."""

import logging

from django.conf import settings
from django_tasks import task

from weftnode.ui import disk
from weftnode.work import actions

log = logging.getLogger("weftnode.work")


@task()
def prune() -> None:
    """Forget tasks that ended long ago; say so while there is still time when the disk fills up."""
    actions.prune()
    free, total, enough = disk.room(settings.DIR)
    if not enough:
        log.warning("%.1f GB of %.0f GB are free: make room before it runs full", free / 1e9, total / 1e9)
