"""Derived facts on the brief read as forecasts: how many came true, and how naive forecasters score."""

from __future__ import annotations

from typing import Final

import pandas as pd

from natoiraq.evidence.calculation_rows import row
from natoiraq.evidence.calculations import Result, derived
from natoiraq.evidence.tables import load

# Forecaster -> probability of a statement that is true, and of one that is false, if nothing changes.
_SAYS: Final = {"coin": (0.5, 0.5), "nothing-changes": (1.0, 0.0), "probably-nothing-changes": (0.75, 0.25)}
_STEPS: Final = ("nmi-2021-03-05-planned-150-brief", "nmi-2021-03-05-planned-70-brief")


def _settled(*, found_only: bool = False) -> pd.DataFrame:
    rows = load("forecasts")
    rows = rows[rows["outcome"].isin(["yes", "no"])]
    return rows[~rows["rests_on_absence"].astype(bool)] if found_only else rows


def _happened(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["outcome"].astype(str) == "yes"


@derived("statements drawn from the brief", "statements")
def forecast_statements() -> Result:
    """Count all statements."""
    rows = load("forecasts")
    return Result((rows,), len(rows))


@derived("statements with a known outcome", "statements")
def forecasts_settled() -> Result:
    """Count the statements that can be scored."""
    rows = _settled()
    return Result((rows,), len(rows))


@derived("statements that did not come true, as far as anybody has reported", "statements")
def forecasts_not_true() -> Result:
    """Count the statements whose outcome is no."""
    rows = _settled()
    rows = rows[~_happened(rows)]
    return Result((rows,), len(rows))


@derived("statements whose outcome does not rest on finding nothing", "statements")
def forecasts_found() -> Result:
    """Count the settled statements without the verdicts that rest on absence of evidence."""
    rows = _settled(found_only=True)
    return Result((rows,), len(rows))


@derived("share of the settled statements that came true", "%")
def forecast_base_rate() -> Result:
    """Return the base rate in per cent."""
    rows = _settled()
    return Result((rows,), float(100 * _happened(rows).mean()))


@derived("the same share without the verdicts that rest on absence", "%")
def forecast_base_rate_found() -> Result:
    """Return the base rate of the verdicts that rest on something found, in per cent."""
    rows = _settled(found_only=True)
    return Result((rows,), float(100 * _happened(rows).mean()))


@derived("statements on which “nothing changes” was right", "statements")
def nothing_changes_right() -> Result:
    """Count the settled statements that came out as if nothing had changed."""
    rows = _settled()
    right = _happened(rows) == rows["if_nothing_changed"].astype(bool)
    return Result((rows[right],), int(right.sum()))


@derived("settled statements to which “nothing changes” gives 0%", "statements")
def nothing_changes_denied() -> Result:
    """Count the settled statements that ask for a change."""
    rows = _settled()
    rows = rows[~rows["if_nothing_changed"].astype(bool)]
    return Result((rows,), len(rows))


@derived("share of the statements given 0% by “nothing changes” that came true", "%")
def nothing_changes_denied_yet_true() -> Result:
    """Return how many of the changes it ruled out came all the same, in per cent."""
    rows = _settled()
    rows = rows[~rows["if_nothing_changed"].astype(bool)]
    return Result((rows,), float(100 * _happened(rows).mean()))


def _forecasters() -> dict[str, str]:
    return {who: f"“{who.replace('-', ' ')}”" for who in _SAYS}


@derived("Brier score of the forecaster {}; 0 is best", each=_forecasters)
def brier(who: str) -> Result:
    """Return a naive forecaster's score on all settled statements."""
    return _score(who, _settled())


@derived("Brier score of the forecaster {} without the verdicts that rest on absence", each=_forecasters)
def brier_found(who: str) -> Result:
    """Return a naive forecaster's score on the verdicts that rest on something found."""
    return _score(who, _settled(found_only=True))


@derived("Brier score of the forecaster {} had two unseen events come", each=_forecasters)
def brier_two_unseen(who: str) -> Result:
    """Return a naive forecaster's score with the first two verdicts that rest on absence turned round."""
    rows = _settled()
    doubtful = rows.index[rows["rests_on_absence"].astype(bool)][:2]
    outcome = rows["outcome"].astype(str).where(~rows.index.isin(doubtful), "yes")
    return _score(who, rows.assign(outcome=outcome))


def _score(who: str, rows: pd.DataFrame) -> Result:
    """Return the mean squared distance; evidence imports no model, so a test holds it equal to theirs."""
    if_true, if_false = _SAYS[who]
    said = rows["if_nothing_changed"].astype(bool).map({True: if_true, False: if_false}).astype(float)
    return Result((rows,), float(((said - _happened(rows)) ** 2).mean()))


@derived("size of NMI after the growth the brief expected in 2021, from NATO’s starting figure", "personnel")
def expected_from_nato() -> Result:
    """Add the brief's two steps to the size that the Secretary General gave."""
    return _grown("nmi-2021-02-18-deployed")


@derived("size of NMI after the growth the brief expected in 2021, from Iraq’s starting figure", "personnel")
def expected_from_iraq() -> Result:
    """Add the brief's two steps to the size that the Iraqi National Security Adviser gave."""
    return _grown("nmi-2021-03-10-deployed")


def _grown(start: str) -> Result:
    rows = tuple(row("headcounts", name) for name in (start, *_STEPS))
    return Result(rows, sum(int(each["value"].iloc[0]) for each in rows))
