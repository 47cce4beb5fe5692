"""Many submissions: each gets its own marks, whatever the others do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bookkit.errors import GradingError
from natoiraq.grading import incident
from natoiraq.grading.database import only_writer
from natoiraq.grading.driver import Outcome, Submission, Summary, grade_all
from natoiraq.grading.job import Job
from natoiraq.grading.patience import Patience
from natoiraq.grading.record import read_record
from natoiraq.grading.workers import LocalWorkers
from tests.grading import standin
from tests.grading.conftest import hand_in, mark_by_hand, points, submission


def run(course: Path, files: dict[str, bytes], **options: Any) -> Summary:
    options = {"job_for": lambda one: standin.job(), "work": standin.grade, "workers": 2} | options
    return grade_all(course, hand_in(course, files), **options)


def test_each_submission_gets_its_marks(course: Path) -> None:
    seen: list[Outcome] = []
    files = {"ada": standin.handed_in(), "bob": standin.handed_in("one = 3", "two = 0")}
    summary = run(course, files, progress=seen.append)
    assert points(course) == {"ada": [4, 2, None], "bob": [3, 0, None]}
    assert summary.states == {"graded": 2}
    assert summary.cpu == 1.0
    assert sorted((one.submission.student, one.points, one.max_points) for one in seen) == [
        ("ada", 6, 9),
        ("bob", 3, 9),
    ]


def test_who_handed_nothing_in_has_no_row(course: Path) -> None:
    hand_in(course, {"ada": standin.handed_in()})
    both = [submission(course, "ada"), submission(course, "bob")]
    summary = grade_all(course, both, job_for=lambda one: standin.job(), work=standin.grade, workers=1)
    assert points(course) == {"ada": [4, 2, None]}
    assert summary.states == {"graded": 1, "missing": 1}


def test_unchanged_work_is_skipped_and_changed_work_is_not(course: Path) -> None:
    files = {"ada": standin.handed_in(), "bob": standin.handed_in("one = 1")}
    run(course, files)
    assert run(course, files).states == {"unchanged": 2}
    assert run(course, files | {"bob": standin.handed_in("one = 2")}).states == {"graded": 1, "unchanged": 1}
    assert points(course)["bob"] == [2, 2, None]
    assert run(course, files, again=True).states == {"graded": 2}


@pytest.mark.parametrize(
    "lost", ["gradebook.db", "autograded/ada/ex/ex.ipynb", "autograded/ada/ex/result.json"]
)
def test_what_was_lost_is_graded_again(course: Path, fresh_course: Path, lost: str) -> None:
    files = {"ada": standin.handed_in()}
    run(course, files)
    (course / lost).unlink()
    if lost == "gradebook.db":
        (course / lost).write_bytes((fresh_course / lost).read_bytes())
    assert run(course, files).states == {"graded": 1}
    assert points(course) == {"ada": [4, 2, None]}


def test_a_worker_that_dies_takes_nobody_along(course: Path) -> None:
    names = ["ada", *(f"s{number}" for number in range(6))]
    files = {name: standin.handed_in("one = 3") for name in names} | {"bob": standin.handed_in("die = 1")}
    summary = run(course, files)
    assert [one.student for one in summary.incidents] == ["bob"]
    assert points(course) == {name: [3, 2, None] for name in sorted(names)} | {"bob": [None, None, None]}
    record = read_record(course, "bob", "ex")
    assert record is not None
    assert "the process that graded it died" in record.notes[-1]
    assert "die = 1" in (course / "autograded/bob/ex/ex.ipynb").read_text(encoding="utf-8")


def test_a_death_by_chance_costs_nothing(course: Path, tmp_path: Path) -> None:
    """A machine that is short of memory kills workers that did nothing wrong."""
    answer = f"die once = {tmp_path / 'died'}"
    assert run(course, {"ada": standin.handed_in(answer, "two = 2")}).states == {"graded": 1}
    assert (tmp_path / "died").exists()
    assert points(course) == {"ada": [0, 2, None]}


def test_an_incident_is_tried_again_by_the_next_run(course: Path) -> None:
    files = {"ada": standin.handed_in("raise = 1"), "bob": standin.handed_in()}
    assert run(course, files).states == {"incident": 1, "graded": 1}
    assert run(course, files).states == {"incident": 1, "unchanged": 1}
    assert points(course)["ada"] == [None, None, None]


def test_a_worker_that_hangs_is_given_up(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalWorkers, "tries", 1)
    files = {"ada": standin.handed_in("hang = 1"), "bob": standin.handed_in()}
    soon = {"ada": standin.job(wall=0, patience=Patience(worker=0.5)), "bob": standin.job()}
    summary = run(course, files, job_for=lambda one: soon[one.student])
    assert [one.student for one in summary.incidents] == ["ada"]
    assert points(course)["bob"] == [4, 2, None]


def test_a_worker_that_a_busy_machine_keeps_waiting_is_not_given_up(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past mistake: it was, by the clock alone, however little of that time it had been given to work."""
    monkeypatch.setattr(LocalWorkers, "lived", lambda *_: 59.0)
    monkeypatch.setattr(LocalWorkers, "stop", lambda *_: pytest.fail("it is given up"))
    assert run(course, {"ada": standin.handed_in()}, job_for=lambda one: standin.job(wall=0)).states == {
        "graded": 1
    }


def test_a_part_whose_answer_was_lost_has_no_points_until_the_next_run(course: Path, tmp_path: Path) -> None:
    """Past mistake: an answer that the machine had lost was an empty one, for good."""
    files = {"ada": standin.handed_in(f"lost once = {tmp_path / 'lost'}"), "bob": standin.handed_in()}
    assert run(course, files).states == {"incident": 1, "graded": 1}
    assert points(course)["ada"] == [None, 2, None]
    assert run(course, files).states == {"graded": 1, "unchanged": 1}
    assert points(course)["ada"] == [0, 2, None]


def test_a_mark_by_hand_for_a_lost_answer_outlives_the_next_run(course: Path, tmp_path: Path) -> None:
    files = {"ada": standin.handed_in(f"lost once = {tmp_path / 'lost'}")}
    run(course, files)
    mark_by_hand(course, "ada", "test-one", 3)
    run(course, files)
    assert points(course)["ada"] == [3, 2, None]
    record = read_record(course, "ada", "ex")
    assert record is not None
    assert record.notes == ()


def test_other_patience_grades_again_only_where_marks_may_differ(course: Path) -> None:
    files = {"ada": standin.handed_in()}
    run(course, files)
    for patience, state in (
        (Patience(gradebook=1, tick=0.5, worker=7), "unchanged"),
        (Patience(idle=21), "graded"),
    ):
        job = standin.job(patience=patience)
        assert run(course, files, job_for=lambda one, job=job: job).states == {state: 1}


def test_a_link_is_never_read_and_asks_for_a_person(course: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(standin.handed_in())
    path = submission(course, "ada").path
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "other")
    summary = run(course, {})
    summary = grade_all(
        course, [submission(course, "ada")], job_for=lambda one: standin.job(), work=standin.grade, workers=1
    )
    assert summary.states == {"incident": 1}
    assert points(course) == {"ada": [None, None, None]}


def test_work_that_no_sandbox_could_hold_is_not_judged(course: Path) -> None:
    """Past mistake: to nbgrader, a test that was never run is passed."""
    summary = run(course, {"ada": standin.handed_in()}, require_sandbox=True)
    assert summary.states == {"incident": 1}
    assert points(course) == {"ada": [None, None, None]}
    record = read_record(course, "ada", "ex")
    assert record is not None
    assert "There is no sandbox here." in record.notes[-1]
    assert run(course, {"ada": standin.handed_in()}).states == {"graded": 1}


def test_a_machine_that_cannot_grade_says_so_once(course: Path) -> None:
    with pytest.raises(GradingError, match="This machine lacks something"):
        run(course, {name: standin.handed_in("stop all = 1") for name in ("ada", "bob", "cy")})


def test_few_files_are_open_in_memory_however_many_there_are(course: Path) -> None:
    """The next submission is read when a place is free, and not before."""
    reading, told = 0, 0
    ahead: list[int] = []

    def job_for(one: Submission) -> Job:
        nonlocal reading
        reading += 1
        ahead.append(reading - told)
        return standin.job()

    def progress(outcome: Outcome) -> None:
        nonlocal told
        told += 1

    run(
        course,
        {f"s{number}": standin.handed_in() for number in range(12)},
        job_for=job_for,
        progress=progress,
    )
    assert max(ahead) <= 3


def test_ctrl_c_keeps_what_is_done(course: Path) -> None:
    def stop(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    files = {name: standin.handed_in() for name in ("ada", "bob", "cy")}
    summary = run(course, files, progress=stop, workers=1)
    assert summary.interrupted
    assert points(course) == {"ada": [4, 2, None]}
    assert run(course, files).states == {"unchanged": 1, "graded": 2}


def test_a_second_run_at_the_same_time_is_refused(course: Path) -> None:
    with only_writer(course), pytest.raises(GradingError, match="being graded already"):
        run(course, {"ada": standin.handed_in()})


def test_the_order_of_submissions_does_not_matter(course: Path, fresh_course: Path) -> None:
    files = {name: standin.handed_in(f"one = {index}") for index, name in enumerate(("ada", "bob", "cy"))}
    run(course, files)
    first = points(course)
    run(course, dict(reversed(files.items())), again=True)
    assert points(course) == first


def test_a_file_that_ends_whoever_reads_it_does_not_end_the_driver() -> None:
    job = standin.job(standin.handed_in("one = 4"), patience=Patience(reading=0))
    result = incident.incident(job, "it did not end in time")
    assert [part.points for part in result.parts] == [None, None, None]
    assert "one = 4" not in result.notebook
    assert result.notes[0] == incident.UNREAD
