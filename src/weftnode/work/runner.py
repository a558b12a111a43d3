"""The worker behind `weft node work`: django-tasks-db's, with a heartbeat around each task and the sweeper between them."""

import logging
import os
import socket
import threading
import time

from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from weftnode.work import actions

log = logging.getLogger("weftnode.work")
_BEAT = 15.0


class Leasing(Worker):
    """Runs one task after the other, each under a lease."""

    def run_task(self, db_task_result: DBTaskResult) -> None:  # type: ignore[type-arg]
        done = threading.Event()
        actions.hold(task_id=db_task_result.id, worker=self.worker_id)
        beat = threading.Thread(target=self._beat, args=(db_task_result.id, done), daemon=True)
        beat.start()
        try:
            super().run_task(db_task_result)
        finally:
            done.set()
            beat.join(timeout=5)
            actions.let_go(task_id=db_task_result.id)

    def _beat(self, task_id: object, done: threading.Event) -> None:
        while not done.wait(_BEAT):
            actions.hold(task_id=task_id, worker=self.worker_id)  # type: ignore[arg-type]
        connection.close()


def run(*, once: bool = False, every: float = 1.0) -> None:
    """Work until stopped; with ``once`` until nothing is left to do."""
    worker = Leasing(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
    )
    if threading.current_thread() is threading.main_thread():
        worker.configure_signals()
    actions.plan_all()
    while worker.running:
        close_old_connections()
        back, failed = actions.sweep()
        if back or failed:
            log.warning("a worker was lost: %s tasks given back, %s failed for good", back, failed)
        actions.enqueue_due()
        worker.run()
        if once:
            return
        time.sleep(every)
