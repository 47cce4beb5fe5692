"""Facts on the forecasts are recomputed here from the raw CSV file, another way."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bookkit.evidence import fact

from .raw import read_rows

ROWS = read_rows("forecasts")
YES = [row for row in ROWS if row["outcome"] == "yes"]
NO = [row for row in ROWS if row["outcome"] == "no"]
ABSENT = [row for row in ROWS if row["rests_on_absence"] == "true"]


def test_the_statements_are_counted() -> None:
    assert fact("derived:forecast-statements").value == len(ROWS) == 25
    assert fact("derived:forecasts-settled").value == len(YES) + len(NO) == 23
    assert fact("derived:forecasts-not-true").value == len(NO) == 13
    assert fact("derived:forecasts-found").value == len(YES) + len(NO) - len(ABSENT) == 18


def test_what_rests_on_absence_is_what_the_caveat_says() -> None:
    assert [row["id"] for row in ABSENT] == ["F02", "F04", "F08", "F09", "F10"]
    assert all(row in NO for row in ABSENT)


def test_the_base_rates() -> None:
    assert fact("derived:forecast-base-rate").value == pytest.approx(100 * 10 / 23)
    assert fact("derived:forecast-base-rate-found").value == pytest.approx(100 * 10 / 18)


def test_nothing_changes_is_right_where_an_outcome_is_as_it_was() -> None:
    stays = [row for row in ROWS if row["if_nothing_changed"] == "true"]
    assert [row["id"] for row in stays] == ["F12", "F15", "F21"]
    right = len([row for row in stays if row in YES]) + len([row for row in NO if row not in stays])
    assert fact("derived:nothing-changes-right").value == right == 16
    assert fact("derived:nothing-changes-denied").value == 20
    assert fact("derived:nothing-changes-denied-yet-true").value == pytest.approx(100 * 7 / 20)


@pytest.mark.parametrize(
    ("who", "one_right", "one_wrong"),
    [("coin", "1/4", "1/4"), ("nothing-changes", "0", "1"), ("probably-nothing-changes", "1/16", "9/16")],
)
def test_brier_scores_from_hits_and_misses(who: str, one_right: str, one_wrong: str) -> None:
    for name, right, wrong in (("brier", 16, 7), ("brier-found", 11, 7), ("brier-two-unseen", 14, 9)):
        score = (right * Fraction(one_right) + wrong * Fraction(one_wrong)) / (right + wrong)
        assert fact(f"derived:{who}-{name}").value == pytest.approx(float(score))
