"""Facts by id: one number or date of one row, or a derived one, ready for a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from . import derived as _calculations  # noqa: F401  (fills the register)
from . import house
from .dates import PartialDate
from .descriptor import Table, describe, table_names
from .problems import EvidenceError, suggest
from .registry import members
from .tables import load, split_list

_DATES = ("partial-date", "date")
_NUMBERS = ("integer", "number", "year")


@dataclass(frozen=True)
class Fact:
    """One sourced number or date.

    Parameters
    ----------
    id
        ``table:row-id``, ``table:row-id.field`` or ``derived:name``.
    text
        The fact in house style: ``4,000``, ``250 to 350``, ``up to 300``, ``12.5%``, ``24 November 2020``.
    value, low, high
        The numbers behind the text, in `unit`; None where the source gives none.
    unit
        Unit of the numbers, such as ``personnel``.
    date, date_text
        First day of the period the fact is for, and that period in house style.
    what
        Short words for what is counted.
    sources
        BibTeX keys.
    confidence, note
        As the row has them.
    readings
        The competing readings of the same quantity; empty if nobody disputes it.
    tables
        Names of the tables it rests on.
    """

    id: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    date: dt.date | None
    date_text: str | None
    what: str
    sources: tuple[str, ...]
    confidence: str | None = None
    note: str | None = None
    readings: tuple[Fact, ...] = ()
    tables: tuple[str, ...] = ()


def fact(fact_id: str) -> Fact:
    """Return a fact by its id.

    Parameters
    ----------
    fact_id
        ``table:row-id`` takes the row's value, low and high; ``table:row-id.field`` another number or date of
        that row; ``derived:name`` a calculation of `derived.py`.

    Raises
    ------
    EvidenceError
        If there is no such fact or it holds no number; the cure names the closest ids.
    """
    table_name, _, rest = fact_id.partition(":")
    if table_name == "derived":
        return _derived_fact(fact_id, rest)
    if table_name not in table_names():
        known = [f"{name}:{rest}" for name in (*table_names(), "derived")]
        raise _unknown(fact_id, f"there is no table {table_name!r}", known)
    row_id, _, field = rest.partition(".")
    frame = load(table_name)
    ids = frame["id"].tolist() if "id" in frame else []
    if row_id not in ids:
        raise _unknown(
            fact_id, f"{table_name} has no row {row_id!r}", [f"{table_name}:{each}" for each in ids]
        )
    row = frame.iloc[ids.index(row_id)]
    return _row_fact(describe(table_name), row, field, _rivals(frame, row))


def fact_ids() -> Iterator[str]:
    """Yield the id of every row whose table has a value or a range, and of every derived fact."""
    for name in table_names():
        frame = load(name)
        if "id" in frame and _quantity_columns(describe(name)):
            yield from (f"{name}:{row_id}" for row_id in frame["id"])
    yield from (f"derived:{name}" for name, _ in members())


class _Reading(NamedTuple):
    text: str | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None


def _row_fact(table: Table, row: pd.Series[Any], field: str, rivals: Iterable[pd.Series[Any]]) -> Fact:
    fact_id = f"{table.name}:{row['id']}{'.' if field else ''}{field}"
    is_date = bool(field) and table.field(field).type in _DATES
    date = _date(row, field if is_date else _date_column(table))
    if is_date:
        reading = _Reading(date.text if date else None)
    else:
        reading = _field_reading(table, row, field, fact_id) if field else _row_reading(table, row, fact_id)
    if reading.text is None:
        raise _nothing(
            fact_id, "the row gives no number or date here", "name another field, or say it in words"
        )
    return Fact(
        fact_id,
        **(reading._asdict() | {"text": reading.text}),
        date=date.first.date() if date else None,
        date_text=date.text if date else None,
        what=_what(table, row, field),
        sources=split_list(row.get("sources")) or table.sources,
        confidence=_text(row, "confidence"),
        note=_text(row, "note"),
        readings=tuple(_row_fact(table, rival, field, ()) for rival in rivals),
        tables=(table.name,),
    )


def _row_reading(table: Table, row: pd.Series[Any], fact_id: str) -> _Reading:
    columns = _quantity_columns(table)
    if not columns:
        names = [field.name for field in table.fields if field.type in _NUMBERS + _DATES]
        cure = (
            f"name a field with a full stop before it: {', '.join(names)}"
            if names
            else "choose another table"
        )
        raise _nothing(fact_id, f"{table.name} has no column value, low or high", cure)
    unit = _text(row, "unit") or table.field(columns[0]).unit
    value, low, high = (_number(row, name) for name in ("value", "low", "high"))
    return _Reading(
        house.quantity(value, low, high, unit) or _text(row, "reported_as"), value, low, high, unit
    )


def _field_reading(table: Table, row: pd.Series[Any], name: str, fact_id: str) -> _Reading:
    field = table.field(name)
    if field.type not in _NUMBERS:
        raise _nothing(fact_id, f"{name} holds words, not a number or a date", "name another field")
    value = _number(row, name)
    if value is None:
        return _Reading(None)
    text = str(value) if "year" in (field.type, name) else house.number(value, field.unit)
    return _Reading(text, value, unit=field.unit or _text(row, "unit"))


def _derived_fact(fact_id: str, name: str) -> Fact:
    known = dict(members())
    if name not in known:
        raise _unknown(fact_id, "there is no such calculation", [f"derived:{each}" for each in known])
    calculation = known[name]
    found = calculation.result(name)
    date = found.date
    text = date.text if found.value is None and date else house.number(found.value or 0, calculation.unit)
    keys = {key for rows in found.rows for key in rows.attrs["sources"]}
    if all("sources" in rows for rows in found.rows):
        keys = {key for rows in found.rows for cell in rows["sources"] for key in split_list(cell)}
    return Fact(
        fact_id,
        text,
        found.value,
        None,
        None,
        calculation.unit,
        date.first.date() if date else None,
        date.text if date else None,
        calculation.what,
        tuple(sorted(keys)),
        tables=tuple(dict.fromkeys(rows.attrs["name"] for rows in found.rows)),
    )


def _rivals(frame: pd.DataFrame, row: pd.Series[Any]) -> list[pd.Series[Any]]:
    dispute = _text(row, "dispute")
    if dispute is None:
        return []
    same = frame[(frame["dispute"] == dispute) & (frame["id"] != row["id"])]
    return [rival for _, rival in same.iterrows()]


def _quantity_columns(table: Table) -> list[str]:
    names = {field.name for field in table.fields}
    return [name for name in ("value", "low", "high") if name in names]


def _date_column(table: Table) -> str:
    return next((field.name for field in table.fields if field.type in _DATES), "")


def _date(row: pd.Series[Any], column: str) -> PartialDate | None:
    first = row.get(column)
    if first is None or pd.isna(first):
        return None
    return PartialDate(first, row.get(f"{column}_precision", "day"))


def _number(row: pd.Series[Any], column: str) -> float | None:
    value = row.get(column)
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _text(row: pd.Series[Any], column: str) -> str | None:
    value = row.get(column)
    return value if isinstance(value, str) and value else None


def _what(table: Table, row: pd.Series[Any], field: str) -> str:
    words = table.what.format(**row) if table.what else None
    whole = words or _text(row, "what") or _text(row, "title") or _text(row, "name") or table.title
    return f"{whole}: {table.field(field).title.lower()}" if field else whole


def _unknown(fact_id: str, message: str, known: Iterable[str]) -> EvidenceError:
    return _nothing(
        fact_id, message, suggest(fact_id, known, "write table:row-id, table:row-id.field or derived:name")
    )


def _nothing(fact_id: str, message: str, cure: str) -> EvidenceError:
    return EvidenceError(f"fact {fact_id}", message, cure)
