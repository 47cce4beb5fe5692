"""Growth announced and expected, recomputed from the raw CSV; the model's facts are tested with the model."""

from __future__ import annotations

import csv

import pytest

from natoiraq import evidence
from natoiraq.evidence import fact


def headcount(row_id: str) -> dict[str, str]:
    with (evidence.DATA / "headcounts.csv").open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["id"] == row_id)


@pytest.fixture(scope="module")
def people() -> dict[str, int]:
    return {
        "start": int(headcount("nmi-2021-02-18-deployed")["value"]),
        "announced": int(headcount("nmi-2021-02-18-announced")["high"]),
        "summer": int(headcount("nmi-2021-03-05-planned-150-brief")["value"]),
        "autumn": int(headcount("nmi-2021-03-05-planned-70-brief")["value"]),
    }


def test_growth_is_what_comes_on_top(people: dict[str, int]) -> None:
    assert fact("derived:growth-announced").value == people["announced"] - people["start"]
    assert fact("derived:growth-expected").value == people["summer"] + people["autumn"]
    assert fact("derived:size-expected").value == people["start"] + people["summer"] + people["autumn"]


def test_growth_is_compared_with_growth(people: dict[str, int]) -> None:
    """Past mistake: an addition put over a size."""
    share = (people["summer"] + people["autumn"]) / (people["announced"] - people["start"])
    assert fact("derived:expected-share-of-announced").value == round(100 * share)
    assert fact("derived:expected-share-of-announced").unit == ""


def test_every_score_and_assumption_has_a_reason_of_its_own() -> None:
    """Past mistake of others: one stock phrase behind every number of a model."""
    for table in ("model_assumptions", "option_scores"):
        reasons = evidence.load(table)["reason"]
        assert reasons.is_unique
        assert (reasons.str.len() > 14).all()


def test_the_outline_is_closed_and_holds_the_sites() -> None:
    points = evidence.load("iraq_outline").sort_values("point")
    first, last = points.iloc[0], points.iloc[-1]
    assert (first["longitude"], first["latitude"]) == (last["longitude"], last["latitude"])
    sites = evidence.load("sites").dropna(subset=["latitude"])
    assert sites["latitude"].between(points["latitude"].min(), points["latitude"].max()).all()
    assert sites["longitude"].between(points["longitude"].min(), points["longitude"].max()).all()
    unplaced = evidence.load("sites")
    assert ((unplaced["located_by"] == "none") == unplaced["latitude"].isna()).all()
