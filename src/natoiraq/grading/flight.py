"""Keeps a few jobs on their way, and survives whatever becomes of one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final

from natoiraq.grading.errors import GradingError
from natoiraq.grading.job import Job
from natoiraq.grading.outcome import Submission
from natoiraq.grading.workers import Workers

GRACE: Final = 60
"""Seconds beyond twice its limit by the clock after which a job is given up: then the worker itself hangs."""

LOOK: Final = 0.5
"""Seconds after which it is looked whether a job is to be given up, or all of them."""


@dataclass(eq=False)
class Task:
    """A job on its way.

    Parameters
    ----------
    submission, job
        What to grade.
    data
        The job as bytes.
    fingerprint
        Of the job.
    notes
        What reading the file gave to say.
    tries, deadline
        How often it was started, and when it is given up.
    """

    submission: Submission
    job: Job
    data: bytes
    fingerprint: str
    notes: tuple[str, ...]
    tries: int = 0
    deadline: float = 0.0


def run_all(
    tasks: Iterable[Task], workers: Workers, stop: threading.Event
) -> Iterator[tuple[Task, bytes | None, str]]:
    """Run tasks and yield each as it ends: with its result, or with None and the reason.

    No more tasks are taken than there are places, so memory stays flat however many there are. A task that
    fails, as when its process dies, is tried again in a fresh process, alone.

    Parameters
    ----------
    tasks
        What to run; taken one by one.
    workers
        Where to run.
    stop
        Set when the user wants no more.

    Raises
    ------
    KeyboardInterrupt
        Between two results, after `stop` was set.
    GradingError
        When a worker says that it cannot grade anything.
    """
    todo = iter(tasks)
    running: dict[Future[bytes], Task] = {}
    while True:
        if stop.is_set():
            raise KeyboardInterrupt
        while len(running) < workers.places and (task := next(todo, None)):
            running[_start(task, workers)] = task
        if not running:
            return
        done, _ = wait(running, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            task = running.pop(future)
            try:
                yield task, workers.collect(future), ""
            except GradingError:  # the machine cannot grade at all
                raise
            except Exception as error:
                if task.tries < workers.tries:
                    running[_start(task, workers)] = task
                else:
                    yield task, None, _reason(error)
        for future, task in running.items():
            if time.monotonic() > task.deadline:
                workers.stop(future)


def _start(task: Task, workers: Workers) -> Future[bytes]:
    task.tries += 1
    task.deadline = time.monotonic() + 2 * task.job.limits.wall + GRACE
    return workers.submit(task.data)


def _reason(error: BaseException) -> str:
    if isinstance(error, BrokenProcessPool):
        return "the process that graded it died"
    if isinstance(error, CancelledError):
        return "it did not end in time"
    return f"{type(error).__name__}: {error}"
