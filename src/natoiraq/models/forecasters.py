"""Naive forecasters of the statements drawn from the brief: whoever cannot beat them has shown no skill.

None of them knows anything about Iraq. "Nothing changes" gives 100% to a statement that would have come true
had everything stayed as it was on the day of the brief, and 0% to any other; "probably nothing changes"
believes the same, and says so with 75% and 25%. The base rate is the share of the statements that came true,
which nobody knew beforehand: it is a yardstick, not a rival.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from bookkit.models.scoring import base_rate, brier_score

BASE_RATE: Final = "Base rate"
COIN: Final = "Always 50%"
NOTHING: Final = "Nothing changes"
PROBABLY: Final = "Probably nothing changes"
NAIVE: Final = (PROBABLY, BASE_RATE, COIN, NOTHING)
CONFIDENCE: Final = 0.75
"""What "probably" means: halfway between a coin and certainty."""


def settled(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements whose outcome is known, with `happened` (bool) and their id as index.

    Parameters
    ----------
    statements
        The table of forecasts.
    """
    rows = statements[statements["outcome"].isin(["yes", "no"])].set_index("id")
    return rows.assign(happened=rows["outcome"].astype(str) == "yes")


def on_something_found(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the statements whose verdict does not rest on finding nothing, out of those of `settled`."""
    return rows[~rows["rests_on_absence"].astype(bool)]


def naive_forecasts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what each naive forecaster says.

    Parameters
    ----------
    rows
        As `settled` returns them, or a selection.

    Returns
    -------
    pandas.DataFrame
        Probabilities from 0 to 1: a row a statement, a column a forecaster of `NAIVE`.
    """
    unchanged = rows["if_nothing_changed"].astype(float)
    said = {
        PROBABLY: (1 - CONFIDENCE) + unchanged * (2 * CONFIDENCE - 1),
        BASE_RATE: base_rate(rows["happened"]),
        COIN: 0.5,
        NOTHING: unchanged,
    }
    return pd.DataFrame(said, index=rows.index, columns=list(NAIVE))


def naive_scores(rows: pd.DataFrame) -> pd.Series[float]:
    """Return the Brier score of each naive forecaster on `rows`, as `settled` returns them."""
    said = naive_forecasts(rows)
    return pd.Series({name: brier_score(said[name], rows["happened"]) for name in NAIVE})


def if_unseen(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the scores if some of the events that nobody found had happened after all.

    Parameters
    ----------
    rows
        As `settled` returns them.

    Returns
    -------
    pandas.DataFrame
        A row for each number from none to all of the verdicts that rest on absence (the index `unseen`), a
        column for each forecaster of `NAIVE`. Which of the verdicts fall makes no difference as long as all
        of them would be false if nothing changed.

    Raises
    ------
    ValueError
        If it would make a difference.
    """
    doubtful = rows.index[rows["rests_on_absence"].astype(bool)]
    if rows.loc[doubtful, ["happened", "if_nothing_changed"]].astype(bool).to_numpy().any():
        raise ValueError(
            "A verdict that rests on absence is no plain no, so the order of events would count."
        )
    scores = {}
    for unseen in range(len(doubtful) + 1):
        happened = rows["happened"] | rows.index.isin(doubtful[:unseen])
        scores[unseen] = naive_scores(rows.assign(happened=happened))
    return pd.DataFrame(scores).T.rename_axis("unseen")
