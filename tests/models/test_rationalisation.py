"""Merging and retiring bodies changes coverage and duplication as one would count by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from bookkit import evidence
from natoiraq.models.rationalisation import reorganise, structure, who_does_what

SMALL = pd.DataFrame(
    {"border": [True, True, False], "police": [False, True, False], "coast": [False, False, True]},
    index=["Army", "Guard", "Navy"],
)


def test_the_real_matrix_holds_every_row_of_the_table() -> None:
    done = who_does_what()
    assert done.to_numpy().sum() == len(evidence.load("institution_functions"))
    assert len(done) == len(evidence.load("institutions"))
    counts = done.sum().tolist()
    assert counts == sorted(counts, reverse=True)


def test_coverage_and_duplication_by_hand() -> None:
    start = structure(SMALL)
    assert (start.bodies, start.covered, start.uncovered) == (3, 3, [])
    assert start.duplication == pytest.approx(4 / 3)


def test_retiring_a_body_can_leave_a_function_to_nobody() -> None:
    now = structure(reorganise(SMALL, retire=["Guard"]))
    assert (now.bodies, now.covered, now.uncovered) == (2, 2, ["police"])
    assert now.duplication == 1


def test_merging_keeps_coverage_and_takes_duplication_away() -> None:
    merged = reorganise(SMALL, merge=["Guard", "Army"])
    assert merged.index.tolist() == ["Navy", "Army + Guard"]
    now = structure(merged)
    assert (now.bodies, now.covered, now.duplication) == (2, 3, 1)


def test_with_nobody_left_nothing_is_covered() -> None:
    now = structure(reorganise(SMALL, retire=list(SMALL.index)))
    assert (now.bodies, now.covered, now.duplication) == (0, 0, 0)
    assert now.uncovered == list(SMALL)


@pytest.mark.parametrize(
    ("retire", "merge", "words"),
    [
        (["Fleet"], [], "no body called “Fleet”"),
        (["Army"], ["Army", "Guard"], "“Army” is to be retired and merged"),
        ([], ["Army"], "at least two bodies"),
    ],
)
def test_what_cannot_be_done_is_said(retire: list[str], merge: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reorganise(SMALL, retire=retire, merge=merge)
