"""What the steps of the command print."""

from __future__ import annotations

from pathlib import Path

from natoiraq.course.collect import collect as take
from natoiraq.course.console import listed, say
from natoiraq.course.errors import CourseError
from natoiraq.course.folder import Course
from natoiraq.course.totals import totals
from natoiraq.course.words import count


def collect(course: Course, download: Path, exercise: str | None, everything: bool) -> None:
    """Collect, and say what was taken, left out and missing."""
    if exercise:
        course.chosen([exercise])
    done = take(course, download, exercise)
    counts = f"{len(done.new)} new, {len(done.replaced)} in place of an earlier file"
    say([f"Collected from {download.name}: {counts}, {len(done.same)} there already."])
    listed("Good to know", done.notes, everything)
    replaced = [f"{who.label}, {name}" for who, name in done.replaced]
    listed("In place of an earlier file; grade again", replaced, everything)
    listed("Marked as late by the LMS", [f"{who.label}, {name}" for who, name in done.late], everything)
    unmatched = [f"{where}: {reason}." for where, reason in done.unmatched]
    listed("Left out; a person has to look at these", unmatched, everything)
    for name in sorted(done.exercises):
        missing = [who.label for who in course.students if not _has(course, who.folder, name)]
        listed(f"Nothing yet for {name} from {count(len(missing), 'student')}", missing, everything)


def _has(course: Course, student: str, exercise: str) -> bool:
    return (course.root / "submitted" / student / exercise / f"{exercise}.ipynb").exists()


def graded(course: Course, exercises: list[str]) -> list[str]:
    """Return the exercises that were asked for; with none, those with marks.

    Raises
    ------
    CourseError
        When no exercise has marks.
    """
    found = exercises or [name for name in course.chosen([]) if totals(course, name)]
    if not found:
        raise CourseError("nothing was graded yet. Cure: run `natoiraq-course grade`.")
    return course.chosen(found)
