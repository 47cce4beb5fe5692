"""Axes that several charts share."""

from __future__ import annotations

import altair as alt


def years(first: int, last: int) -> alt.X:
    """Return a time axis from 1 January of one year to 1 January of another."""
    span = [{"year": first, "month": 1, "date": 1}, {"year": last, "month": 1, "date": 1}]
    return alt.X("date:T").title(None).scale(domain=span)
