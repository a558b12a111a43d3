"""The worker behind `weft node work`: django-tasks-db's, with a heartbeat around each task and the sweeper between them.

A worker that is killed leaves its task to the next one. A disk that is full ends no task: the task is given back, and the worker waits for room.
"""

import logging
import os
import socket
import threading
import time
import uuid

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from weft.errors import NotWritten
from weftnode.ui import disk
from weftnode.work import actions

log = logging.getLogger("weftnode.work")
_BEAT = 15.0
_FULL_WAIT = 10.0


class Leasing(Worker):
    """Runs one task after the other, each under a lease."""

    unfinished: uuid.UUID | None = None
    """The task that the disk stopped, until it could be given back."""

    def run_task(self, db_task_result: DBTaskResult) -> None:  # type: ignore[type-arg]
        done = threading.Event()
        actions.hold(task_id=db_task_result.id, worker=self.worker_id)
        beat = threading.Thread(target=self._beat, args=(db_task_result.id, done), daemon=True)
        beat.start()
        give_up = db_task_result.set_failed

        def set_failed(problem: BaseException) -> None:
            if disk.would_not_take(problem):
                self.unfinished = db_task_result.id
                raise problem
            give_up(problem)

        db_task_result.set_failed = set_failed
        try:
            super().run_task(db_task_result)
        finally:
            done.set()
            beat.join(timeout=5)
            if self.unfinished is None:
                actions.let_go(task_id=db_task_result.id)

    def turn(self) -> None:
        """Give back what was lost, begin what is due, and work until nothing is ready."""
        close_old_connections()
        if self.unfinished is not None:
            actions.give_back(task_id=self.unfinished)
            self.unfinished = None
        back, failed = actions.sweep()
        if back or failed:
            log.warning("a worker was lost: %s tasks given back, %s failed for good", back, failed)
        actions.enqueue_due()
        self.run()

    def _beat(self, task_id: uuid.UUID, done: threading.Event) -> None:
        while not done.wait(_BEAT):
            try:
                actions.hold(task_id=task_id, worker=self.worker_id)
            except DatabaseError:
                log.warning("a sign of life could not be written")
        connection.close()


def run(*, once: bool = False, every: float = 1.0) -> None:
    """Work until stopped; with ``once`` until nothing is left to do. NotWritten, with ``once``, when the disk is full."""
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
    planned = full = False
    while worker.running:
        try:
            if not planned:
                actions.plan_all()
                planned = True
            worker.turn()
            if full:
                log.warning("the disk takes writes again")
            full = False
        except Exception as problem:
            if not disk.would_not_take(problem):
                raise
            connection.close()
            if once:
                raise NotWritten(
                    "the disk would not take what was written",
                    hint="make room, then start the worker again: what it was at is not lost",
                ) from problem
            if not full:
                log.error("the disk would not take what was written; the task is kept, and goes on when there is room")  # noqa: TRY400 -- no trace: nobody's bug
            full = True
        if once:
            return
        time.sleep(_FULL_WAIT if full else every)
