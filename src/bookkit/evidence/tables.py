"""Typed tables: each CSV file as a DataFrame that keeps dates' precision, units and sources."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from . import dates, descriptor
from .cells import read_cells
from .descriptor import Field, Table
from .problems import EvidenceError, shown
from .stamps import Stamp, stamp
from .values import WrongValueError, value


class Names(tuple[str, ...]):
    """Words that never change; pandas copies a table's `attrs` at each step, and copies these at no cost."""

    __slots__ = ()

    def __deepcopy__(self, memo: dict[int, Any]) -> Names:
        """Return itself."""
        return self


def load(name: str, data_dir: Path | None = None) -> pd.DataFrame:
    """Load a table with the types its descriptor gives.

    A partial date ``x`` becomes a ``datetime64`` column (first day of the period) and an ordered categorical
    ``x_precision`` (year < month < day). A column with a controlled vocabulary becomes a categorical in the
    vocabulary's order; whole numbers become ``Int64``, numbers ``float64``, booleans ``boolean``, the rest
    ``str``. Columns that hold lists, such as ``sources``, stay text joined by semicolons (see `split_list`).

    Parameters
    ----------
    name
        A name from `table_names`.
    data_dir
        Another data folder than the module's own.

    Returns
    -------
    pandas.DataFrame
        One row a record. Its ``attrs`` hold ``name``, ``title``, ``description``, ``units`` (column to unit),
        ``sources`` (BibTeX keys of all rows), ``caveats``, ``licence`` and ``facts_as_of`` (a date).

    Raises
    ------
    EvidenceError
        If there is no such table or its file cannot be read as described; it names file, row, field and cure.
    """
    table = descriptor.table(name, data_dir)
    frame, attributes = _load(table, stamp(table.path))
    copied = frame.copy()
    copied.attrs.update(deepcopy(attributes))
    return copied


def look_up(name: str) -> pd.DataFrame:
    """Return a table to read single rows from: without `attrs`, which pandas copies at each step, and shared.

    Parameters
    ----------
    name
        A name from `table_names`.
    """
    table = descriptor.table(name)
    return _load(table, stamp(table.path))[0]


def split_list(cell: object) -> tuple[str, ...]:
    """Return the items of a cell that holds a list joined by semicolons."""
    if not isinstance(cell, str):
        return ()
    return tuple(item for item in (part.strip() for part in cell.split(";")) if item)


def source_keys(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the BibTeX keys that loaded rows name, or those of the whole table if it has no such column."""
    if "sources" not in frame:
        return tuple(frame.attrs["sources"])
    return tuple(sorted({key for cell in frame["sources"] for key in split_list(cell)}))


@lru_cache(maxsize=64)
def _load(table: Table, _: Stamp) -> tuple[pd.DataFrame, dict[str, Any]]:
    rows = read_cells(table.path, [field.name for field in table.fields], table.missing)
    columns: dict[str, Any] = {}
    for position, field in enumerate(table.fields):
        values = _convert([row[position] for row in rows], field, table)
        columns |= _series(values, field)
    frame = pd.DataFrame(columns)
    return frame, _attributes(frame, table)


def _convert(cells: Sequence[str], field: Field, table: Table) -> list[Any]:
    values = []
    for number, cell in enumerate(cells, start=2):
        try:
            values.append(value(cell, field) if cell else None)
        except WrongValueError as wrong:
            place = shown(table.path)
            raise EvidenceError(place, wrong.message, wrong.cure, row=number, field=field.name) from None
    return values


def _series(values: list[Any], field: Field) -> dict[str, pd.Series[Any]]:
    if field.type == "partial-date":
        first = pd.Series([date.first if date else None for date in values], dtype="datetime64[us]")
        precision = pd.CategoricalDtype(list(dates.PRECISIONS), ordered=True)
        kinds = pd.Series([date.precision if date else None for date in values], dtype=precision)
        return {field.name: first, f"{field.name}_precision": kinds}
    dtype = pd.CategoricalDtype(list(field.enum)) if field.enum else _DTYPES[field.type]
    return {field.name: pd.Series(values, dtype=dtype)}


def _attributes(frame: pd.DataFrame, table: Table) -> dict[str, Any]:
    cited = source_keys(frame) if "sources" in frame else ()
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "units": {field.name: field.unit for field in table.fields if field.unit},
        "sources": Names(sorted({*table.sources, *cited})),
        "caveats": Names(table.caveats),
        "licence": table.licence,
        "facts_as_of": table.facts_as_of,
    }


_DTYPES = {
    "string": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
