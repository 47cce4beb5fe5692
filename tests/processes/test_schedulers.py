"""Wherever the work runs, the gradebook is the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bookkit.errors import GradingError
from natoiraq.grading import cluster
from natoiraq.grading.driver import Summary, grade_all
from natoiraq.grading.gradebook import add_exercise, open_gradebook
from natoiraq.grading.patience import Patience
from natoiraq.grading.record import package_fingerprint
from tests.conftest import ROOT
from tests.exercises.conftest import standard
from tests.grading import standin
from tests.grading.conftest import content, hand_in, points
from tests.processes import submissions

FILES = {f"s{number}": standin.handed_in(f"one = {number % 5}", f"two = {number % 3}") for number in range(8)}
LONG = Patience(scheduler=600)
"""A scheduler of this machine answers as soon as it can."""

FILES |= {"broken": b"{", "untouched": standin.job().release.encode()}


def grade(course: Path, files: dict[str, bytes], **where: Any) -> Summary:
    todo = hand_in(course, files)
    options = {"job_for": lambda one: standin.job(), "work": standin.grade, "patience": LONG} | where
    return grade_all(course, todo, **options)


@pytest.fixture(scope="module")
def one_worker(fresh_course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    course = shutil.copytree(fresh_course, tmp_path_factory.mktemp("one") / "course")
    grade(course, FILES, workers=1)
    return content(course)


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Dask scheduler and two worker processes, joined over TCP."""
    contact = tmp_path_factory.mktemp("dask") / "scheduler.json"
    settings = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "PYTHONPATH": str(ROOT)}

    def dask(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(contact), "--no-dashboard"]
        return subprocess.Popen(command, cwd=contact.parent, env=settings, stderr=subprocess.DEVNULL)

    running = [dask("scheduler", "--host", "127.0.0.1", "--port", "0")]
    running += [dask("worker", "--nthreads", "1") for _ in range(2)]
    while not contact.exists() and all(one.poll() is None for one in running):
        time.sleep(0.1)
    address: str = json.loads(contact.read_text(encoding="utf-8"))["address"]
    wait_for_workers(address, 2)
    yield address
    for one in reversed(running):
        one.terminate()
        one.wait()


def wait_for_workers(address: str, number: int) -> None:
    from distributed import Client

    with Client(address, timeout=LONG.scheduler) as client:
        client.wait_for_workers(number, timeout=LONG.scheduler)


def test_two_workers(course: Path, one_worker: dict[str, Any]) -> None:
    grade(course, FILES, workers=2)
    assert content(course) == one_worker


def test_dask_on_this_machine(course: Path, one_worker: dict[str, Any]) -> None:
    grade(course, FILES, scheduler=cluster.LOCAL, workers=2)
    assert content(course) == one_worker


def test_dask_over_tcp_with_two_workers(course: Path, one_worker: dict[str, Any], remote: str) -> None:
    assert remote.startswith("tcp://")
    grade(course, FILES, scheduler=remote)
    assert content(course) == one_worker


def test_students_code_earns_the_same_here_and_there(course: Path, remote: str, tmp_path: Path) -> None:
    """The engine itself: right, wrong, and code that stops in the middle."""
    work = {
        "right": submissions.handed_in("ex1"),
        "wrong": submissions.handed_in("ex1", {"pairs": "pairs = 3"}),
        "stops": submissions.handed_in("ex1", {"shared": "shared = 1 / 0"}),
    }
    with open_gradebook(course) as gradebook:
        add_exercise(gradebook, standin.NAME, standard("ex1"))
    found = []
    for number, where in enumerate(({"workers": 1}, {"scheduler": remote})):
        place = shutil.copytree(course, tmp_path / f"course-{number}")
        todo = hand_in(place, {name: job.raw or b"" for name, job in work.items()})
        grade_all(place, todo, job_for=lambda one: work[one.student], patience=LONG, **where)
        found.append(content(place)["grades"])
        assert points(place)["right"] == [4, 4, 4, 6, 3, 5, None]
        assert points(place)["stops"][:2] == [4, 0]
    assert found[0] == found[1]


def test_a_dask_worker_that_dies_takes_nobody_along(course: Path, remote: str) -> None:
    summary = grade(course, FILES | {"bob": standin.handed_in("die = 1")}, scheduler=remote)
    assert [one.student for one in summary.incidents] == ["bob"]
    assert points(course)["s4"] == [4, 1, None]


def test_no_scheduler_at_the_address(course: Path) -> None:
    with pytest.raises(GradingError, match="no Dask scheduler answers there"):
        grade(course, FILES, scheduler="tcp://127.0.0.1:1", patience=Patience(scheduler=0.2))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "it has no workers"),
        ({"tcp://a": package_fingerprint(), "tcp://b": "0.0.9-old"}, "another version of this package"),
        (ModuleNotFoundError("No module named 'natoiraq'"), "cannot use this package"),
    ],
    ids=["none", "old", "without"],
)
def test_workers_that_would_give_other_marks_are_refused(found: Any, said: str) -> None:
    class Client:
        def run(self, function: Any) -> Any:
            if isinstance(found, Exception):
                raise found
            return found

    with pytest.raises(GradingError, match=said):
        cluster.check_versions(Client(), "tcp://a:1")
