"""Runs jobs on a Dask cluster, one that stands already or one of this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final

from bookkit.errors import GradingError
from natoiraq.grading.patience import Patience
from natoiraq.grading.record import package_fingerprint
from natoiraq.grading.workers import Work

LOCAL: Final = "dask-local"
"""Name that starts a cluster on this machine."""


@contextmanager
def open_cluster(work: Work, scheduler: str, places: int | None, patience: Patience) -> Iterator[DaskWorkers]:
    """Yield a cluster's workers.

    Parameters
    ----------
    work
        What to do with a job.
    scheduler
        The scheduler's address, or "dask-local".
    places
        Number of processes of a cluster of this machine; by default one a processor.
    patience
        How long to wait for the scheduler.

    Raises
    ------
    GradingError
        When no cluster answers, it has no workers, or they have another version of this package.
    """
    from distributed import Client, LocalCluster

    if scheduler == LOCAL:
        size = {"n_workers": places or os.cpu_count(), "threads_per_worker": 1}
        with LocalCluster(**size, dashboard_address="127.0.0.1:0") as here, Client(here) as client:
            yield DaskWorkers(work, client)
        return
    try:
        client = Client(scheduler, timeout=patience.scheduler)
    except (OSError, ValueError) as error:
        raise GradingError(
            f"{scheduler}: no Dask scheduler answers there ({error}). Cure: check the address that "
            "`dask scheduler` printed, or leave --scheduler out."
        ) from error
    with client:
        check_versions(client, scheduler)
        yield DaskWorkers(work, client)


class DaskWorkers:
    """A Dask cluster; who shares a worker with a job that kills it is tried again, as that job is."""

    tries = 2

    def __init__(self, work: Work, client: Any) -> None:
        self._work = work
        self._executor = client.get_executor(pure=False)
        self._asked: dict[Future[bytes], float] = {}
        self.places = 2 * sum(client.nthreads().values())  # one runs while the next is on its way

    def submit(self, job: bytes) -> Future[bytes]:
        """Send a job to the cluster."""
        future: Future[bytes] = self._executor.submit(self._work, job)
        return future

    def collect(self, future: Future[bytes]) -> bytes:
        """Return what a job gave."""
        self._asked.pop(future, None)
        return future.result()

    def lived(self, future: Future[bytes]) -> float:
        """Return the seconds by the clock since this was asked first: how busy a cluster is, nobody tells."""
        now = time.monotonic()
        return now - self._asked.setdefault(future, now)

    def stop(self, future: Future[bytes]) -> None:
        """Take a job back."""
        future.cancel()


def check_versions(client: Any, scheduler: str) -> None:
    """Raise GradingError where a cluster's workers would not give the marks that we would give."""
    cure = "Cure: install the same version there, start the workers again, and run the step again."
    try:
        found = set(client.run(package_fingerprint).values())
    except Exception as error:
        raise GradingError(f"{scheduler}: its workers cannot use this package ({error}). {cure}") from error
    if not found:
        raise GradingError(
            f"{scheduler}: it has no workers. Cure: start some with `dask worker {scheduler}`."
        )
    if found != {package_fingerprint()}:
        raise GradingError(f"{scheduler}: its workers have another version of this package. {cure}")
