"""A course with one small exercise, ready to be graded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nbgrader import api

from natoiraq.grading.driver import Submission
from natoiraq.grading.gradebook import Student, add_exercise, add_students, marks, open_gradebook
from tests.grading import standin

STUDENTS = [Student("ada", "Ada", "Lovelace", "ada@example.org", "11"), Student("bob"), Student("cy")]


@pytest.fixture(scope="session", autouse=True)
def alembic_asked_once() -> Iterator[None]:
    """For each new gradebook nbgrader starts a program that names the version of its tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "get_alembic_version", cache(api.get_alembic_version))
        yield


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


def points(course: Path) -> dict[str, list[float | None]]:
    """Return each student's points, part by part."""
    found: dict[str, list[float | None]] = {}
    for mark in marks(course):
        found.setdefault(mark.student, []).append(mark.points)
    return found


def content(course: Path) -> dict[str, Any]:
    """Return all that a run left, but for ids that are drawn at random: gradebook, notebooks, records."""
    found: dict[str, Any] = {"students": [], "grades": set(), "comments": set()}
    with open_gradebook(course) as gradebook:
        students = gradebook.students
        found["students"] = sorted((one.id, one.first_name or "", one.lms_user_id or "") for one in students)
        for row in gradebook.db.query(api.SubmittedNotebook):
            for one in row.grades:
                by_hand = one.manual_score, one.extra_credit
                given = one.auto_score, *by_hand, one.max_score, one.needs_manual_grade
                found["grades"].add((row.student.id, one.name, *given))
            for one in row.comments:
                found["comments"].add((row.student.id, one.name, one.auto_comment, one.manual_comment))
    for path in (course / "autograded").rglob("*"):
        if path.is_file():
            found[path.relative_to(course).as_posix()] = path.read_text(encoding="utf-8")
    return found


def mark_by_hand(course: Path, student: str, grade_id: str, mark: float | None, extra: float = 0.0) -> None:
    """Do what formgrader does when a person gives a mark."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(grade_id, standin.NAME, standin.NAME, student)
        grade.manual_score, grade.extra_credit = mark, extra
        grade.needs_manual_grade = mark is None and grade.auto_score is None
        gradebook.db.commit()


def comment_by_hand(course: Path, student: str, grade_id: str, comment: str) -> None:
    with open_gradebook(course) as gradebook:
        row = gradebook.find_comment(grade_id, standin.NAME, standin.NAME, student)
        row.manual_comment = comment
        gradebook.db.commit()
