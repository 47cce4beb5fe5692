"""Scoring forecasts of events that either happen or do not: Brier score, skill, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Probabilities = npt.ArrayLike
"""Probabilities from 0 to 1, shape (n,)."""
Outcomes = npt.ArrayLike
"""True or 1 where the event happened, False or 0 where it did not, shape (n,)."""

FIFTHS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Edges of the groups of a calibration table: fifths, as few statements leave finer ones empty."""


def brier_score(probabilities: Probabilities, happened: Outcomes) -> float:
    """Return the mean squared distance between probabilities and outcomes: 0 is best, 1 is worst.

    With probabilities p of n events and outcomes o, 1 or 0, it is Σ (p - o)² / n. Brier sums over both
    classes of an event, so his score is twice this one, which is the usual form for two outcomes.

    Parameters
    ----------
    probabilities
        From 0 to 1, shape (n,).
    happened
        True or 1, False or 0, shape (n,).

    Raises
    ------
    ValueError
        If there is no forecast, a shape differs, a probability is outside 0 to 1 or missing, or an outcome is
        neither yes nor no.

    References
    ----------
    G. W. Brier (1950), "Verification of forecasts expressed in terms of probability", Monthly Weather Review
    78 (1), 1-3.
    """
    given, came = _checked(probabilities, happened)
    return float(np.mean((given - came) ** 2))


def base_rate(happened: Outcomes) -> float:
    """Return the share of events that happened, shape (n,) to a number from 0 to 1.

    Raises
    ------
    ValueError
        As `brier_score`.
    """
    outcomes = np.asarray(happened, dtype=float)
    return float(np.mean(_checked(np.zeros_like(outcomes), outcomes)[1]))


def base_rate_score(happened: Outcomes) -> float:
    """Return the Brier score of saying the base rate r of these events each time: r (1 - r).

    This is the term that Murphy (1973) calls uncertainty: it depends on the events alone.
    """
    rate = base_rate(happened)
    return rate * (1 - rate)


def skill(score: float, reference: float) -> float:
    """Return the skill of a Brier score against a reference's: 1 - score / reference (Sanders 1963).

    Parameters
    ----------
    score, reference
        Brier scores of the forecaster and of the one to compare with, on the same events.

    Returns
    -------
    float
        1 for a perfect forecaster, 0 for one no better than the reference, negative for a worse one.

    Raises
    ------
    ValueError
        If the reference is perfect, since nothing can then be gained on it.
    """
    if reference <= 0:
        raise ValueError("The reference has a Brier score of 0, so skill against it has no meaning.")
    return 1 - score / reference


def calibration_table(
    probabilities: Probabilities, happened: Outcomes, edges: Sequence[float] = FIFTHS
) -> pd.DataFrame:
    """Return how often events happened, by how probable they were said to be (after Murphy 1973).

    Parameters
    ----------
    probabilities, happened
        As for `brier_score`.
    edges
        Edges of the groups, rising from 0 to 1. A group holds its lower edge, the last one also its upper.

    Returns
    -------
    pandas.DataFrame
        A row a group that holds a forecast: ``low``, ``high``, ``forecasts`` (how many), ``mean_probability``
        and ``share_happened`` (0 to 1). Calibrated forecasts have the last two alike.

    Raises
    ------
    ValueError
        As `brier_score`, and if the edges do not rise from 0 to 1.
    """
    given, came = _checked(probabilities, happened)
    if len(edges) < 2 or edges[0] != 0 or edges[-1] != 1 or any(np.diff(edges) <= 0):
        raise ValueError(f"The edges {tuple(edges)} do not rise from 0 to 1.")
    groups = pd.DataFrame({"group": np.digitize(given, edges[1:-1]), "given": given, "came": came})
    means = groups.groupby("group", as_index=False).agg(
        forecasts=("given", "size"), mean_probability=("given", "mean"), share_happened=("came", "mean")
    )
    means.insert(0, "low", [edges[group] for group in means["group"]])
    means.insert(1, "high", [edges[group + 1] for group in means["group"]])
    return means.drop(columns="group")


def _checked(
    probabilities: Probabilities, happened: Outcomes
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    given, came = np.asarray(probabilities, dtype=float), np.asarray(happened, dtype=float)
    if given.ndim != 1 or given.shape != came.shape:
        raise ValueError(f"Forecasts and outcomes differ in shape: {given.shape} and {came.shape}.")
    if not given.size:
        raise ValueError("There is no forecast to score.")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("Each probability must lie between 0 and 1; divide per cents by 100.")
    if not np.isin(came, (0, 1)).all():
        raise ValueError("Each outcome must be yes (1) or no (0); leave out what is unresolved.")
    return given, came
