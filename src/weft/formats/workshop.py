"""More than one process for large files: each worker reads batches of rows and sends back what it found.

Workers are plain child processes of this interpreter that speak over their pipes; unlike `multiprocessing` they never import the
caller's main program, so a script or a notebook without an ``if __name__`` guard works. What comes back is in the order it was given.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any

from weft.formats import extract
from weft.formats.grid import Batch
from weft.formats.plan import Extracted, Plan


def spread(plan: Plan, batches: Iterable[Batch], workers: int) -> Iterator[tuple[int, Extracted]]:
    """(rows given, what was read) of each batch in order; with one worker in this process, else in children."""
    if workers <= 1:
        for rows in batches:
            yield len(rows.rows), extract.batch(plan, rows)
        return
    children: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    started = [_start(plan) for _ in range(workers)]
    for child in started:
        children.put(child)

    def one(rows: Batch) -> tuple[int, Extracted]:
        child = children.get()
        try:
            return len(rows.rows), _ask(child, rows)
        finally:
            children.put(child)

    try:
        with ThreadPoolExecutor(workers) as threads:
            waiting: deque[Future[tuple[int, Extracted]]] = deque()
            for rows in batches:
                waiting.append(threads.submit(one, rows))
                # Two batches more than workers: none idles, and memory stays flat.
                if len(waiting) >= workers + 2:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        for child in started:
            _stop(child)


def _start(plan: Plan) -> "subprocess.Popen[bytes]":
    # The child finds this package where this process found it, however that was.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    child = subprocess.Popen(
        [sys.executable, "-c", "from weft.formats.workshop import work; work()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    _send(child.stdin, plan)
    return child


def _ask(child: "subprocess.Popen[bytes]", rows: Batch) -> Extracted:
    _send(child.stdin, rows)
    answer = _receive(child.stdout)
    if not isinstance(answer, Extracted):
        msg = "a worker process ended early"
        raise TypeError(msg)
    return answer


def _stop(child: "subprocess.Popen[bytes]") -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()
    child.wait()


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
    """What a child process does: one plan, then batches, until its input ends."""
    plan = _receive(sys.stdin.buffer)
    out = sys.stdout.buffer
    # A stray print must not corrupt the answers.
    sys.stdout = sys.stderr
    while isinstance(rows := _receive(sys.stdin.buffer), Batch):
        _send(out, extract.batch(plan, rows))
