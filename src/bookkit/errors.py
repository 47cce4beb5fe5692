"""Errors that a person can mend, and how a command tells them: in a sentence, without a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

Given = ParamSpec("Given")


class ToldError(Exception):
    """Something that a person can mend; the message says what is wrong, where, and what to do."""


class GradingError(ToldError):
    """Grading cannot go on, for whatever submission: a worker that raises it ends the run."""


class ChartError(ToldError):
    """A chart that lacks what a reader needs.

    Parameters
    ----------
    chart
        The chart's name.
    fault
        What is wrong, as a clause.
    cure
        What to do, as an imperative clause.
    """

    def __init__(self, chart: str, fault: str, cure: str) -> None:
        super().__init__(f'chart "{chart}": {fault}. Cure: {cure}.')


def told(error: BaseException) -> str | None:
    """Return what a command says of an error that a person can mend, and None for any other error.

    An error of the system that names a file is one of them: the file is missing, or may not be read.
    """
    if isinstance(error, ToldError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        cure = "check its name, its rights and the room on the disk, then try again"
        return f"{error.filename}: {error.strerror}. Cure: {cure}."
    return None


def telling(command: Callable[Given, int]) -> Callable[Given, int]:
    """Let a command print what a person can mend and return 1; any other error keeps its traceback."""

    @wraps(command)
    def run(*arguments: Given.args, **options: Given.kwargs) -> int:
        try:
            return command(*arguments, **options)
        except Exception as error:
            if (said := told(error)) is None:
                raise
            print(said, file=sys.stderr)
            return 1

    return run
