"""The comparison of options: a weighted mean of scores, and what happens when one weight moves.

Formula::

    result = sum of (weight x score) / sum of weights

Source: the plain additive model of multi-criteria analysis. Scores and weights are this module's own and
stand in two tables, with reasons. Adding assumes that a good score makes up for a bad one: a veto, which
one ally or Baghdad can give, does not work that way.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from bookkit import evidence
from bookkit.models.namespace import Namespace

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


def with_share(weights: Mapping[str, float], chosen: str, share: Any) -> dict[str, Any]:
    """Return weights that give one criterion a share and leave the proportions of the rest as they are.

    Parameters
    ----------
    weights
        Weight by criterion, 0 or more. If the others are all 0, they split the rest evenly.
    chosen
        Name of the criterion, as in `CRITERIA`.
    share
        Its share of all weight, in %, any shape.
    """
    others = {name: weights[name] for name in CRITERIA if name != chosen}
    total = sum(others.values())
    parts = {name: each / total if total else 1 / len(others) for name, each in others.items()}
    return {name: share if name == chosen else (100 - share) * parts[name] for name in CRITERIA}


def turning_points(rows: pd.DataFrame, weights: Mapping[str, float], chosen: str) -> list[tuple[float, str]]:
    """Return where the option in the lead changes while one criterion takes more of the weight.

    Scores are straight lines in that share, so the order can only turn where two lines cross.

    Parameters
    ----------
    rows
        As `options` returns them.
    weights, chosen
        As for `with_share`.

    Returns
    -------
    list of (float, str)
        From which share on, in %, which option leads, the first at 0. Options that share the lead are joined
        by " and ".
    """
    scores = {name: rows[name].to_numpy() for name in CRITERIA}
    ends = [weighted_score(np, scores, with_share(weights, chosen, share)) for share in (0, 100)]
    lines = dict(zip(rows["name"], zip(*ends, strict=True), strict=True))
    crossings = {0.0, 100.0}
    for (first, last), (other_first, other_last) in combinations(lines.values(), 2):
        slope = (last - first) - (other_last - other_first)
        if slope and 0 < (place := (other_first - first) / slope) < 1:
            crossings.add(100 * place)
    turns: list[tuple[float, str]] = []
    for start, end in pairwise(sorted(crossings)):
        middle = (start + end) / 200
        found = {name: first + (last - first) * middle for name, (first, last) in lines.items()}
        ahead = " and ".join(name for name, score in found.items() if score > max(found.values()) - 1e-9)
        if not turns or turns[-1][1] != ahead:
            turns.append((start, ahead))
    return turns


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
