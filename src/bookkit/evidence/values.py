"""What a cell says: its value by the field's type, or what is wrong with it and how to write it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

from . import dates
from .descriptor import Field
from .problems import suggest

# The words that the Frictionless standard takes for true and false.
_TRUE, _FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
_LARGEST = 2**63 - 1  # a loaded column of whole numbers is Int64
_CURES = {
    "string": "write text",
    "integer": "write digits only, such as 4000, without separators or words",
    "year": "write a year, such as 2021",
    "number": "write digits with a full stop for decimals, such as 4000 or 12.5",
    "boolean": "write true or false",
    "date": "write a day, such as 2021-02-18",
    "partial-date": dates.CURE,
}


class WrongValueError(ValueError):
    """A text is no value of its field: `message` says why, `cure` what to do."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


def value(cell: str, field: Field) -> Any:
    """Return what a cell says.

    Parameters
    ----------
    cell
        The text of a cell that is not empty, or of a limit in the descriptor.
    field
        The column: its type and its vocabulary decide.

    Raises
    ------
    WrongValueError
        If the cell is not of the type or not in the vocabulary.
    """
    if field.enum and cell not in field.enum:
        cure = suggest(cell, field.enum, f"use one of {', '.join(field.enum)}")
        raise WrongValueError(f"{cell!r} is not in the vocabulary", cure)
    try:
        return _CONVERTERS[field.type](cell)
    except ValueError as error:
        raise WrongValueError(str(error).removesuffix(f": {dates.CURE}"), _CURES[field.type]) from None


def _integer(cell: str) -> int:
    if not re.fullmatch(r"-?\d+", cell):
        raise ValueError(f"{cell!r} is not a whole number")
    if len(cell) > 20 or abs(int(cell)) > _LARGEST:
        raise ValueError(f"{cell!r} is not a whole number that a table can hold")
    return int(cell)


def _year(cell: str) -> int:
    if not re.fullmatch(r"\d{4}", cell):
        raise ValueError(f"{cell!r} is not a year of four digits")
    return int(cell)


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", cell) or math.isinf(float(cell)):
        raise ValueError(f"{cell!r} is not a number")
    return float(cell)


def _boolean(cell: str) -> bool:
    if cell not in _TRUE + _FALSE:
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell in _TRUE


def _day(cell: str) -> dt.datetime:
    date = dates.parse(cell)
    if date.precision != "day":
        raise ValueError(f"{cell!r} is not a day")
    return date.first


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "year": _year,
    "number": _number,
    "boolean": _boolean,
    "date": _day,
    "partial-date": dates.parse,
}
