"""A course's gradebook in nbgrader's own tables: its students, its exercises, the marks."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookkit.errors import GradingError
from natoiraq.exercises.release import CODE_STUB, TEXT_STUB
from natoiraq.grading.database import open_gradebook
from natoiraq.grading.marks import Mark, marks
from natoiraq.grading.saving import save

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Gradebook

__all__ = ["Mark", "Student", "add_exercise", "add_students", "graded", "marks", "open_gradebook", "save"]


@dataclass(frozen=True)
class Student:
    """One student as the gradebook knows them.

    Parameters
    ----------
    id
        Name of the student's folders.
    first_name, last_name, email
        As the course's list gives them; may be empty.
    lms_id
        Id in the learning management system.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""


def add_students(gradebook: Gradebook, students: Iterable[Student]) -> None:
    """Add students, or bring those that are there up to date, all at once."""
    from nbgrader import api

    for one in students:
        names = {"first_name": one.first_name, "last_name": one.last_name}
        row = api.Student(id=one.id, email=one.email, lms_user_id=one.lms_id, **names)
        gradebook.db.merge(row)
    gradebook.db.commit()


def add_exercise(gradebook: Gradebook, name: str, source: NotebookNode) -> None:
    """Record the cells of an exercise, as `nbgrader generate_assignment` does.

    Parameters
    ----------
    gradebook
        An open gradebook.
    name
        Id of the exercise.
    source
        The instructor's notebook of the standard variant.

    Raises
    ------
    GradingError
        When work has been graded already and the exercise has other cells now.
    """
    from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells, SaveCells

    gradebook.update_or_create_assignment(name)
    notebook = copy.deepcopy(source)
    stubs = {"code_stub": {"python": CODE_STUB}, "text_stub": TEXT_STUB}
    place = {"notebook": name, "assignment": name, "db_url": str(gradebook.engine.url)}
    resources = {"nbgrader": place}
    try:
        for step in (ClearSolutions(**stubs), LockCells(), ComputeChecksums(), SaveCells()):
            notebook, resources = step.preprocess(notebook, resources)
    except RuntimeError as error:
        raise GradingError(
            f"{name}: cells came or went since work was graded. Cure: grade with the version that was "
            "released, or hand the new one out under a new name."
        ) from error


def graded(gradebook: Gradebook) -> set[tuple[str, str]]:
    """Return (student, exercise) of all submissions that the gradebook knows."""
    from nbgrader.api import Assignment, SubmittedAssignment
    from sqlalchemy import select

    query = select(SubmittedAssignment.student_id, Assignment.name).join(Assignment)
    return {(student, exercise) for student, exercise in gradebook.db.execute(query)}
