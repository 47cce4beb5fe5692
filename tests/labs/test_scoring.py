"""The lab scores as the scoring rules do, line by line, and names a line that it cannot read."""

from __future__ import annotations

import pytest

from bookkit import evidence
from natoiraq import labs
from natoiraq.labs.scoring import read
from natoiraq.models import forecasters

KNOWN = set(forecasters.settled(evidence.load("forecasts")).index)


def test_lines_are_read_in_the_ways_people_write_them() -> None:
    given = read("F01 70\n\n f03: 5 %\nF05, 12,5%\nF06 = 100", KNOWN)
    assert given == {"F01": 0.7, "F03": 0.05, "F05": 0.125, "F06": 1.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("F01 70\nseventy", "Line 2: write a statement and per cents"),
        ("F99 70", "F99 is no settled statement"),
        ("F18 70", "F18 is no settled statement"),
        ("F01 170", "170 is not between 0 and 100"),
        ("F01 nan", "nan is not between 0 and 100"),
    ],
)
def test_a_line_that_cannot_be_scored_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(text, KNOWN)


def test_the_coin_scores_a_quarter() -> None:
    lab = labs.forecast_scoring()
    assert "on 23 statements is 0.250" in lab.sentence.value


@pytest.mark.parametrize("name", forecasters.NAIVE)
def test_starting_from_a_naive_forecaster_gives_its_score(name: str) -> None:
    lab = labs.forecast_scoring()
    lab.controls["start"].value = name
    scores = lab.result.data["scores"].set_index("who")["score"]
    assert scores["You"] == pytest.approx(scores[name])


def test_knowing_better_improves_the_score_and_caution_saves_the_rash() -> None:
    lab = labs.forecast_scoring()
    lab.controls["own"].value = "F01 100"
    assert "is 0.239" in lab.sentence.value
    lab.controls["start"].value = forecasters.NOTHING
    rash = lab.result.data["scores"].set_index("who")["score"]["You"]
    lab.controls["caution"].value = 50
    assert lab.result.data["scores"].set_index("who")["score"]["You"] < rash


def test_the_five_verdicts_can_be_left_out() -> None:
    lab = labs.forecast_scoring()
    lab.controls["found_only"].value = True
    assert "on 18 statements" in lab.sentence.value


def test_the_list_of_statements_gives_no_outcome_away() -> None:
    assert "Came true" not in labs.forecast_scoring().more.value.split("<details>")[1]
