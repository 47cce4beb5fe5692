"""Derived facts on the checks of the brief's statements."""

from __future__ import annotations

from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load


@derived("points of the brief checked against other sources", "points")
def claims_checked() -> Result:
    """Count the claims about the brief; those about later data are not among them."""
    rows = load("claims")
    rows = rows[rows["about"] == "brief"]
    return Result((rows,), len(rows))
