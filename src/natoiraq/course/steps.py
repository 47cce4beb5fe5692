"""What the steps of the command print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.course.collect import collect as take
from natoiraq.course.console import bar, listed, say
from natoiraq.course.feedback import pack, pages
from natoiraq.course.folder import Course
from natoiraq.course.grade import grade as run
from natoiraq.course.grade import protection, submissions
from natoiraq.course.review import waiting
from natoiraq.course.totals import totals
from natoiraq.course.words import count
from natoiraq.grading.driver import Submission


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


def grade(course: Course, exercises: list[str], how: dict[str, Any], everything: bool) -> None:
    """Grade, and say what was done, what was repaired and what waits for a person."""
    if missing := protection():
        say([missing])
    found = submissions(course, exercises)
    if not found:
        raise ToldError(f"nothing was collected yet. Cure: run {project.course('collect')}.")
    with bar("Grading", len(found)) as move:
        done = run(course, found, progress=lambda _: move(), **how)
    states = done.summary.states
    say([f"Graded: {states['graded']}. Skipped, for nothing has changed: {states['unchanged']}."])
    notes = [
        f"{course.by_folder[one.student].label}, {one.exercise}: {' '.join(said)}" for one, said in done.notes
    ]
    listed("Repairs and incidents; look at these", notes, everything)
    trouble = [f"{course.by_folder[one.student].label}, {one.exercise}" for one in done.summary.incidents]
    listed("Could not be judged; grading again tries them again", trouble, everything)
    if done.summary.interrupted:
        raise KeyboardInterrupt
    listed("Marked by hand", waiting(course, [one for one in exercises if totals(course, one)]), everything)


def feedback(course: Course, exercises: list[str]) -> None:
    """Write feedback, and say where it is."""
    for name in exercises:
        written = []
        with bar(f"Feedback on {name}", len(totals(course, name))) as move:
            for student, page in pages(course, name):
                written.append((student, page))
                move()
        say(pack(course, name, written))


def _named(course: Course, one: Submission) -> str:
    return f"{course.by_folder[one.student].label}, {one.exercise}"


def _has(course: Course, student: str, exercise: str) -> bool:
    return (course.root / "submitted" / student / exercise / f"{exercise}.ipynb").exists()


def graded(course: Course, exercises: list[str]) -> list[str]:
    """Return the exercises that were asked for; with none, those with marks.

    Raises
    ------
    ToldError
        When no exercise has marks.
    """
    found = exercises or [name for name in course.chosen([]) if totals(course, name)]
    if not found:
        raise ToldError(f"nothing was graded yet. Cure: run {project.course('grade')}.")
    return course.chosen(found)
