"""What each student has earned, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.course.folder import Course
from natoiraq.course.students import Student
from natoiraq.course.words import count
from natoiraq.grading.gradebook import Mark, marks


@dataclass
class Total:
    """One student's work on one exercise.

    Parameters
    ----------
    student
        Who.
    parts
        The marks of its parts, in order.
    """

    student: Student
    parts: list[Mark] = field(default_factory=list)

    @property
    def points(self) -> float:
        """Points so far; an open part counts nothing."""
        return round(sum(part.points or 0 for part in self.parts), 2)

    @property
    def open(self) -> list[str]:
        """The parts at which a person has to look."""
        return [part.grade_id for part in self.parts if part.points is None or part.needs_person]


def totals(course: Course, exercise: str) -> list[Total]:
    """Return the totals of all who were graded, in the list's order.

    Parameters
    ----------
    course
        The course.
    exercise
        Id of the exercise.
    """
    found: dict[str, list[Mark]] = {}
    for mark in marks(course.root, exercise, patience=course.settings.patience):
        found.setdefault(mark.student, []).append(mark)
    return [Total(who, found[who.folder]) for who in course.students if who.folder in found]


def most(found: Sequence[Total]) -> float:
    """Return the most points that can be earned."""
    return max((sum(part.max_points for part in one.parts) for one in found), default=0.0)


def ungraded(course: Course, exercise: str) -> list[Student]:
    """Return the students whose work was collected and is not graded, or was collected anew since."""
    found = []
    for student in course.students:
        handed_in = course.root / "submitted" / student.folder / exercise / f"{exercise}.ipynb"
        result = course.root / "autograded" / student.folder / exercise / "result.json"
        if handed_in.exists() and not (
            result.exists() and result.stat().st_mtime_ns >= handed_in.stat().st_mtime_ns
        ):
            found.append(student)
    return found


def check_final(course: Course, exercise: str, found: Sequence[Total]) -> str:
    """Return why the marks of an exercise are not final, a sentence; empty if they are.

    Raises
    ------
    ToldError
        When nothing was graded.
    """
    if not found:
        raise ToldError(
            f"{exercise}: nothing was graded yet. Cure: run {project.course('collect')}, then "
            f"{project.course('grade')}."
        )
    reasons = []
    if waiting := [one for one in found if one.open]:
        parts = sorted({part for one in waiting for part in one.open})
        reasons.append(f"{len(waiting)} of {len(found)} submissions wait for a person ({', '.join(parts)})")
    if late := len(ungraded(course, exercise)):
        one, many = "submission was collected and is not", "submissions were collected and are not"
        reasons.append(f"{count(late, one, many)} graded yet")
    return f"{exercise}: the marks are not final: {', and '.join(reasons)}." if reasons else ""
