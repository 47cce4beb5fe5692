"""A course with one small exercise, ready to be graded."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from natoiraq.grading.driver import Submission
from natoiraq.grading.gradebook import Student, add_exercise, add_students, open_gradebook
from tests.grading import standin

STUDENTS = [Student("ada", "Ada", "Lovelace", "ada@example.org", "11"), Student("bob"), Student("cy")]


@pytest.fixture(scope="session")
def fresh_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("fresh")
    with open_gradebook(course) as gradebook:
        add_students(gradebook, STUDENTS)
        add_exercise(gradebook, standin.NAME, standin.source_notebook())
    return course


@pytest.fixture
def course(fresh_course: Path, tmp_path: Path) -> Path:
    return shutil.copytree(fresh_course, tmp_path / "course")


def hand_in(course: Path, files: dict[str, bytes]) -> list[Submission]:
    """Put files where `collect` puts them."""
    for student, content in files.items():
        path = submission(course, student).path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [submission(course, student) for student in files]


def submission(course: Path, student: str) -> Submission:
    path = course / "submitted" / student / standin.NAME / f"{standin.NAME}.ipynb"
    return Submission(student, standin.NAME, path)


def points(course: Path, students: Iterable[str] = ()) -> dict[str, list[float | None]]:
    """Return each student's points, part by part."""
    from natoiraq.grading.gradebook import marks

    found: dict[str, list[float | None]] = {student: [] for student in students}
    for mark in marks(course):
        found.setdefault(mark.student, []).append(mark.points)
    return found
