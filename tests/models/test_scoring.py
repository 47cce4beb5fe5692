"""Scores do what their definitions say, on cases that can be done by hand."""

from __future__ import annotations

import random

import pytest

from bookkit.models.scoring import base_rate, base_rate_score, brier_score, calibration_table, skill


@pytest.mark.parametrize(
    ("said", "happened", "score"),
    [
        ([1, 0], [1, 0], 0),
        ([0, 1], [1, 0], 1),
        ([0.5], [False], 0.25),
        ([0.5, 0.5, 0.5], [1, 0, 0], 0.25),
        ([0.7], [True], 0.09),
        ([0.7, 0.2], [False, True], (0.49 + 0.64) / 2),
    ],
)
def test_the_brier_score_is_the_mean_squared_distance(
    said: list[float], happened: list[bool], score: float
) -> None:
    assert brier_score(said, happened) == pytest.approx(score)


def test_nobody_gains_by_saying_anything_but_what_they_believe() -> None:
    """The score is proper: if events come in 3 of 10 cases, no number beats 0.3."""
    happened = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    scores = {percent: brier_score([percent / 100] * 10, happened) for percent in range(101)}
    assert min(scores, key=lambda percent: scores[percent]) == 30


def test_the_base_rate_scores_what_its_formula_says() -> None:
    happened = [1, 0, 0, 1, 0, 0, 0]
    assert base_rate(happened) == pytest.approx(2 / 7)
    assert base_rate_score(happened) == pytest.approx(brier_score([2 / 7] * 7, happened))


def test_skill_is_one_nought_or_negative() -> None:
    assert skill(0, 0.25) == 1
    assert skill(0.25, 0.25) == 0
    assert skill(0.5, 0.25) == -1
    with pytest.raises(ValueError, match="no meaning"):
        skill(0.1, 0)


def test_a_calibration_table_groups_by_probability() -> None:
    table = calibration_table([0, 0.1, 0.2, 0.6, 0.8, 1], [0, 1, 0, 1, 1, 1])
    assert table["low"].tolist() == [0, 0.2, 0.6, 0.8]
    assert table["high"].tolist() == [0.2, 0.4, 0.8, 1]
    assert table["forecasts"].tolist() == [2, 1, 1, 2]
    assert table["mean_probability"].tolist() == pytest.approx([0.05, 0.2, 0.6, 0.9])
    assert table["share_happened"].tolist() == [0.5, 0, 1, 1]


def test_a_calibration_table_and_the_score_agree() -> None:
    """Murphy 1973: with one number a group, the score is reliability - resolution + uncertainty."""
    chance = random.Random(5)
    said = [chance.choice((0.1, 0.3, 0.5, 0.7, 0.9)) for _ in range(200)]
    happened = [chance.random() < each for each in said]
    table, rate = calibration_table(said, happened), base_rate(happened)
    weights = table["forecasts"] / 200
    reliability = (weights * (table["mean_probability"] - table["share_happened"]) ** 2).sum()
    resolution = (weights * (table["share_happened"] - rate) ** 2).sum()
    assert brier_score(said, happened) == pytest.approx(reliability - resolution + base_rate_score(happened))


@pytest.mark.parametrize(
    ("said", "happened", "message"),
    [
        ([], [], "no forecast"),
        ([0.5], [1, 0], "differ in shape"),
        ([70], [1], "divide per cents by 100"),
        ([float("nan")], [1], "between 0 and 1"),
        ([0.5], [float("nan")], "leave out what is unresolved"),
        ([0.5], [0.5], "leave out what is unresolved"),
    ],
)
def test_what_cannot_be_scored_is_refused(said: list[float], happened: list[float], message: str) -> None:
    for function in (brier_score, calibration_table):
        with pytest.raises(ValueError, match=message):
            function(said, happened)


def test_edges_must_span_all_probabilities() -> None:
    for edges in ([0.1, 1], [0, 0.5], [0, 0.5, 0.5, 1], [0]):
        with pytest.raises(ValueError, match="do not rise"):
            calibration_table([0.5], [1], edges)
