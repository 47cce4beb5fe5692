"""What grading takes and what it says: a submission, the outcome of one, the summary of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

State = Literal["graded", "unchanged", "missing", "incident"]


@dataclass(frozen=True)
class Submission:
    """One piece of work to grade.

    Parameters
    ----------
    student
        Name of the student's folders.
    exercise
        Id of the exercise.
    path
        The file that was handed in; it may be missing.
    """

    student: str
    exercise: str
    path: Path


@dataclass(frozen=True)
class Outcome:
    """What became of one submission.

    Parameters
    ----------
    submission
        Which one.
    state
        "graded" now, "unchanged" since the last run, "missing", or "incident": something could not be judged.
    points, max_points
        Points given by checks, and the most that all parts give; 0 where nothing was graded.
    needs_person
        Whether some part has no points yet, or a mark by hand is in doubt.
    notes
        Sentences for the instructor.
    sandboxed
        Whether the student's code was locked in.
    cpu
        Seconds of processor time that the student's code used.
    """

    submission: Submission
    state: State
    points: float = 0.0
    max_points: float = 0.0
    needs_person: bool = False
    notes: tuple[str, ...] = ()
    sandboxed: bool = True
    cpu: float = 0.0


@dataclass
class Summary:
    """What a run did; no more than numbers and names, so it stays small.

    Parameters
    ----------
    states
        How many submissions ended in which state.
    incidents
        The submissions that could not be judged, or not in all their parts.
    without_sandbox
        How many ran without one.
    cpu
        Seconds of processor time that students' code used.
    interrupted
        Whether the run was stopped by Ctrl-C.
    """

    states: Counter[State] = field(default_factory=Counter)
    incidents: list[Submission] = field(default_factory=list)
    without_sandbox: int = 0
    cpu: float = 0.0
    interrupted: bool = False

    def count(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        self.states[outcome.state] += 1
        self.without_sandbox += outcome.state == "graded" and not outcome.sandboxed
        self.cpu += outcome.cpu
        if outcome.state == "incident":
            self.incidents.append(outcome.submission)
