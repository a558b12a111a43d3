"""More than one process for large inputs: workers read batches of rows and send back what they found.

Workers are plain child processes of this interpreter that speak over their pipes; unlike `multiprocessing` they never import the
caller's main program, so a script or a notebook without an ``if __name__`` guard works. What comes back is in the order it was given,
whoever did it: a worker that cannot be started, or that dies, costs speed and never a row.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any, Final, TypeVar

from weft.formats import extract
from weft.formats.grid import Batch
from weft.formats.plan import Extracted, Plan

# Ctrl-C is the parent's business: it closes the pipes, and children end with their input.
_CHILD: Final = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from weft.formats.workshop import work; work()"
)
T = TypeVar("T")


def spread(jobs: Iterable[tuple[T, Plan, Batch]], workers: int) -> Iterator[tuple[T, int, Extracted]]:
    """(owner, rows given, what was read) of each (owner, plan, batch) in order; with one worker in this process, else in children."""
    bench = _Bench(workers) if workers > 1 else None
    if bench is None or not bench.children:
        for owner, plan, rows in jobs:
            yield owner, len(rows.rows), extract.batch(plan, rows)
        return
    threads = ThreadPoolExecutor(len(bench.children))
    # Writing to a worker that died must be an error here, and not the end of this process (which a command line may have chosen).
    pipes = signal.getsignal(signal.SIGPIPE) if _may_set_signals() else None
    if pipes is not None:
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        waiting: deque[tuple[T, int, Future[Extracted]]] = deque()
        for owner, plan, rows in jobs:
            waiting.append((owner, len(rows.rows), threads.submit(bench.one, plan, rows)))
            # Two batches more than workers: none idles, and memory stays flat.
            while len(waiting) >= len(bench.children) + 2 or (waiting and waiting[0][2].done()):
                done = waiting.popleft()
                yield done[0], done[1], done[2].result()
        while waiting:
            done = waiting.popleft()
            yield done[0], done[1], done[2].result()
    finally:
        threads.shutdown(cancel_futures=True)
        bench.close()
        if pipes is not None:
            signal.signal(signal.SIGPIPE, pipes)


def _may_set_signals() -> bool:
    return hasattr(signal, "SIGPIPE") and threading.current_thread() is threading.main_thread()


class _Bench:
    """The children, and which of them are free."""

    def __init__(self, workers: int) -> None:
        self.children = [child for child in (_start() for _ in range(workers)) if child]
        self.free: SimpleQueue[_Child | None] = SimpleQueue()
        for child in self.children:
            self.free.put(child)

    def one(self, plan: Plan, rows: Batch) -> Extracted:
        """One batch done by whichever child is free; by this process when that child has died."""
        child = self.free.get()
        answer = child.ask(plan, rows) if child else None
        self.free.put(child if answer else None)
        return answer or extract.batch(plan, rows)

    def close(self) -> None:
        for child in self.children:
            child.stop()


class _Child:
    """One worker process and the plan it was given last."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.plan: Plan | None = None

    def ask(self, plan: Plan, rows: Batch) -> Extracted | None:
        """What is in ``rows``; None when the process is gone (killed, out of memory)."""
        try:
            if plan is not self.plan:
                _send(self.process.stdin, plan)
                self.plan = plan
            _send(self.process.stdin, rows)
            answer = _receive(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return answer if isinstance(answer, Extracted) else None

    def stop(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass
        self.process.wait()


def _start() -> _Child | None:
    # The child finds this package where this process found it, however that was.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        return _Child(
            subprocess.Popen(  # noqa: S603 -- this interpreter, our own words
                [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
        )
    except OSError:
        return None


def _send(pipe: IO[bytes] | None, thing: object) -> None:
    if pipe is None:
        return
    data = pickle.dumps(thing, protocol=5)
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    size = pipe.read(8) if pipe else b""
    if not pipe or len(size) < 8:
        return None
    return pickle.loads(pipe.read(int.from_bytes(size, "big")))  # noqa: S301 -- only our own processes write into this pipe


def work() -> None:
    """What a child process does until its input ends: a plan holds for the batches behind it."""
    plan: Plan | None = None
    out = sys.stdout.buffer
    # A stray print must not corrupt the answers.
    sys.stdout = sys.stderr
    while (given := _receive(sys.stdin.buffer)) is not None:
        if isinstance(given, Plan):
            plan = given
        elif plan is not None:
            _send(out, extract.batch(plan, given))
