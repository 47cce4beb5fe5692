"""`ExerciseError`: what is wrong with an exercise, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ExerciseError(ValueError):
    """An exercise that cannot become a notebook.

    Parameters
    ----------
    path
        The source.
    problems
        What is wrong: the cell, the fault and the cure.
    """

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.problems = list(problems)
