"""The rows of a table as its file has them: nothing here is read by the code that is tested."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Final

from bookkit.evidence import DATA

MONTH: Final = 365.2425 / 12
"""Days of a month, on average."""


def read_rows(table: str, **wanted: str) -> list[dict[str, str]]:
    """Return the rows with the wanted cells; all cells are text."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if wanted.items() <= row.items()]


def days_between(start: str, end: str) -> int:
    """Return the days from one date to another."""
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
