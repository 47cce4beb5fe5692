"""Dates known to the year, the month or the day: read, shown and compared without inventing precision."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any, Literal, NamedTuple

import pandas as pd

Precision = Literal["year", "month", "day"]
PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")
CURE = "write a year, a month or a day, such as 2021, 2021-02 or 2021-02-18"

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_HOUSE = {"year": "{0.year}", "month": "{0:%B} {0.year}", "day": "{0.day} {0:%B} {0.year}"}
_MONTH_DAYS = 365.2425 / 12  # mean month of the Gregorian calendar
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


def of(row: Mapping[Hashable, Any] | pd.Series[Any], column: str) -> PartialDate | None:
    """Return the date in a column of a loaded row, with its precision; None where the cell is empty."""
    first = row.get(column)
    if first is None or pd.isna(first):
        return None
    return PartialDate(first, row.get(f"{column}_precision", "day"))


def months_between(start: PartialDate, end: PartialDate) -> tuple[int, int]:
    """Return the fewest and the most whole months, rounded, that two dates of limited precision can span.

    The two differ only where a date lacks its day: November 2018 to 26 November 2019 is 12 to 13 months.
    """
    fewest = (end.first - start.last).days / _MONTH_DAYS
    most = (end.last - start.first).days / _MONTH_DAYS
    return round(fewest), round(most)
