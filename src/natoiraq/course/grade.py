"""Grades what was collected, and says what a person has to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from natoiraq.course.folder import Course
from natoiraq.course.jobs import job_maker
from natoiraq.course.release import write_source
from natoiraq.exercises import source_notebook
from natoiraq.grading import gradebook
from natoiraq.grading.driver import Outcome, Submission, Summary, grade_all
from natoiraq.grading.sandbox import sandbox


@dataclass
class Graded:
    """What a run did.

    Parameters
    ----------
    summary
        How many submissions ended how.
    notes
        Repairs and incidents of what was graded now: the submission, and sentences.
    """

    summary: Summary = field(default_factory=Summary)
    notes: list[tuple[Submission, tuple[str, ...]]] = field(default_factory=list)


def submissions(course: Course, exercises: Sequence[str]) -> list[Submission]:
    """Return a submission for each student and exercise of which something was collected."""
    found = []
    for exercise in exercises:
        for student in course.students:
            folder = course.root / "submitted" / student.folder / exercise
            if folder.is_dir():
                found.append(Submission(student.folder, exercise, folder / f"{exercise}.ipynb"))
    return found


def grade(
    course: Course,
    waiting: Sequence[Submission],
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    require_sandbox: bool = False,
    again: bool = False,
    progress: Callable[[Outcome], None],
) -> Graded:
    """Grade submissions; what has not changed is skipped.

    Parameters
    ----------
    course
        The course.
    waiting
        What `submissions` returned.
    scheduler, workers, require_sandbox, again
        See `natoiraq.grading.driver.grade_all`.
    progress
        Called with each outcome.

    Raises
    ------
    GradingError
        When the course cannot be read or written, or a sandbox is asked for and missing.
    """
    done = Graded()
    prepare(course, sorted({one.exercise for one in waiting}))

    def tell(outcome: Outcome) -> None:
        if outcome.notes and outcome.state != "unchanged":
            done.notes.append((outcome.submission, outcome.notes))
        progress(outcome)

    done.summary = grade_all(
        course.root,
        waiting,
        job_for=job_maker(course),
        scheduler=scheduler,
        workers=workers,
        require_sandbox=require_sandbox,
        again=again,
        patience=course.settings.patience,
        progress=tell,
    )
    return done


def prepare(course: Course, exercises: Sequence[str]) -> None:
    """Tell the gradebook of students and exercises."""
    with gradebook.open_gradebook(course.root, course.settings.patience) as book:
        gradebook.add_students(
            book,
            [
                gradebook.Student(student.folder, *student.names, student.email, student.lms_id)
                for student in course.students
            ],
        )
        for exercise in exercises:
            write_source(course, exercise)
            gradebook.add_exercise(book, exercise, source_notebook(course.exercises / exercise))


def protection() -> str:
    """Return what protection is missing on this machine, a sentence; empty where nothing is."""
    found = sandbox()
    return "" if found.available else found.reason
