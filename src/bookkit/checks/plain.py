"""Values of any origin as plain Python: numbers as float, dates as ISO text, tables as lists of rows.

Subclasses are reduced to what they hold, so that no method of theirs takes part in a comparison.
"""

from __future__ import annotations

import datetime
import math
import struct
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pandas as pd

DEPTH: Final = 8
"""Levels of lists in lists that are read; a list that holds itself ends here."""

SIZE: Final = 100_000
"""Items that are read of one list or column."""

Plain = None | bool | float | str | list[Any] | dict[str, Any]


class Unreadable(Exception):
    """A value that has no plain form."""


def as_float(value: object) -> float:
    """Return a number as an exact float; overrides of a subclass have no say."""
    packed = struct.unpack("d", struct.pack("d", value))[0]
    return float(packed)


def plain(value: object, depth: int = DEPTH) -> Plain:
    """Return a value as plain Python.

    Returns
    -------
    None, bool, float, str, list or dict
        None for every kind of empty cell; numbers of all kinds as float; text without blanks at its ends;
        dates as ISO text, without a time at midnight; a Series as the list of its values; a table as a
        dict of its columns.

    Raises
    ------
    Unreadable
        For anything else, and for lists nested too deeply or too long.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number | Decimal | Fraction):
        number = as_float(float(value))
        return None if math.isnan(number) else number
    if isinstance(value, str):
        return str.__str__(value).strip()
    if isinstance(value, datetime.date | np.datetime64):
        return pd.Timestamp(value).isoformat().removesuffix("T00:00:00")
    if isinstance(value, pd.Period):
        return str(value)
    return _collection(value, depth)


def _collection(value: object, depth: int) -> Plain:
    if depth == 0:
        raise Unreadable("nested too deeply")
    if isinstance(value, pd.DataFrame):
        return {str(name): plain(column, depth - 1) for name, column in value.items()}
    if isinstance(value, pd.Series | pd.Index | np.ndarray):
        value = value.tolist()
        if not isinstance(value, list):
            return plain(value, depth - 1)
    if isinstance(value, Mapping):
        return {str(plain(key, depth - 1)): plain(item, depth - 1) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        value = sorted(value, key=repr)
    if isinstance(value, list | tuple):
        if len(value) > SIZE:
            raise Unreadable("too long")
        return [plain(item, depth - 1) for item in value]
    raise Unreadable(f"a {type(value).__name__}")


def same(one: Plain, other: Plain, tolerance: float) -> bool:
    """Say whether two plain values agree; numbers may differ by `tolerance`, truth values are no numbers."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or abs(one - other) <= tolerance
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    return type(one) is type(other) and one == other


def kind(value: object) -> str:
    """Return what a value is, in a beginner's words."""
    kinds: dict[type | tuple[type, ...], str] = {
        bool: "True or False",
        str: "text",
        (int, float, np.number): "a number",
        pd.DataFrame: "a table",
        pd.Series: "a column (a Series)",
        dict: "a dictionary",
        (list, tuple, set): "a list",
    }
    found = (words for types, words in kinds.items() if isinstance(value, types))
    return next(found, "a function" if callable(value) else "something else")
