"""The comparison adds up as its formula says, and the chapter's words about the order hold."""

from __future__ import annotations

import numpy as np
import pytest

from bookkit import evidence
from natoiraq.models.comparison import (
    CRITERIA,
    one_against_the_rest,
    options,
    turning_points,
    weighted_score,
    with_share,
)


def ranking(weights: dict[str, float]) -> list[str]:
    rows = options()
    result = weighted_score(np, {name: rows[name].to_numpy() for name in CRITERIA}, weights)
    return rows.assign(result=result).sort_values("result", ascending=False).index.tolist()


def test_the_weighted_mean_by_hand() -> None:
    scores = {"need": 5, "consent": 1, "footprint": 3, "independence": 3}
    assert weighted_score(np, scores, {"need": 2, "consent": 1, "footprint": 1, "independence": 0}) == 3.5
    assert weighted_score(np, scores, dict.fromkeys(CRITERIA, 0)) == 3


def test_the_unit_of_the_weights_does_not_matter() -> None:
    weights = {"need": 3.0, "consent": 1.0, "footprint": 2.0, "independence": 5.0}
    assert ranking(weights) == ranking({name: 10 * weight for name, weight in weights.items()})


@pytest.mark.parametrize("chosen", CRITERIA)
def test_one_against_the_rest_always_adds_up(chosen: str) -> None:
    weights = one_against_the_rest(np, chosen, np.array([0, 25, 100]))
    assert sum(weights.values()) == pytest.approx([100, 100, 100])
    assert weights[chosen] == pytest.approx([0, 25, 100])


def test_every_option_has_a_score_with_a_reason_for_every_criterion() -> None:
    rows = evidence.load("option_scores")
    assert len(rows) == rows["option"].nunique() * len(CRITERIA)
    assert not rows.duplicated(["option", "criterion"]).any()
    assert options().notna().all(axis=None)


def test_what_the_chapter_says_of_the_order() -> None:
    equal = ranking(dict.fromkeys(CRITERIA, 1.0))
    assert equal[:2] == ["ministries", "stay"]
    for weight in range(0, 50):
        weights = one_against_the_rest(np, "independence", float(weight))
        assert ranking(weights)[0] != "four-thousand"
    assert ranking(one_against_the_rest(np, "independence", 51.0))[0] == "four-thousand"
    for chosen in CRITERIA:
        for weight in range(101):
            assert ranking(one_against_the_rest(np, chosen, float(weight)))[0] != "services"


def test_a_share_leaves_the_proportions_of_the_rest() -> None:
    moved = with_share({"need": 2, "consent": 4, "footprint": 0, "independence": 9}, "independence", 40)
    assert moved == {"need": 20, "consent": 40, "footprint": 0, "independence": 40}
    alone = with_share({"need": 0, "consent": 0, "footprint": 0, "independence": 9}, "independence", 40)
    assert alone == {"need": 20, "consent": 20, "footprint": 20, "independence": 40}


@pytest.mark.parametrize("chosen", CRITERIA)
def test_the_order_turns_where_a_fine_grid_says_so(chosen: str) -> None:
    """The turning points come from crossings of lines; a grid finds the same leaders without them."""
    weights = {"need": 5.0, "consent": 3.0, "footprint": 1.0, "independence": 2.0}
    rows = options()
    turns = turning_points(rows, weights, chosen)
    scores = {name: rows[name].to_numpy() for name in CRITERIA}
    for share in np.arange(0.25, 100, 0.5):
        result = weighted_score(np, scores, with_share(weights, chosen, share))
        ahead = " and ".join(rows["name"][np.isclose(result, result.max())])
        near = min(abs(share - start) for start, _ in turns[1:]) if len(turns) > 1 else 100
        if near > 0.3:
            assert [name for start, name in turns if start < share][-1] == ahead


def test_with_even_weights_the_order_turns_at_half() -> None:
    turns = turning_points(options(), dict.fromkeys(CRITERIA, 5.0), "independence")
    assert [name for _, name in turns] == ["Other ministries", "The contingent 4,000"]
    assert turns[1][0] == pytest.approx(50)
