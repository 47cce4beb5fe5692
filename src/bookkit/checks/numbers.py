"""`number`: one number, with a tolerance and with the mistakes that lead to others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import as_float, kind

Trap = tuple[float | Callable[[float], bool], str]
"""A wrong number, or a test for wrong numbers, and the sentence about the mistake behind it."""


@guarded
def number(
    value: object,
    expected: float | None = None,
    *,
    name: str,
    tolerance: float = 1e-6,
    between: tuple[float, float] | None = None,
    whole: bool = False,
    traps: Sequence[Trap] = (),
    see: str | None = None,
) -> None:
    """Check a number.

    Whole numbers, decimals, numpy's and pandas' numbers and columns with one entry all count as numbers; text
    and truth values do not.

    Parameters
    ----------
    value
        What the student computed.
    expected
        The right number; without one, only kind, range and traps are checked.
    name
        What the student calls it.
    tolerance
        How far it may be off, either way; for the traps too.
    between
        The lowest and the highest number that make sense; told to the student.
    whole
        Whether only a whole number makes sense.
    traps
        Numbers that typical mistakes give; the first that fits is named.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        When it is wrong.
    """
    found = _read(value, name)
    right = expected is not None and abs(found - expected) <= tolerance
    for trap, sentence in traps:
        caught = trap(found) if callable(trap) else abs(found - trap) <= tolerance
        if caught and not right:
            raise CheckFailed(sentence)
    if between is not None and not between[0] <= found <= between[1]:
        raise CheckFailed(f"`{name}` must lie between {between[0]:g} and {between[1]:g}.")
    if whole and found != int(found):
        raise CheckFailed(f"`{name}` counts something, so it must be a whole number.")
    if expected is not None and not right:
        raise CheckFailed(f"`{name}` is not right: compare its steps with the task, one by one.")


def _read(value: object, name: str) -> float:
    if isinstance(value, pd.Series | pd.Index | np.ndarray) and value.size == 1:
        value = value.tolist()
        value = value[0] if isinstance(value, list) else value
    if isinstance(value, bool | np.bool_) or not isinstance(
        value, int | float | np.number | Decimal | Fraction
    ):
        raise CheckFailed(f"`{name}` must be a number, and it is {kind(value)}.")
    try:
        found = as_float(float(value))
    except OverflowError:
        found = math.inf
    if math.isnan(found):
        raise CheckFailed(f"`{name}` is NaN, an empty number: an empty cell or 0 divided by 0 went into it.")
    if math.isinf(found):
        raise CheckFailed(f"`{name}` is too large to be true: look for a division by 0.")
    return found
