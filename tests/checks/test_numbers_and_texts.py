"""`number` and `text` take what is right in any kind, and say which mistake led to what is wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bookkit import checks
from tests.checks.failing import failing


@pytest.mark.parametrize(
    "value",
    [3, 3.0, 3.0004, np.int64(3), np.float32(3), Decimal(3), Fraction(3), pd.Series([3]), np.array(3)],
    ids=repr,
)
def test_every_kind_of_number_is_right(value: object) -> None:
    checks.number(value, 3, name="n", tolerance=0.001)


@pytest.mark.parametrize(
    ("value", "options", "says"),
    [
        (None, {}, "`n` is still empty: write your code in the cell above"),
        ("3", {}, "`n` must be a number, and it is text."),
        (True, {}, "`n` must be a number, and it is True or False."),
        ([3], {}, "`n` must be a number, and it is a list."),
        (len, {}, "`n` must be a number, and it is a function."),
        (pd.Series([3, 4]), {}, "`n` must be a number, and it is a column (a Series)."),
        (float("nan"), {}, "`n` is NaN, an empty number"),
        (float("inf"), {}, "`n` is too large to be true"),
        (10**400, {}, "`n` is too large to be true"),
        (7, {}, "`n` is not right"),
        (7, {"between": (0, 5)}, "`n` must lie between 0 and 5."),
        (3.5, {"whole": True}, "`n` counts something, so it must be a whole number."),
        (9, {"traps": [(9, "You squared it.")]}, "You squared it."),
        (0.5, {"traps": [(lambda found: found < 1, "Times 100.")]}, "Times 100."),
        (7, {"see": "chapter 2, “Interruptions”"}, "See chapter 2, “Interruptions”."),
    ],
)
def test_a_wrong_number_is_told_why(value: object, options: dict[str, Any], says: str) -> None:
    assert says in str(failing(checks.number, value, 3, name="n", **options))


def test_a_trap_never_catches_what_is_right() -> None:
    checks.number(3, 3, name="n", traps=[(3, "No."), (lambda found: True, "No.")])


@pytest.mark.parametrize("value", ["border security", " Border  Security ", "BORDER SECURITY"])
def test_capitals_and_blanks_of_a_text_do_not_matter(value: str) -> None:
    checks.text(value, "border security", name="job", options=["border security", "intelligence"])


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "`job` is still empty"),
        (4, "`job` must be text in quotes, and it is a number."),
        ("inteligence", "`job` is no name that the table has: did you mean “intelligence”?"),
        ("cooking", "`job` is no name that the table has: copy one from the table."),
        ("intelligence", "That one comes second."),
        ("policing", "`job` is not right: look again at what the task compares."),
    ],
)
def test_a_wrong_text_is_told_why(value: object, says: str) -> None:
    options = ["border security", "intelligence", "policing"]
    traps = {"Intelligence": "That one comes second."}
    assert says in str(
        failing(checks.text, value, "border security", name="job", options=options, traps=traps)
    )
