"""Processes that work on blocks side by side, results in order; one where more would not pay or cannot be had."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

# More processes than this take more memory than time is gained: reading is bound by memory, too.
MOST = 4
# A fork shares what is imported; elsewhere than on Linux it is not safe.
_FORKED = sys.platform == "linux"
_PROCESS: Callable[..., BaseProcess] = (
    multiprocessing.get_context("fork").Process if _FORKED else multiprocessing.get_context("spawn").Process
)
# Tasks that are handed to a process ahead, so that it does not wait for its next one.
_AHEAD = 2


class Crew(Generic[T, R]):
    """Works on tasks, in this process.

    Args:
        work: What is done with a task.
    """

    def __init__(self, work: Callable[[T], R]) -> None:
        self._work = work

    def do(self, tasks: Iterable[T]) -> Iterator[R]:
        """Yield what each task gave, in the order of the tasks; they are drawn as they are needed."""
        yield from map(self._work, tasks)


class _Worker(NamedTuple):
    """A process that waits for tasks."""

    process: BaseProcess
    pipe: Connection


class _Crew(Crew[T, R]):
    """Works on tasks, in several processes, each of which gets every so many-th task."""

    def __init__(self, work: Callable[[T], R], workers: list[_Worker]) -> None:
        super().__init__(work)
        self._workers = workers

    def do(self, tasks: Iterable[T]) -> Iterator[R]:
        """Yield what each task gave, in the order of the tasks; they are drawn as they are needed."""
        waiting: deque[_Worker] = deque()
        left = iter(tasks)
        turns = (worker for _ in iter(int, 1) for worker in self._workers)
        for task in islice(left, _AHEAD * len(self._workers)):
            worker = next(turns)
            worker.pipe.send(task)
            waiting.append(worker)
        while waiting:
            worker = waiting.popleft()
            result = worker.pipe.recv()
            for task in islice(left, 1):
                worker.pipe.send(task)
                waiting.append(worker)
            if isinstance(result, BaseException):
                raise result
            yield result


@contextmanager
def crew(work: Callable[[T], R], processes: int) -> Iterator[Crew[T, R]]:
    """Have so many processes ready to work on tasks, and end them whatever happens.

    Args:
        work: What is done with a task; it can be pickled where processes are not forked.
        processes: How many; with one, or where no process can be had, the work is done in this one.
    """
    workers: list[_Worker] = []
    try:
        if processes > 1:
            workers = _start(work, processes)
        yield _Crew(work, workers) if workers else Crew(work)
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join()


def processors() -> int:
    """Return how many processes are worth their memory on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST, len(os.sched_getaffinity(0)))
    return min(MOST, os.cpu_count() or 1)


def _start(work: Callable[[T], R], processes: int) -> list[_Worker]:
    workers: list[_Worker] = []
    try:
        for _ in range(processes):
            ours, theirs = multiprocessing.Pipe()
            inherited = [ours, *(worker.pipe for worker in workers)] if _FORKED else []
            process = _PROCESS(target=_serve, args=(work, theirs, inherited), daemon=True)
            with warnings.catch_warnings():
                # Python warns of threads that a fork leaves behind: those of the linear algebra, which prepares for it.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            theirs.close()
            workers.append(_Worker(process, ours))
    except OSError:  # no more processes, or no memory for one: one process is enough
        for worker in workers:
            worker.pipe.close()
        return []
    return workers


def _serve(work: Callable[[T], R], pipe: Connection, inherited: list[Connection]) -> None:
    """Work on tasks until the pipe is closed, as it is when the other process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process hears it, and ends this one
    for ours in inherited:
        ours.close()  # the other process alone keeps them open
    gc.freeze()  # what is imported stays: looking through it for garbage takes time, and copies shared memory
    gc.enable()  # blocks come and go
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            result = work(task)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other process raises it
            pipe.send(error)
        else:
            pipe.send(result)
