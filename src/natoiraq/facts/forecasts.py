"""Derived facts on the brief read as forecasts: how many came true, and how naive forecasters score."""

from __future__ import annotations

from typing import Final

import pandas as pd

from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load
from bookkit.models.scoring import base_rate
from natoiraq.models import forecasters

_FORECASTERS: Final = {
    "coin": forecasters.COIN,
    "nothing-changes": forecasters.NOTHING,
    "probably-nothing-changes": forecasters.PROBABLY,
}


def _settled() -> pd.DataFrame:
    return forecasters.settled(load("forecasts"))


def _found() -> pd.DataFrame:
    return forecasters.on_something_found(_settled())


def _denied() -> pd.DataFrame:
    rows = _settled()
    return rows[~rows["if_nothing_changed"].astype(bool)]


def _came_true(rows: pd.DataFrame) -> Result:
    """Return the base rate in per cent."""
    return Result((rows,), 100 * base_rate(rows["happened"]))


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
    rows = rows[~rows["happened"]]
    return Result((rows,), len(rows))


@derived("statements whose outcome does not rest on finding nothing", "statements")
def forecasts_found() -> Result:
    """Count the settled statements without the verdicts that rest on absence of evidence."""
    rows = _found()
    return Result((rows,), len(rows))


@derived("share of the settled statements that came true", "%")
def forecast_base_rate() -> Result:
    """Return the base rate in per cent."""
    return _came_true(_settled())


@derived("the same share without the verdicts that rest on absence", "%")
def forecast_base_rate_found() -> Result:
    """Return the base rate of the verdicts that rest on something found, in per cent."""
    return _came_true(_found())


@derived("statements on which “nothing changes” was right", "statements")
def nothing_changes_right() -> Result:
    """Count the settled statements that came out as if nothing had changed."""
    rows = _settled()
    right = rows["happened"] == rows["if_nothing_changed"].astype(bool)
    return Result((rows[right],), int(right.sum()))


@derived("settled statements to which “nothing changes” gives 0%", "statements")
def nothing_changes_denied() -> Result:
    """Count the settled statements that ask for a change."""
    rows = _denied()
    return Result((rows,), len(rows))


@derived("share of the statements given 0% by “nothing changes” that came true", "%")
def nothing_changes_denied_yet_true() -> Result:
    """Return how many of the changes it ruled out came all the same, in per cent."""
    return _came_true(_denied())


def _names() -> dict[str, str]:
    return {who: f"“{who.replace('-', ' ')}”" for who in _FORECASTERS}


@derived("Brier score of the forecaster {}; 0 is best", each=_names)
def brier(who: str) -> Result:
    """Return a naive forecaster's score on all settled statements."""
    return _score(who, _settled())


@derived("Brier score of the forecaster {} without the verdicts that rest on absence", each=_names)
def brier_found(who: str) -> Result:
    """Return a naive forecaster's score on the verdicts that rest on something found."""
    return _score(who, _found())


@derived("Brier score of the forecaster {} had two unseen events come", each=_names)
def brier_two_unseen(who: str) -> Result:
    """Return a naive forecaster's score with two of the verdicts that rest on absence turned round."""
    rows = _settled()
    return Result((rows,), float(forecasters.if_unseen(rows)[_FORECASTERS[who]].loc[2]))


def _score(who: str, rows: pd.DataFrame) -> Result:
    return Result((rows,), float(forecasters.naive_scores(rows)[_FORECASTERS[who]]))
