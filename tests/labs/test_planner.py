"""The planner computes what the model does, and follows a model of the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from natoiraq import labs
from natoiraq.models.force_planning import force_plan, people_after_growth


def twice(xp: Any, year: Any, **settings: float) -> dict[str, Any]:
    plan = force_plan(xp, year, **settings)
    return {"advisers": plan["advisers"], "wanted": 2 * plan["wanted"]}


def test_it_says_what_the_model_says() -> None:
    lab = labs.force_planner()
    assert f"wants {people_after_growth():,.0f} people" in lab.sentence.value
    lab.controls["size_now"].value = 600
    lab.controls["enablers_per_adviser"].value = 8
    wanted = people_after_growth(size_now=600, enablers_per_adviser=8)
    assert f"wants {wanted:,.0f} people" in lab.sentence.value
    assert lab.result.data["plan"]["wanted"].iloc[-1] == pytest.approx(wanted)


def test_it_follows_a_readers_model_and_keeps_the_books_in_view() -> None:
    lab = labs.force_planner(twice)
    assert f"wants {2 * people_after_growth():,.0f} people" in lab.sentence.value
    assert f"With the book’s model it wants {people_after_growth():,.0f}" in lab.sentence.value
    plan = lab.result.data["plan"]
    assert (plan["wanted"] == 2 * plan["book"]).all()


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (lambda xp, year, **settings: 1 / 0, "The model stopped with ZeroDivisionError: division by zero"),
        (lambda xp, year: {}, "The model stopped with TypeError"),
        (lambda xp, year, **settings: None, "it returned no dict"),
        (lambda xp, year, **settings: {"wanted": year}, "&#x27;advisers&#x27; is missing"),
        (
            lambda xp, year, **settings: {"advisers": [1, 2], "wanted": year},
            "a number for each of the 7 years",
        ),
        (
            lambda xp, year, **settings: {"advisers": "many", "wanted": year},
            "a number for each of the 7 years",
        ),
        (lambda xp, year, **settings: {"advisers": year, "wanted": -year - 1}, "no negative number"),
        (lambda xp, year, **settings: {"advisers": year, "wanted": np.nan}, "nothing infinite or missing"),
    ],
)
def test_a_broken_model_gets_a_sentence(model: Any, words: str) -> None:
    lab = labs.force_planner(model)
    assert words in lab.fault.value
    assert lab.sentence.value == ""


def test_a_constant_counts_for_every_year() -> None:
    def constant(xp: Any, year: Any, **settings: float) -> Mapping[str, Any]:
        return {"advisers": 100, "wanted": 400}

    assert "wants 400 people" in labs.force_planner(constant).sentence.value
