"""Derived facts on who commanded NMI and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from bookkit.evidence import dates
from bookkit.evidence.calculation_rows import date, row, span
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load


@derived("commanders of NMI so far", "commanders")
def nmi_commanders() -> Result:
    """Count the rows of commanders."""
    rows = load("commanders")
    return Result((rows,), len(rows))


@derived("countries that have commanded NMI so far", "countries")
def lead_nations() -> Result:
    """Count the commanders' countries."""
    rows = load("commanders")
    return Result((rows,), rows["country"].nunique())


def _finished() -> pd.DataFrame:
    rows = load("commanders")
    return rows[rows["end"].notna()]


def _commanders() -> dict[str, str]:
    rows = _finished()
    return dict(zip(rows["id"], rows["name"], strict=True))


def _countries() -> dict[str, str]:
    return {country.lower().replace(" ", "-"): country for country in _finished()["country"].unique()}


def _term(rows: pd.DataFrame) -> Result:
    return span(date(rows, "start"), date(rows, "end", -1), rows)


@derived("time that {} commanded NMI", "months", each=_commanders)
def months(commander: str) -> Result:
    """Return how long a commander served."""
    return _term(row("commanders", commander))


@derived("time that {} commanded NMI", "days", each=_commanders)
def days(commander: str) -> Result:
    """Return how many days a commander served, as a range where a date lacks its day."""
    rows = row("commanders", commander)
    start, end = date(rows, "start"), date(rows, "end")
    fewest, most = (end.first - start.last).days, (end.last - start.first).days
    return Result((rows,), fewest) if fewest == most else Result((rows,), None, fewest, most)


@derived("time that {} led NMI", "months", each=_countries)
def lead_months(country: str) -> Result:
    """Return how long a country's finished commands, one after the other, lasted."""
    rows = _finished().sort_values("start")
    return _term(rows[rows["country"] == _countries()[country]])


@derived("longest finished command of NMI", "months")
def longest_command_months() -> Result:
    """Return the longest of the finished commands."""
    return _extreme(max)


@derived("shortest finished command of NMI", "months")
def shortest_command_months() -> Result:
    """Return the shortest of the finished commands."""
    return _extreme(min)


@derived("finished commands of NMI that lasted two years", "commands")
def two_year_commands() -> Result:
    """Count the finished commands that may have reached 24 months."""
    rows = _finished()
    return Result((rows,), sum(most >= 24 for _, most in _lengths(rows)))


def _lengths(rows: pd.DataFrame) -> list[tuple[int, int]]:
    terms = (rows.iloc[[position]] for position in range(len(rows)))
    return [dates.months_between(date(term, "start"), date(term, "end")) for term in terms]


def _extreme(choose: Callable[[Iterable[int]], int]) -> Result:
    rows = _finished()
    fewest, most = (choose(ends) for ends in zip(*_lengths(rows), strict=True))
    return Result((rows,), fewest) if fewest == most else Result((rows,), None, fewest, most)
