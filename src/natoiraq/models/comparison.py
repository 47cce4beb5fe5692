"""The comparison of options: a weighted mean of scores, and what happens when one weight moves.

Formula::

    result = sum of (weight x score) / sum of weights

Source: the plain additive model of multi-criteria analysis. Scores and weights are this module's own and
stand in two tables, with reasons. Adding assumes that a good score makes up for a bad one: a veto, which
one ally or Baghdad can give, does not work that way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from natoiraq import evidence
from natoiraq.models.namespace import Namespace

CRITERIA: Final = ("need", "consent", "footprint", "independence")


def weighted_score(xp: Namespace, scores: Mapping[str, Any], weights: Mapping[str, Any]) -> Any:
    """Return the weighted mean of an option's scores; the plain mean if all weights are 0.

    Parameters
    ----------
    xp
        Array namespace.
    scores
        Score by criterion, 1 to 5.
    weights
        Weight by criterion, 0 or more, in any unit.
    """
    total = sum(weights[name] for name in CRITERIA)
    weighted = sum(weights[name] * scores[name] for name in CRITERIA)
    plain = sum(scores[name] for name in CRITERIA) / len(CRITERIA)
    # The divisor is never 0, so that numpy stays silent where the other branch is taken.
    return xp.where(total > 0, weighted / xp.where(total > 0, total, 1), plain)


def one_against_the_rest(xp: Namespace, chosen: Any, weight: Any) -> dict[str, Any]:
    """Return weights that give one criterion a share and split the rest evenly.

    Parameters
    ----------
    xp
        Array namespace.
    chosen
        Name of the criterion, as in `CRITERIA`.
    weight
        Its share of all weight, in %, any shape.
    """
    rest = (100 - weight) / (len(CRITERIA) - 1)
    return {name: xp.where(chosen == name, weight, rest) for name in CRITERIA}


def options() -> pd.DataFrame:
    """Return the options with their scores.

    Returns
    -------
    DataFrame
        One row an option, in the order of the table's vocabulary, indexed by its key: `name`, and one
        column of scores for each criterion.
    """
    rows = evidence.load("option_scores")
    wide = rows.pivot(index="option", columns="criterion", values="score")[list(CRITERIA)].astype(float)
    wide.insert(0, "name", rows.drop_duplicates("option").set_index("option")["name"])
    wide.columns.name = None
    return wide.loc[rows["option"].cat.categories]
