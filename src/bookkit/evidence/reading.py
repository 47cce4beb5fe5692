"""What one row says: its number, range, phrase or date, as text in house style and as values."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd

from bookkit.evidence import dates
from bookkit.evidence import number_style as house

from .dates import PartialDate
from .descriptor import DATES, NUMBERS, Table
from .problems import EvidenceError

CEILINGS = ("authorised", "announced_ceiling")


class Reading(NamedTuple):
    """The part of a fact that is read off a row or a calculation; see `Fact` for the fields."""

    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    date: dt.date | None
    date_text: str | None
    what: str


def read(table: Table, row: pd.Series[Any], field: str = "") -> Reading:
    """Read the value and range of a row, or one of its other fields.

    Parameters
    ----------
    table
        The table of the row.
    row
        A row of the loaded table.
    field
        A column that holds a number or a date; none means ``value``, ``low`` and ``high``.

    Raises
    ------
    EvidenceError
        If there is no such column, or neither a number, a phrase nor a date in it.
    """
    what = _what(table, row, field)
    if field and table.field(field).type in DATES:
        date = dates.of(row, field)
        if date is None:
            raise _nothing(table, row, field)
        return Reading(date.text, None, None, None, "", *day_and_text(date), what)
    text, value, low, high, unit = _field(table, row, field) if field else _quantity(table, row)
    if text is None:
        raise _nothing(table, row, field)
    return Reading(text, value, low, high, house.rest(unit), *day_and_text(_own_date(table, row)), what)


def text_of(row: pd.Series[Any], column: str) -> str | None:
    """Return the text in a column of a row; None if the column is missing or the cell empty."""
    cell = row.get(column)
    return cell if isinstance(cell, str) and cell else None


def day_and_text(date: PartialDate | None) -> tuple[dt.date | None, str | None]:
    """Return the first day of a partial date and the date in house style."""
    return (date.first.date(), date.text) if date else (None, None)


_Quantity = tuple[str | None, float | None, float | None, float | None, str]


def _quantity(table: Table, row: pd.Series[Any]) -> _Quantity:
    if not table.quantities:
        names = ", ".join(field.name for field in table.fields if field.type in NUMBERS + DATES)
        raise _error(
            table, row, "", "the table has no value, low or high", f"add a full stop and one of: {names}"
        )
    unit = text_of(row, "unit") or table.field(table.quantities[0]).unit
    value, low, high = (_number(row, name) for name in ("value", "low", "high"))
    if phrase := text_of(row, "reported_as"):
        text: str | None = phrase
    elif row.get("measure") in CEILINGS and high is not None:
        text = house.number(high, unit)  # prose says "a ceiling of 4,000", not "of up to 4,000"
    else:
        text = house.quantity(value, low, high, unit)
    return text, value, low, high, unit


def _field(table: Table, row: pd.Series[Any], name: str) -> _Quantity:
    field = table.field(name)
    if field.type not in NUMBERS:
        raise _error(table, row, name, "the field holds words, not a number or a date", "name another field")
    unit = (text_of(row, "unit") if name in table.quantities else None) or field.unit
    value = _number(row, name)
    if value is None:
        return None, None, None, None, unit
    return str(value) if field.type == "year" else house.number(value, unit), value, None, None, unit


def _own_date(table: Table, row: pd.Series[Any]) -> PartialDate | None:
    """Return the date of a row: its first column that holds a date or a year."""
    for field in table.fields:
        if field.type == "year" and (year := _number(row, field.name)):
            return dates.parse(str(year))
        if field.type in DATES:
            return dates.of(row, field.name)
    return None


def _number(row: pd.Series[Any], column: str) -> float | None:
    cell = row.get(column)
    if cell is None or pd.isna(cell):
        return None
    return int(cell) if float(cell).is_integer() else float(cell)


def _what(table: Table, row: pd.Series[Any], field: str) -> str:
    cells = {each.name: str(row[each.name]) for each in table.fields}
    codes = {each.name: cells[each.name].replace("_", " ") for each in table.fields if each.enum}
    words = table.what.format(**(cells | codes))
    whole = text_of(row, "what") or words or text_of(row, "title") or text_of(row, "name") or table.title
    title = table.field(field).title.lower() if field else ""
    return whole if whole.lower().endswith(title) else f"{whole}: {title}"


def _nothing(table: Table, row: pd.Series[Any], field: str) -> EvidenceError:
    message = "no number or date stands here"
    return _error(
        table, row, field, message, "name another field, or say in words that no number was published"
    )


def _error(table: Table, row: pd.Series[Any], field: str, message: str, cure: str) -> EvidenceError:
    return EvidenceError(f"fact {table.name}:{row['id']}{'.' if field else ''}{field}", message, cure)
