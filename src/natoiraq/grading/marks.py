"""Reads the marks of a course from its gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natoiraq.grading.database import open_gradebook
from natoiraq.grading.patience import USUAL, Patience

if TYPE_CHECKING:
    from nbgrader.api import Grade, Gradebook


@dataclass(frozen=True)
class Mark:
    """One part of one submission.

    Parameters
    ----------
    student, exercise, grade_id
        Whose work, on what, which part.
    points
        Points with extra credit; None where nobody has given any yet.
    max_points
        The most that can be earned without extra credit.
    by_hand
        Whether a person gave the points, or extra credit.
    needs_person
        Whether a person has to look.
    comment
        What the marker wrote on the answer; may be empty.
    """

    student: str
    exercise: str
    grade_id: str
    points: float | None
    max_points: float
    by_hand: bool
    needs_person: bool
    comment: str


def marks(
    course: Path, exercise: str | None = None, student: str | None = None, patience: Patience = USUAL
) -> list[Mark]:
    """Return the marks of a course: by exercise and student, parts in the exercise's order.

    Parameters
    ----------
    course
        The course folder.
    exercise, student
        Only those of one exercise, or of one student; all if none is given.
    patience
        How long to wait while another program writes.

    Raises
    ------
    GradingError
        When the gradebook cannot be read.
    """
    if not (course / "gradebook.db").exists():
        return []
    with open_gradebook(course, patience) as gradebook:
        above = _answers_above(gradebook)
        place = {part: index for index, part in enumerate(above)}
        said = _comments(gradebook)
        rows = gradebook.db.execute(_query(exercise, student)).all()
        found = []
        for who, what, part, most, grade in rows:
            comments = [said.get((grade.notebook_id, name)) for name in above[what, part]]
            comment = "\n\n".join(filter(None, comments))
            given = _points(grade), most, _by_hand(grade), grade.needs_manual_grade
            found.append(Mark(who, what, part, *given, comment))
    return sorted(found, key=lambda mark: (mark.exercise, mark.student, place[mark.exercise, mark.grade_id]))


def _query(exercise: str | None, student: str | None) -> Any:
    from nbgrader.api import Assignment, Grade, GradeCell, Student, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import select

    query = select(Student.id, Assignment.name, GradeCell.name, GradeCell.max_score, Grade)
    query = query.select_from(Grade).join(GradeCell, GradeCell.id == Grade.cell_id)
    query = query.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
    query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    query = query.join(Student, Student.id == SubmittedAssignment.student_id)
    if exercise is not None:
        query = query.where(Assignment.name == exercise)
    if student is not None:
        query = query.where(Student.id == student)
    return query


def _answers_above(gradebook: Gradebook) -> dict[tuple[str, str], list[str]]:
    """Return {(exercise, graded cell): answers since the graded cell before}, in the exercise's order."""
    from nbgrader.api import SourceCell
    from sqlalchemy import literal_column, select

    # nbgrader keeps no order, but it saves the cells from top to bottom.
    query = select(SourceCell).order_by(literal_column("source_cell.rowid"))
    found: dict[tuple[str, str], list[str]] = {}
    waiting: dict[str, list[str]] = {}
    for cell in gradebook.db.scalars(query):
        notebook = cell.notebook
        here = waiting.setdefault(notebook.id, [])
        if cell.name in {one.name for one in notebook.solution_cells}:
            here.append(cell.name)
        if cell.name in {one.name for one in notebook.grade_cells}:
            found[notebook.assignment.name, cell.name] = waiting.pop(notebook.id)
    return found


def _comments(gradebook: Gradebook) -> dict[tuple[str, str], str]:
    """Return {(submitted notebook, solution cell): comment}."""
    from nbgrader.api import Comment, SolutionCell
    from sqlalchemy import select

    query = select(Comment.notebook_id, SolutionCell.name, Comment.manual_comment)
    query = query.join(SolutionCell, SolutionCell.id == Comment.cell_id)
    query = query.where(Comment.manual_comment.is_not(None))
    return {(notebook, name): said for notebook, name, said in gradebook.db.execute(query)}


def _points(grade: Grade) -> float | None:
    told = grade.manual_score if grade.manual_score is not None else grade.auto_score
    if told is None and not grade.extra_credit:
        return None
    return float((told or 0) + (grade.extra_credit or 0))


def _by_hand(grade: Grade) -> bool:
    return grade.manual_score is not None or bool(grade.extra_credit)
