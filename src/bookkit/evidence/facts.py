"""Facts by id: one number or date of one row, or a derived one, ready for a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from bookkit.evidence import descriptor
from bookkit.evidence import number_style as house

from .calculations import calculation, members
from .descriptor import Table, table_names
from .problems import EvidenceError, suggest
from .reading import Reading, day_and_text, read, text_of
from .stamps import Stamp, stamp
from .tables import look_up, source_keys, split_list


@dataclass(frozen=True)
class Fact:
    """One sourced number or date.

    Parameters
    ----------
    id
        ``table:row-id``, ``table:row-id.field`` or ``derived:name``.
    text
        The fact in house style: ``4,000``, ``250 to 350``, ``up to 300``, ``12.5%``, ``24 November 2020``; or
        the source's own words where it hedges: ``several hundred``, ``around 4,000``.
    value, low, high
        The numbers behind the text; None where the source gives none.
    unit
        What follows the text, such as ``personnel``; ``of GDP`` after a percentage, empty after a date.
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
    unit: str
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
        that row; ``derived:name`` a calculation that the book registers.

    Raises
    ------
    EvidenceError
        If there is no such fact or it holds no number; the cure names the closest ids.
    """
    package = descriptor.package()
    files = (package.file, *(table.path for table in package.tables.values()))
    return _fact(fact_id, tuple(map(stamp, files)))


@lru_cache(maxsize=4096)  # a page of a book asks for each of its facts three times
def _fact(fact_id: str, data: tuple[Stamp, ...]) -> Fact:
    table_name, _, rest = fact_id.partition(":")
    if table_name == "derived":
        return _derived_fact(fact_id, rest)
    if table_name not in table_names():
        known = [f"{name}:{rest}" for name in (*table_names(), "derived")]
        raise _unknown(fact_id, f"there is no table {table_name!r}", known)
    row_id, _, field = rest.partition(".")
    frame = look_up(table_name)
    ids = frame["id"].tolist() if "id" in frame else []
    if row_id not in ids:
        known = [fact_id.replace(f":{row_id}", f":{each}", 1) for each in ids]
        raise _unknown(fact_id, f"{table_name} has no row {row_id!r}", known)
    row = frame.iloc[ids.index(row_id)]
    return _row_fact(descriptor.table(table_name), row, field, _rivals(frame, row, field))


def fact_ids() -> Iterator[str]:
    """Yield the id of every row whose table has a value or a range, and of every derived fact."""
    for name in table_names():
        frame = look_up(name)
        if "id" in frame and descriptor.table(name).quantities:
            yield from (f"{name}:{row_id}" for row_id in frame["id"])
    yield from (f"derived:{name}" for name, _ in members())


def _row_fact(table: Table, row: pd.Series[Any], field: str, rivals: Iterable[pd.Series[Any]]) -> Fact:
    reading = read(table, row, field)
    return Fact(
        id=f"{table.name}:{row['id']}{'.' if field else ''}{field}",
        **reading._asdict(),
        sources=split_list(row.get("sources")) or table.sources,
        confidence=text_of(row, "confidence"),
        note=text_of(row, "note"),
        readings=tuple(_row_fact(table, rival, field, ()) for rival in rivals),
        tables=(table.name,),
    )


def _rivals(frame: pd.DataFrame, row: pd.Series[Any], field: str) -> list[pd.Series[Any]]:
    dispute = text_of(row, "dispute")
    if dispute is None:
        return []
    same = frame[(frame["dispute"] == dispute) & (frame["id"] != row["id"])]
    return [rival for _, rival in (same.dropna(subset=field) if field else same).iterrows()]


def _derived_fact(fact_id: str, name: str) -> Fact:
    found = calculation(name)
    if found is None:
        known = [f"derived:{each}" for each, _ in members()]
        raise _unknown(fact_id, "there is no such calculation", known)
    rows, value, low, high, date = found.result(name)
    unit = found.unit
    text = house.quantity(value, low, high, unit) or (date.text if date else "")
    reading = Reading(text, value, low, high, house.rest(unit), *day_and_text(date), found.words(name))
    return Fact(
        id=fact_id,
        **reading._asdict(),
        sources=tuple(sorted({key for frame in rows for key in source_keys(frame)})),
        tables=tuple(dict.fromkeys(frame.attrs["name"] for frame in rows)),
    )


def _unknown(fact_id: str, message: str, known: Iterable[str]) -> EvidenceError:
    cure = suggest(fact_id, known, "write table:row-id, table:row-id.field or derived:name")
    return EvidenceError(f"fact {fact_id}", message, cure)
