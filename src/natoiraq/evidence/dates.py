"""Dates known to the year, the month or the day: read, shown and compared without inventing precision."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import pandas as pd

Precision = Literal["year", "month", "day"]
PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")
CURE = "write a year, a month or a day, such as 2021, 2021-02 or 2021-02-18"

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_HOUSE = {"year": "{0.year}", "month": "{0:%B} {0.year}", "day": "{0.day} {0:%B} {0.year}"}
_ISO = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


class PartialDate(NamedTuple):
    """A period of a year, a month or a day, by its first day and its precision."""

    first: pd.Timestamp
    precision: Precision

    @property
    def last(self) -> pd.Timestamp:
        """The last day of the period: 31 December for a year."""
        if self.precision == "day":
            return self.first
        return self.first + (pd.offsets.YearEnd() if self.precision == "year" else pd.offsets.MonthEnd())

    @property
    def text(self) -> str:
        """The date in house style: ``2021``, ``February 2021`` or ``18 February 2021``."""
        return _HOUSE[self.precision].format(self.first)

    @property
    def iso(self) -> str:
        """The date as the tables write it: ``2021``, ``2021-02`` or ``2021-02-18``."""
        return self.first.strftime(_ISO[self.precision])


def parse(text: str) -> PartialDate:
    """Read an ISO 8601 date of reduced precision.

    Parameters
    ----------
    text
        ``2021``, ``2021-02`` or ``2021-02-18``.

    Returns
    -------
    PartialDate
        The first day of the period and the precision.

    Raises
    ------
    ValueError
        If the text is no such date; the message ends with the cure.
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date of the form used here: {CURE}")
    year, month, day = match.groups()
    try:
        first = pd.Timestamp(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar: {CURE}") from None
    return PartialDate(first, "day" if day else "month" if month else "year")
