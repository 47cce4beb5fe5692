"""Grades many submissions: reads them here, runs them anywhere, writes the gradebook here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bookkit.errors import GradingError
from natoiraq.grading.database import only_writer
from natoiraq.grading.flight import Task, run_all
from natoiraq.grading.gradebook import graded, open_gradebook
from natoiraq.grading.incident import incident
from natoiraq.grading.intake import read_file
from natoiraq.grading.interrupt import ctrl_c
from natoiraq.grading.job import Job, Result
from natoiraq.grading.outcome import Outcome, State, Submission, Summary
from natoiraq.grading.patience import USUAL, Patience
from natoiraq.grading.record import (
    Record,
    folder,
    read_record,
    work_fingerprint,
    write_notebook,
    write_record,
)
from natoiraq.grading.saving import save
from natoiraq.grading.workers import Work, open_workers

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

__all__ = ["Outcome", "Submission", "Summary", "grade_all"]


def _engine() -> Work:
    from natoiraq.grading.worker import grade

    return grade


def _silent(outcome: Outcome) -> None:
    """Say nothing."""


def grade_all(
    course: Path,
    submissions: Iterable[Submission],
    *,
    job_for: Callable[[Submission], Job],
    scheduler: str | None = None,
    workers: int | None = None,
    require_sandbox: bool = False,
    again: bool = False,
    patience: Patience = USUAL,
    progress: Callable[[Outcome], None] = _silent,
    work: Work | None = None,
) -> Summary:
    """Grade submissions into a course's gradebook, which has to know their exercises.

    What has not changed since it was graded is skipped. A run that was killed may be started again: in the
    end the gradebook is that of a run that nobody disturbed. Ctrl-C ends it and keeps what is done.

    Parameters
    ----------
    course
        The course folder.
    submissions
        What to grade, in any order; read one by one.
    job_for
        Gives source, release and limits of a submission; the file handed in is put in here.
    scheduler, workers
        Where to run, see `natoiraq.grading.workers.open_workers`.
    require_sandbox
        Whether to refuse to run students' code without a sandbox.
    again
        Whether to grade what has not changed, too.
    patience
        How long to wait for the gradebook and for a scheduler, and how often to look at the workers; each
        job has its own for what it runs.
    progress
        Called with each outcome.
    work
        What to do with a job; by default `natoiraq.grading.worker.grade`.

    Raises
    ------
    ToldError
        When the course cannot be read or written, or the cluster cannot be used.
    """
    summary = Summary()

    def tell(outcome: Outcome) -> None:
        summary.count(outcome)
        progress(outcome)

    with only_writer(course), open_gradebook(course, patience) as gradebook:
        run = _Run(course, gradebook, job_for, tell, require_sandbox, again)
        engine = work or _engine()
        with ctrl_c() as stop, open_workers(engine, scheduler, workers, patience) as places:
            try:
                for task, result, reason in run_all(run.tasks(submissions), places, stop, patience.tick):
                    run.finish(task, result, reason)
            except KeyboardInterrupt:
                summary.interrupted = True
            except OSError as error:
                raise GradingError(
                    f"{error.filename or course}: {error.strerror}. Cure: make room on the disk and check "
                    "the rights, then run the step again; what was done is kept."
                ) from error
    return summary


@dataclass
class _Run:
    """One run over a course."""

    course: Path
    gradebook: Gradebook
    job_for: Callable[[Submission], Job]
    tell: Callable[[Outcome], None]
    require_sandbox: bool
    again: bool

    def tasks(self, submissions: Iterable[Submission]) -> Iterator[Task]:
        """Yield what has to be graded; tell of the rest."""
        known = graded(self.gradebook)
        for one in submissions:
            if not os.path.lexists(one.path):
                self.tell(Outcome(one, "missing"))
                continue
            raw, notes = read_file(one.path)
            job = replace(self.job_for(one), raw=raw, require_sandbox=self.require_sandbox)
            data = job.to_bytes()
            task = Task(one, job, data, work_fingerprint(job), notes)
            record = read_record(self.course, one.student, one.exercise)
            if raw is None:
                self.finish(task, None, "the file could not be read")
            elif record and (one.student, one.exercise) in known and self._is_done(task, record):
                self.tell(_outcome(one, "unchanged", record))
            else:
                yield task

    def finish(self, task: Task, data: bytes | None, reason: str) -> None:
        """Write what a task gave. The record comes last: what it vouches for is on the disk by then."""
        where = self.course, task.submission.student, task.submission.exercise
        before = read_record(*where)
        known = before.answers if before else {}
        result = Result.from_bytes(data) if data else None
        lost = result is None or not result.parts  # without a sandbox that is required there are none
        if result is None or lost:
            result = incident(task.job, " ".join(result.notes) if result else reason)
        write_notebook(*where, result)
        saved = save(self.gradebook, *where[1:], result, before=known)
        again = lost or bool(result.unjudged)
        judged = {name: mark for name, mark in saved.answers.items() if name not in result.unjudged}
        record = Record(
            fingerprint="" if again else task.fingerprint,
            parts=result.parts,
            notes=(*task.notes, *result.notes, *saved.doubts),
            answers={name: mark for name, mark in known.items() if name in result.unjudged} | judged,
            sandboxed=result.sandboxed,
            cpu=round(result.cpu, 3),
        )
        write_record(*where, record)
        self.tell(_outcome(task.submission, "incident" if again else "graded", record))

    def _is_done(self, task: Task, record: Record) -> bool:
        one = task.submission
        notebook = folder(self.course, one.student, one.exercise) / f"{one.exercise}.ipynb"
        return not self.again and record.fingerprint == task.fingerprint and notebook.exists()


def _outcome(submission: Submission, state: State, record: Record) -> Outcome:
    """Return what became of a submission, from its record."""
    return Outcome(
        submission,
        state,
        points=sum(part.points or 0 for part in record.parts),
        max_points=sum(part.max_points for part in record.parts),
        needs_person=any(part.points is None for part in record.parts),
        notes=record.notes,
        sandboxed=record.sandboxed,
        cpu=record.cpu if state == "graded" else 0.0,
    )
