"""All cores of one machine: threads for a little, processes for much.

libsodium gives up the interpreter lock while it multiplies, so two threads come close to two cores; but what Python does around it takes
turns, and a long list gives it much to do. Processes made by ``fork`` have the whole list without a copy being sent, and send back
results only. What is done in them may draw no randomness: all children would draw the same. Where a fork is not safe (other threads are running, another system), threads do all of it.
"""

import multiprocessing
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from weft.errors import NotConfigured
from weft.match.voprf import Each

MUCH: Final = 16_384
"""Elements from which processes are worth the time it takes to start them: two seconds of multiplying."""
_MOST_TOGETHER: Final = 2_048

_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What the children made by the fork at hand do, and to what. Only :func:`_in_processes` sets it."""


class WorkerLost(NotConfigured):
    """A process that did part of the work was killed, most likely because memory ran out."""

    code = "not_configured.worker"


def spread(workers: int, elements: int) -> Each:
    """``map`` for work that takes ``elements`` multiplications or so, on so many cores. Results come in order."""
    if workers < 2:
        return _alone
    processes = elements >= MUCH and _may_fork()

    def each(do: Callable[[Any], Any], items: Sequence[Any]) -> Iterable[Any]:
        if len(items) < 2:
            return _alone(do, items)
        # Few parts for a little, for each costs some time; many for much, so that all cores end together.
        size = max(1, min(_MOST_TOGETHER, -(-len(items) // (workers * (32 if processes else 4)))))
        parts = [(at, at + size) for at in range(0, len(items), size)]
        return (_in_processes if processes else _in_threads)(workers, parts, do, items)

    return each


def share(workers: int, sizes: Sequence[int]) -> tuple[Each, Each]:
    """How to go over batches of these sizes, and over what is in each: one batch is shared by the cores, several go one to a core."""
    if len(sizes) < 2:
        return _alone, spread(workers, sum(sizes))
    return spread(workers, sum(sizes)), _alone


def _alone(do: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    return list(map(do, items))


def _in_threads(
    workers: int, parts: Sequence[tuple[int, int]], do: Callable[[Any], Any], items: Sequence[Any]
) -> list[Any]:
    with ThreadPoolExecutor(workers) as pool:
        return [one for done in pool.map(lambda part: _alone(do, items[part[0] : part[1]]), parts) for one in done]


def _in_processes(
    workers: int, parts: Sequence[tuple[int, int]], do: Callable[[Any], Any], items: Sequence[Any]
) -> list[Any]:
    global _work  # noqa: PLW0603 -- what a fork hands on is what stands in memory; threads were ruled out
    _work = do, items
    try:
        with warnings.catch_warnings():
            # From 3.12 on a fork beside any thread warns. There are none of ours; numpy's idle ones hold no lock a child needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _begin)
            with pool:
                return [one for done in pool.map(_part, parts) for one in done]
    except BrokenProcessPool as wrong:
        raise WorkerLost(
            "a process that did part of the work was killed", hint="most likely memory ran out; try --threads 1"
        ) from wrong
    finally:
        _work = None


def _begin() -> None:  # pragma: no cover -- runs in children, where coverage does not count
    # Ctrl-C is the parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _part(part: tuple[int, int]) -> list[Any]:  # pragma: no cover -- as above
    assert _work is not None, "made by a fork that set it"
    do, items = _work
    return _alone(do, items[part[0] : part[1]])


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1
