"""Whatever stops a run, and wherever: the next run ends where an undisturbed one would have ended."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bookkit.errors import ToldError
from natoiraq.grading import driver
from natoiraq.grading.driver import Summary, grade_all
from natoiraq.grading.gradebook import open_gradebook
from natoiraq.grading.record import read_record
from tests.conftest import ROOT
from tests.grading import standin
from tests.grading.conftest import content, hand_in, mark_by_hand, submission

STUDENTS = ("ada", "bob")


class Here:
    """Works in this very process, so that each write can be counted."""

    places = tries = 1

    def submit(self, job: bytes) -> Future[bytes]:
        future: Future[bytes] = Future()
        future.set_result(standin.grade(job))
        return future

    def collect(self, future: Future[bytes]) -> bytes:
        return future.result()

    def stop(self, future: Future[bytes]) -> None:
        raise AssertionError("nothing is slow here")


def grade(course: Path) -> Summary:
    todo = [submission(course, student) for student in STUDENTS]
    return grade_all(course, todo, job_for=lambda one: standin.job())


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here(*_: Any) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(driver, "open_workers", here)
    monkeypatch.setattr(driver, "_engine", lambda: standin.grade)


@pytest.fixture
def before(course: Path) -> Path:
    """Ada's work was graded and marked by hand, and has changed since; Bob's is new."""
    hand_in(course, {"ada": standin.handed_in("one = 1", words="First.")})
    grade(course)
    mark_by_hand(course, "ada", "words", 2.5)
    hand_in(course, {"ada": standin.handed_in("one = 3", words="Second."), "bob": standin.handed_in()})
    return course


@pytest.fixture
def undisturbed(before: Path, tmp_path: Path) -> dict[str, Any]:
    course = shutil.copytree(before, tmp_path / "undisturbed")
    grade(course)
    expected = content(course)
    record = read_record(course, "ada", "ex")
    assert record is not None
    assert len(record.notes) == 1  # the mark by hand is in doubt, and a crash must not hide that
    return expected


class Halting:
    """A file that stops in the middle of each write."""

    def __init__(self, file: Any, step: Callable[[], None]) -> None:
        self.file, self.step = file, step

    def __enter__(self) -> Halting:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> None:
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        self.step()
        self.file.write(data[len(data) // 2 :])


@contextmanager
def at_each_write(step: Callable[[], None], files: bool = True, gradebook: bool = True) -> Iterator[None]:
    """Call `step` before each step to the disk, and in the middle of each write."""

    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            step()
            return call(*args, **options)

        return stepped

    opened = Path.open

    def open_halting(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        file = opened(path, mode, *args, **options)
        return Halting(file, step) if "w" in mode else file

    with pytest.MonkeyPatch.context() as patch:
        if files:
            patch.setattr(os, "replace", around(os.replace))
            patch.setattr(os, "fsync", around(os.fsync))
            patch.setattr(Path, "open", open_halting)
        if gradebook:
            patch.setattr(sqlalchemy.orm.Session, "commit", around(sqlalchemy.orm.Session.commit))
        yield


def in_child(action: Callable[[], None]) -> int:
    """Do something in a copy of this process and return its exit code; 99 if it raised."""
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        action()
        os._exit(0)
    finally:
        os._exit(99)


def countdown(number: int, then: Callable[[], None]) -> Callable[[], None]:
    left = number

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            then()

    return step


def test_a_crash_at_any_write_changes_nothing_in_the_end(
    before: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    number, code = 0, 137
    while code == 137:
        number += 1
        course = shutil.copytree(before, tmp_path / f"crash-{number}")

        def crash(course: Path = course, number: int = number) -> None:
            with at_each_write(countdown(number, lambda: os._exit(137))):
                grade(course)

        code = in_child(crash)
        grade(course)
        assert content(course) == undisturbed, number
        shutil.rmtree(course)
    assert code == 0
    assert number > 15  # two submissions with two files and a commit each


def no_room() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_room_in_the_gradebook() -> None:
    raise sqlalchemy.exc.OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))


@pytest.mark.parametrize("fail", [no_room, no_room_in_the_gradebook])
def test_a_full_disk_at_any_write_is_said_and_changes_nothing_in_the_end(
    before: Path, undisturbed: dict[str, Any], tmp_path: Path, fail: Callable[[], None]
) -> None:
    said: list[str] = [""]
    while len(said) == 1 or said[-1]:
        course = shutil.copytree(before, tmp_path / f"full-{len(said)}")
        with at_each_write(countdown(len(said), fail), files=fail is no_room, gradebook=fail is not no_room):
            said.append(complaint(course))
        grade(course)
        assert content(course) == undisturbed, len(said)
        shutil.rmtree(course)
    assert all("Cure: make room on the disk" in one for one in said[1:-1])
    assert len(said) > (15 if fail is no_room else 3)


def complaint(course: Path) -> str:
    try:
        grade(course)
    except ToldError as error:
        return str(error)
    return ""


def test_a_disk_that_fills_up_under_sqlite_changes_nothing_in_the_end(
    before: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """The system refuses each byte beyond a size, to the gradebook's own writes, too."""
    codes = []
    for size in range(0, 400_000, 20_000):
        course = shutil.copytree(before, tmp_path / f"size-{size}")

        def run_out(course: Path = course, size: int = size) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            if complaint(course):
                os._exit(3)

        codes.append(in_child(run_out))
        grade(course)
        assert content(course) == undisturbed, size
    assert set(codes) == {0, 3}


def test_nothing_is_renamed_before_it_is_on_the_disk(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power loss: a file that was renamed too early would be there, and empty."""
    safe: set[int] = set()
    renamed = []
    fsync, replace = os.fsync, os.replace

    def note(handle: int) -> None:
        fsync(handle)
        safe.add(os.fstat(handle).st_ino)

    def check(source: Path, target: Path) -> None:
        assert source.stat().st_ino in safe
        renamed.append(target.name)
        safe.discard(target.parent.stat().st_ino)
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "replace", check)
    grade(before)
    assert renamed == ["ex.ipynb", "result.json"] * 2
    assert (before / "autograded" / "bob" / "ex").stat().st_ino in safe
    with open_gradebook(before) as gradebook:
        assert gradebook.db.execute(sqlalchemy.text("PRAGMA synchronous")).scalar() == 2  # FULL


GRADE = """
import sys, time
from pathlib import Path
from natoiraq.grading.driver import grade_all
from tests.grading import standin
from tests.grading.conftest import submission
course = Path(sys.argv[1])
todo = [submission(course, student) for student in sys.argv[2:]]
def tell(outcome):
    print(outcome.submission.student, flush=True)
job = standin.job()
summary = grade_all(course, todo, job_for=lambda one: job, work=standin.grade, workers=2, progress=tell)
print("interrupted" if summary.interrupted else "done", flush=True)
"""


def start(course: Path, students: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", GRADE, str(course), *students]
    temporary(course).mkdir(exist_ok=True)
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary(course))},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def temporary(course: Path) -> Path:
    return course.with_name("temporary")


def left_over(session: int) -> list[str]:
    """Return the processes of a session after waiting for them to end, for ten minutes if need be."""
    for _ in range(6000):
        found = [path for path in Path("/proc").glob("[0-9]*/stat") if _session(path) == session]
        if not found:
            return []
        time.sleep(0.1)
    return [path.with_name("cmdline").read_text() for path in found]


def _session(path: Path) -> int:
    try:
        return int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[3])
    except OSError:
        return 0


@pytest.mark.parametrize("seen", [0, 1, 5])
def test_kill_9_changes_nothing_in_the_end(course: Path, tmp_path: Path, seen: int) -> None:
    """A real kill, after some submissions; the processes that worked for it end by themselves."""
    students = [f"s{number}" for number in range(8)]
    hand_in(course, {name: standin.handed_in(f"one = {index % 5}") for index, name in enumerate(students)})
    undisturbed = shutil.copytree(course, tmp_path / "undisturbed")
    todo = [submission(undisturbed, name) for name in students]
    grade_all(undisturbed, todo, job_for=lambda one: standin.job())
    running = start(course, students)
    assert running.stdout is not None
    for _ in range(seen):
        running.stdout.readline()
    if not seen:
        time.sleep(0.5)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert left_over(running.pid) == []
    todo = [submission(course, name) for name in students]
    summary = grade_all(course, todo, job_for=lambda one: standin.job())
    assert summary.states["unchanged"] >= seen
    assert not seen or not list(temporary(course).iterdir())
    assert content(course) == content(undisturbed)


@pytest.mark.parametrize("wait", [0, 0.001, 0.01, 0.1, 0.5])
def test_ctrl_c_ends_everything_at_once(course: Path, wait: float) -> None:
    """The terminal sends it to all processes; one is busy for ten minutes, if it has begun at all."""
    hand_in(course, {"ada": standin.handed_in(), "bob": standin.handed_in("hang = 1")})
    running = start(course, ["ada", "bob"])
    assert running.stdout is not None
    assert running.stdout.readline() == "ada\n"
    time.sleep(wait)
    os.killpg(running.pid, signal.SIGINT)
    said, _ = running.communicate(timeout=600)
    assert said == "interrupted\n"
    assert left_over(running.pid) == []
    assert not list(temporary(course).iterdir())
    assert json.loads((course / "autograded/ada/ex/result.json").read_text(encoding="utf-8"))["fingerprint"]
