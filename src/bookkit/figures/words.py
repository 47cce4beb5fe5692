"""What a row of evidence says, in words: its date, its number, its publisher."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bookkit import evidence
from bookkit.evidence import dates
from bookkit.evidence import number_style as house


def date_text(row: pd.Series[Any], column: str = "date") -> str:
    """Return a date as precisely as it is known: 2021, February 2021 or 18 February 2021."""
    date = dates.of(row, column)
    return date.text if date else ""


def quantity_text(row: pd.Series[Any]) -> str:
    """Return a row's number as it was given: 500, 250 to 350, just under 200, several hundred."""
    value, low, high = (None if pd.isna(row[name]) else int(row[name]) for name in ("value", "low", "high"))
    if value is None and pd.notna(row.get("reported_as")):
        return str(row["reported_as"])
    return house.quantity(value, low, high) or ""


def source_text(keys: str) -> str:
    """Return the labels of the sources in a `sources` cell: CNBC, 2021; BBC, 2021."""
    known = evidence.sources()
    return "; ".join(known[key].label for key in evidence.split_list(keys))
