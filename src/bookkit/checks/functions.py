"""`function`: what a function returns for several inputs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import Unreadable, kind, plain, same


@dataclass(frozen=True)
class Case:
    """One call of a function.

    Parameters
    ----------
    args
        What goes in; plain numbers, texts, lists and dicts, so that the call may cross to another process.
    expected
        What must come out; a number, text, list, dict or table.
    when
        The input in words, for the message: "an empty list".
    """

    args: tuple[Any, ...]
    expected: Any
    when: str


@guarded
def function(
    value: object,
    cases: Sequence[Case],
    *,
    name: str,
    tolerance: float = 1e-6,
    traps: Sequence[tuple[Callable[..., Any], str]] = (),
    see: str | None = None,
) -> None:
    """Check a function on several inputs; each that is right earns its share of the points.

    Each call gets copies, so a function that changes its input spoils nothing.

    Parameters
    ----------
    value
        The student's function, or a stand-in that calls it elsewhere.
    cases
        The calls.
    name
        Its name.
    tolerance
        How far a number may be off, either way.
    traps
        Wrong functions and the sentence about each mistake; named when the student's results are theirs.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        When a result is wrong; the sentence names the first such input in words.
    """
    if not callable(value):
        raise CheckFailed(f"`{name}` must be a function: it begins with `def {name}(`.")
    problems = [(case, problem) for case in cases if (problem := _call(value, case, name, tolerance))]
    if not problems:
        return
    share = 1 - len(problems) / len(cases)
    for wrong, sentence in traps:
        if all(_call(value, _as(wrong, case), name, tolerance) is None for case in cases):
            raise CheckFailed(sentence, share=share)
    raise CheckFailed(problems[0][1], share=share)


def _as(wrong: Callable[..., Any], case: Case) -> Case:
    return Case(case.args, wrong(*copy.deepcopy(case.args)), case.when)


def _call(value: Callable[..., Any], case: Case, name: str, tolerance: float) -> str | None:
    """Return what is wrong with one call, or None."""
    try:
        result = value(*copy.deepcopy(case.args))
    except (Exception, SystemExit) as error:
        return (
            f"`{name}` stops with {_called(error)} for {case.when}: call it yourself and read the last line."
        )
    if result is None and case.expected is not None:
        return f"`{name}` returns nothing for {case.when}: end it with `return`."
    try:
        found = plain(result)
    except (Unreadable, RecursionError):
        return f"`{name}` returns {kind(result)} for {case.when}, which cannot be read here."
    expected = plain(case.expected)
    if same(found, expected, tolerance):
        return None
    if type(found) is not type(expected):
        return f"`{name}` returns {kind(result)} for {case.when}, and {kind(case.expected)} is needed."
    return f"`{name}` returns a wrong result for {case.when}: work that case out by hand and compare."


def _called(error: BaseException) -> str:
    """Return the kind of an error as a beginner meets it."""
    name = type(error).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
