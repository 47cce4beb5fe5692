"""Keeps a few jobs on their way, and survives whatever becomes of one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from bookkit.errors import GradingError
from natoiraq.grading.job import Job
from natoiraq.grading.outcome import Submission
from natoiraq.grading.workers import Workers


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
    tries, begun
        How often it was started, and when it was last, by the clock.
    """

    submission: Submission
    job: Job
    data: bytes
    fingerprint: str
    notes: tuple[str, ...]
    tries: int = 0
    begun: float = 0.0


def run_all(
    tasks: Iterable[Task], workers: Workers, stop: threading.Event, tick: float
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
    tick
        Seconds after which it is looked whether a job is to be given up, or all of them.

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
        done, _ = wait(running, timeout=tick, return_when=FIRST_COMPLETED)
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
            if _hangs(future, task, workers):
                workers.stop(future)


def _hangs(future: Future[bytes], task: Task, workers: Workers) -> bool:
    """Tell whether the worker itself must hang: its code ends all else in the time that a submission has.

    By the clock, a worker may take that time once. From then on only time in which it works or waits counts,
    since a busy machine may keep it from both.
    """
    limit = task.job.limits.wall
    if time.monotonic() < task.begun + limit:
        return False
    return workers.lived(future) > limit + task.job.patience.worker


def _start(task: Task, workers: Workers) -> Future[bytes]:
    task.tries += 1
    task.begun = time.monotonic()
    return workers.submit(task.data)


def _reason(error: BaseException) -> str:
    if isinstance(error, BrokenProcessPool):
        return "the process that graded it died"
    if isinstance(error, CancelledError):
        return "it did not end in time"
    return f"{type(error).__name__}: {error}"
