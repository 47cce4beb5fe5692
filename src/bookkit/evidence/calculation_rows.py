"""What the calculations share: one row by its id, its date, a largest value, a span of months."""

from __future__ import annotations

import pandas as pd

from . import dates
from .calculations import Result
from .dates import PartialDate
from .problems import EvidenceError, suggest
from .tables import load


def row(table: str, row_id: str) -> pd.DataFrame:
    """Return the one row called `row_id`, as a frame that keeps the table's attrs.

    Raises
    ------
    EvidenceError
        If the table has no such row.
    """
    rows = load(table)
    found = rows[rows["id"] == row_id]
    if found.empty:
        cure = suggest(row_id, rows["id"], "give the row its id back, or correct the calculation")
        raise EvidenceError(f"data/{table}.csv", f"a derived fact needs the row {row_id!r}", cure, field="id")
    return found


def date(rows: pd.DataFrame, column: str = "date", at: int = 0) -> PartialDate:
    """Return the date in a column of the row at a position (-1 is the last).

    Raises
    ------
    EvidenceError
        If the cell is empty.
    """
    found = dates.of(rows.iloc[at], column)
    if found is None:
        file = f"data/{rows.attrs['name']}.csv"
        raise EvidenceError(file, "a derived fact needs the date of this row", "fill it in", field=column)
    return found


def largest(rows: pd.DataFrame) -> Result:
    """Return the largest value, with its date if only one row has it."""
    return _at(rows, rows["value"].max())


def smallest(rows: pd.DataFrame) -> Result:
    """Return the smallest value, with its date if only one row has it."""
    return _at(rows, rows["value"].min())


def _at(rows: pd.DataFrame, value: float) -> Result:
    found = rows[rows["value"] == value]
    return Result((found,), int(value), date=date(found) if len(found) == 1 else None)


def span(start: PartialDate, end: PartialDate, *rows: pd.DataFrame) -> Result:
    """Return the whole months from one date to another, as a range where a date lacks its day."""
    fewest, most = dates.months_between(start, end)
    return Result(rows, fewest) if fewest == most else Result(rows, None, fewest, most)
