"""The naive forecasters are as naive as the chapter says."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from bookkit import evidence
from bookkit.models.scoring import base_rate, base_rate_score
from natoiraq.models.forecasters import (
    BASE_RATE,
    COIN,
    NAIVE,
    NOTHING,
    PROBABLY,
    if_unseen,
    naive_forecasts,
    naive_scores,
    on_something_found,
    settled,
)


@pytest.fixture
def rows() -> pd.DataFrame:
    return settled(evidence.load("forecasts"))


def test_what_is_unresolved_is_not_scored(rows: pd.DataFrame) -> None:
    assert {"F18", "F20"} == set(evidence.load("forecasts")["id"]) - set(rows.index)


def test_nothing_changes_denies_every_change(rows: pd.DataFrame) -> None:
    said = naive_forecasts(rows)
    assert said.index[said[NOTHING] == 1].tolist() == ["F12", "F15", "F21"]
    assert set(said[NOTHING]) == {0, 1}
    assert set(said[PROBABLY]) == {0.25, 0.75}
    assert (said[COIN] == 0.5).all()
    assert said[BASE_RATE].tolist() == pytest.approx([base_rate(rows["happened"])] * len(rows))


def test_a_sure_forecaster_scores_the_share_of_misses(rows: pd.DataFrame) -> None:
    missed = rows["happened"] != rows["if_nothing_changed"].astype(bool)
    assert naive_scores(rows)[NOTHING] == pytest.approx(missed.mean())
    assert naive_scores(rows)[BASE_RATE] == pytest.approx(base_rate_score(rows["happened"]))


def test_without_the_doubtful_verdicts_the_cautious_forecaster_falls_behind(rows: pd.DataFrame) -> None:
    """The chapter's main point; a changed verdict must change the chapter."""
    found = on_something_found(rows)
    assert naive_scores(rows).rank().to_dict() == {PROBABLY: 1, BASE_RATE: 2, COIN: 3, NOTHING: 4}
    assert naive_scores(found).rank().to_dict() == {BASE_RATE: 1, COIN: 2, PROBABLY: 3, NOTHING: 4}
    unseen = if_unseen(rows)[PROBABLY]
    assert [number for number, score in unseen.items() if score > 0.25] == [2, 3, 4, 5]


def test_it_makes_no_difference_which_verdict_falls(rows: pd.DataFrame) -> None:
    doubtful = rows.index[rows["rests_on_absence"].astype(bool)]
    for chosen in combinations(doubtful, 2):
        turned = rows.assign(happened=rows["happened"] | rows.index.isin(chosen))
        assert naive_scores(turned)[list(NAIVE)].tolist() == pytest.approx(if_unseen(rows).loc[2].tolist())
    with pytest.raises(ValueError, match="no plain no"):
        if_unseen(rows.assign(rests_on_absence=True))
