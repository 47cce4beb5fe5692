"""`function` tries several inputs, and says in words which one went wrong and how."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from bookkit import checks
from bookkit.checks import Case
from tests.checks.failing import failing

CASES = [Case(([1, 2],), 3, "a short list"), Case(([],), 0, "an empty list")]


def stops(numbers: list[int]) -> float:
    raise SystemExit("bye")


def changes(numbers: list[int]) -> int:
    total = sum(numbers)
    numbers.clear()
    return total


def test_a_right_function_passes_even_if_it_changes_its_input() -> None:
    for right in (sum, changes, lambda numbers: pd.Series(numbers).sum()):
        checks.function(right, CASES, name="f")
        checks.function(right, CASES, name="f")


@pytest.mark.parametrize(
    ("function", "says", "share"),
    [
        (5, "`f` must be a function: it begins with `def f(`.", 0),
        (max, "`f` returns a wrong result for a short list: work that case out by hand and compare.", 0),
        (stops, "`f` stops with a SystemExit for a short list", 0),
        (lambda numbers: numbers[0] + 2, "`f` stops with an IndexError for an empty list", 0.5),
        (lambda numbers: print(end=""), "`f` returns nothing for a short list: end it with `return`.", 0),
        (lambda numbers: "3", "`f` returns text for a short list, and a number is needed.", 0),
        (
            lambda numbers: object(),
            "`f` returns something else for a short list, which cannot be read here.",
            0,
        ),
        (lambda numbers: len(numbers), "You counted, and did not add.", 0.5),
    ],
)
def test_a_wrong_function_is_told_why(function: Any, says: str, share: float) -> None:
    traps = [(len, "You counted, and did not add.")]
    error = failing(checks.function, function, CASES, name="f", traps=traps)
    assert says in str(error)
    assert error.share == share


def test_lists_dicts_and_tables_are_compared_too() -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    cases = [Case((1,), [1, {"b": 2.0}], "one"), Case((2,), frame, "two")]
    checks.function(lambda n: (1, {"b": 2}) if n == 1 else frame.astype(float), cases, name="f")
    assert "for two" in str(failing(checks.function, lambda n: [1, {"b": 2}], cases, name="f"))
