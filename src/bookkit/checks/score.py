"""`Score`: the points of one part, check by check, and what the student reads about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookkit.checks.errors import CheckFailed


class Points(float):
    """Points as the value of a cell: for graders a number, for readers no more than the sentence above it."""

    def __repr__(self) -> str:
        return f"{self:g}"

    def _repr_html_(self) -> str:
        return ""


class Score:
    """Collects the points of a test cell.

    Parameters
    ----------
    points
        Points of the whole part: what the cell's metadata says. In a student's copy the checks that need
        the answers are gone, so the checks that remain may be worth less.
    """

    def __init__(self, points: float) -> None:
        self.points = points
        self.offered = 0.0
        self.earned = 0.0
        self._said: set[str] = set()

    def check(self, points: float, check: Callable[..., None], *args: Any, **options: Any) -> None:
        """Run one check and add its points, or the share of them that it earned.

        Each sentence of a check that is not passed is printed once, on a line of its own.

        Parameters
        ----------
        points
            What the check is worth.
        check
            One of this package, such as `checks.number`.
        args, options
            Its value and options.

        Raises
        ------
        ValueError
            When the checks are worth more than the part: a mistake of the author.
        """
        self.offered += points
        if self.offered > self.points + 1e-9:
            raise ValueError(f"the checks are worth {self.offered:g} points, the part only {self.points:g}")
        try:
            check(*args, **options)
        except CheckFailed as error:
            self.earned += points * min(max(error.share, 0.0), 1.0)
            for sentence in error.sentences:
                self._say(sentence)
        else:
            self.earned += points

    def total(self) -> Points:
        """Print where the student stands, and return the points: the last line of a test cell."""
        earned = round(self.earned, 2)
        if self.offered < self.points:
            rest = self.points - self.offered
            self._say(f"The checks you can run here give {earned:g} of {self.offered:g} points.")
            self._say(f"The other {rest:g} depend on your result, and are given when you hand in.")
        else:
            self._say(f"You have {earned:g} of {self.points:g} points.")
        return Points(earned)

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            print(" ".join(sentence.split()))
