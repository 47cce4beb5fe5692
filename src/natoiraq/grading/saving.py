"""Writes the points of one submission to the gradebook, and leaves alone what a person gave."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import nbformat

from natoiraq.grading.job import Result

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Grade, Gradebook, SubmittedNotebook


@dataclass(frozen=True)
class Saved:
    """What is to be remembered of a submission that was written.

    Parameters
    ----------
    answers
        {grade_id: hash of what stands behind the mark: the answer above it, and its points}.
    doubts
        A sentence for each mark by hand that a person should look at again.
    """

    answers: Mapping[str, str]
    doubts: tuple[str, ...]


def save(
    gradebook: Gradebook,
    student: str,
    exercise: str,
    result: Result,
    *,
    before: Mapping[str, str] = MappingProxyType({}),
) -> Saved:
    """Write one graded submission, in one transaction.

    What a person gave stays: a mark, extra credit, a comment. Where the answer behind a mark has changed,
    the part asks for a person again.

    Parameters
    ----------
    gradebook
        An open gradebook that knows the exercise.
    student, exercise
        Whose work, on what.
    result
        What the worker returned.
    before
        The answers that `save` gave when it was called last for this work, if it was.
    """
    row = _row(gradebook, student, exercise)
    notebook = nbformat.reads(result.notebook, as_version=4)
    now = _answers(notebook, result)
    judged = {part.grade_id for part in result.parts if part.points is not None}
    grades = {grade.name: grade for grade in row.grades}
    comments = {comment.name: comment for comment in row.comments}
    doubts = []
    for name, cell in _cells(notebook):
        if comment := comments.get(name):
            comment.auto_comment = _auto_comment(cell)
        if grade := grades.get(name):
            grade.auto_score = _auto_score(cell, name in judged)
            changed = name in before and before[name] != now.get(name)
            if _ask_person(grade, changed):
                doubts.append(f"{name}: the answer changed after a person marked it; the mark was kept.")
    gradebook.db.commit()
    return Saved(now, tuple(doubts))


def _answers(notebook: NotebookNode, result: Result) -> dict[str, str]:
    """Hash what stands behind each mark: all that was written since the graded cell above, and the points."""
    points = {part.grade_id: part.points for part in result.parts}
    found: dict[str, str] = {}
    digest = hashlib.sha256()
    for cell in notebook.cells:
        given = cell.metadata.get("nbgrader", {})
        if by_student(cell):
            digest.update(repr((cell.cell_type, cell.source)).encode("utf-8", "surrogatepass"))
        if given.get("grade"):
            name = given["grade_id"]
            digest.update(repr(points.get(name)).encode())
            found[name] = digest.hexdigest()
            digest = hashlib.sha256()
    return found


def by_student(cell: NotebookNode) -> bool:
    """Return whether a cell of a graded notebook is an answer, or a cell that the student added."""
    given = cell.metadata.get("nbgrader", {})
    return bool(given.get("solution")) or (not given and cell.id.startswith("own-"))


def _row(gradebook: Gradebook, student: str, exercise: str) -> SubmittedNotebook:
    """Return the submission's row; nbgrader's own way to make one would commit before there are points."""
    from nbgrader import api

    try:
        return gradebook.find_submission_notebook(exercise, exercise, student)
    except api.MissingEntry:
        pass
    person = gradebook.db.get(api.Student, student) or api.Student(id=student)
    notebook = gradebook.find_notebook(exercise, exercise)
    submission = api.SubmittedAssignment(assignment=notebook.assignment, student=person)
    row = api.SubmittedNotebook(notebook=notebook, assignment=submission)
    gradebook.db.add(submission)
    for cell in notebook.grade_cells:
        row.grades.append(api.Grade(cell=cell))
    for cell in notebook.solution_cells:
        row.comments.append(api.Comment(cell=cell))
    gradebook.db.flush()
    return row


def _cells(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    for cell in notebook.cells:
        if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
            yield name, cell


def _auto_score(cell: NotebookNode, judged: bool) -> float | None:
    """Return nbgrader's reading of a graded cell; to nbgrader, a test that was never run is passed."""
    from nbgrader.utils import determine_grade

    return determine_grade(cell)[0] if judged else None


def _auto_comment(cell: NotebookNode) -> str | None:
    """Return what nbgrader says of an answer that nobody touched."""
    from nbgrader.utils import compute_checksum

    untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if untouched else None


def _ask_person(grade: Grade, changed: bool) -> bool:
    """Say in the gradebook whether a part needs a person; return whether an older mark is in doubt."""
    if grade.manual_score is None and not grade.extra_credit:
        grade.needs_manual_grade = grade.auto_score is None
        return False
    # A doubt stays until a person has looked: formgrader takes it away.
    doubt = bool(grade.needs_manual_grade or changed)
    grade.needs_manual_grade = doubt
    return doubt
