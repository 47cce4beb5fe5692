"""Derived facts on whose clocks run when: Iraq's governments and budgets beside NMI's commands."""

from __future__ import annotations

import pandas as pd

from bookkit.evidence.calculation_rows import date, row, span
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.descriptor import facts_as_of
from bookkit.evidence.tables import load


@derived("from the vote of October 2021 to the government that followed", "months")
def government_search_months() -> Result:
    """Return how long the forming of a government took."""
    vote, formed = (
        row("political_calendar", "election-2021"),
        row("political_calendar", "government-sudani-2022"),
    )
    return span(date(vote, "start"), date(formed, "start"), vote, formed)


@derived("commanders of NMI while the budget law for 2023 to 2025 ran", "commanders")
def budget_law_commanders() -> Result:
    """Count the commanders who served on some day of the law."""
    law, commands = row("political_calendar", "budget-2023-2025"), load("commanders")
    ends = commands["end"].fillna(pd.Timestamp(facts_as_of()))
    met = commands[(commands["start"] <= law["end"].iloc[0]) & (ends >= law["start"].iloc[0])]
    return Result((law, met), len(met))


@derived("actors whose public stance on NMI was sought", "actors")
def stakeholders() -> Result:
    """Count the rows of the grid; it is a count of our own table, so no single source stands behind it."""
    rows = load("stakeholders")
    return Result((rows.head(0),), len(rows))


@derived("actors without a public stance found for 2024 to 2026", "actors")
def stakeholders_without_recent_position() -> Result:
    """Count the rows that say that none was found."""
    rows = load("stakeholders")
    return Result((rows.head(0),), int((rows["stance_latest"] == "none found").sum()))
