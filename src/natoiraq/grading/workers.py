"""Runs jobs elsewhere, bytes to bytes: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, Protocol

from natoiraq.grading.interrupt import unheard_by_children
from natoiraq.grading.meter import Meter
from natoiraq.grading.patience import Patience

Work = Callable[[bytes], bytes]

_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has one way to end a process


class Workers(Protocol):
    """Where jobs run.

    Attributes
    ----------
    places
        How many jobs may be on their way.
    tries
        How often a job may fail before it is given up.
    """

    places: int
    tries: int

    def submit(self, job: bytes) -> Future[bytes]:
        """Start a job."""
        ...

    def collect(self, future: Future[bytes]) -> bytes:
        """Return what a job gave and free its place; raises what it failed with, death included."""
        ...

    def lived(self, future: Future[bytes]) -> float:
        """Return for how many seconds a job has worked or waited since this was asked first."""
        ...

    def stop(self, future: Future[bytes]) -> None:
        """Give up a job that does not end."""
        ...


@contextmanager
def open_workers(
    work: Work, scheduler: str | None, places: int | None, patience: Patience
) -> Iterator[Workers]:
    """Yield the workers that a course grades with, and stop them in the end.

    Parameters
    ----------
    work
        What to do with a job: a pure function that a fresh process can import.
    scheduler
        Address of a Dask scheduler such as "tcp://host:8786", or "dask-local"; processes of this machine
        if none is given.
    places
        Number of processes; by default one a processor. An existing cluster has its own number.
    patience
        How long to wait for a scheduler, and how often a worker that takes long is looked at.

    Raises
    ------
    GradingError
        When a cluster cannot be used.
    """
    if scheduler is None:
        local = LocalWorkers(work, places or os.cpu_count() or 1, patience)
        try:
            yield local
        finally:
            local.close()
    else:
        from natoiraq.grading.cluster import open_cluster

        with open_cluster(work, scheduler, places, patience) as cluster:
            yield cluster


class LocalWorkers:
    """One process a place, each kept for many jobs: one that dies takes nobody else's work along."""

    tries = 2

    def __init__(self, work: Work, places: int, patience: Patience) -> None:
        self.places = places
        self._work, self._patience = work, patience
        self._meters: dict[Future[bytes], tuple[Meter, float]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="natoiraq-", ignore_cleanup_errors=True)
        self._idle: list[ProcessPoolExecutor] = []
        self._busy: dict[Future[bytes], ProcessPoolExecutor] = {}
        self._pids: dict[ProcessPoolExecutor, Future[int]] = {}

    def submit(self, job: bytes) -> Future[bytes]:
        """Start a job in a process that is free, or in a new one."""
        pool = self._idle.pop() if self._idle else self._start()
        future = pool.submit(self._work, job)
        self._busy[future] = pool
        return future

    def collect(self, future: Future[bytes]) -> bytes:
        """Return what a job gave; a process that failed is not used again."""
        self._meters.pop(future, None)
        pool = self._busy.pop(future)
        try:
            result = future.result()
        except BaseException:
            self._end(pool)
            raise
        self._idle.append(pool)
        return result

    def lived(self, future: Future[bytes]) -> float:
        """Return for how many seconds its process, and what that has started, worked or waited meanwhile."""
        process = self._pids[self._busy[future]]
        if not process.done():
            return 0.0  # it starts
        if future not in self._meters:
            meter = Meter(process.result(), longest=2 * self._patience.tick)
            meter.look(memory=False)
            self._meters[future] = meter, meter.lived
        meter, before = self._meters[future]
        meter.look(memory=False)
        return meter.lived - before

    def stop(self, future: Future[bytes]) -> None:
        """Kill the process that runs a job, so that the job fails."""
        self._kill(self._busy[future])

    def close(self) -> None:
        """Kill all processes."""
        for pool in list(self._pids):
            self._end(pool)
        self._folder.cleanup()  # of a process that was killed, too

    def _start(self) -> ProcessPoolExecutor:
        # A fresh interpreter: a fork would take along the open gradebook.
        fresh = multiprocessing.get_context("spawn")
        settle = partial(_settle, self._folder.name)
        pool = ProcessPoolExecutor(1, mp_context=fresh, initializer=settle)
        with unheard_by_children():
            self._pids[pool] = pool.submit(os.getpid)
        return pool

    def _end(self, pool: ProcessPoolExecutor) -> None:
        self._kill(pool)
        pool.shutdown(wait=True, cancel_futures=True)
        del self._pids[pool]

    def _kill(self, pool: ProcessPoolExecutor) -> None:
        with suppress(Exception):  # it may be dead already
            os.kill(self._pids[pool].result(), _KILL)


def _settle(folder: str) -> None:
    """Keep temporary files in one folder, leave Ctrl-C to the driver, and end when it does, even killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # heard where the driver runs in a thread
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_parent, args=[folder], daemon=True).start()


def _end_with_parent(folder: str) -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)
