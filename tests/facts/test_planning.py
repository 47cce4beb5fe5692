"""Growth is recomputed from the raw CSV file; what the model makes of it is worked by hand."""

from __future__ import annotations

import pytest

from bookkit.evidence import fact

from .raw import read_rows


@pytest.fixture(scope="module")
def people() -> dict[str, int]:
    rows = {row["id"]: row for row in read_rows("headcounts")}
    return {
        "start": int(rows["nmi-2021-02-18-deployed"]["value"]),
        "announced": int(rows["nmi-2021-02-18-announced"]["high"]),
        "summer": int(rows["nmi-2021-03-05-planned-150-brief"]["value"]),
        "autumn": int(rows["nmi-2021-03-05-planned-70-brief"]["value"]),
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


def test_the_growth_the_brief_expected_depends_on_the_start() -> None:
    assert fact("derived:expected-from-nato").value == 500 + 150 + 70
    assert fact("derived:expected-from-iraq").value == 320 + 150 + 70


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("wanted", 400 * (1 + 3)),
        ("wanted-least", 200 * (1 + 1 / 2)),
        ("wanted-most", 800 * (1 + 8)),
        ("advisers-now", 500 / (1 + 3 / 2)),
        ("advisers-now-light", 333),  # 500 / (1 + 1 / 2)
        ("advisers-now-heavy", 500 / (1 + 8 / 2)),
        ("advisers-for-target", 4000 / (1 + 3)),
        ("withdrawal-factor", (1 + 3) / (1 + 3 / 2)),
        ("withdrawal-size", 200 * (1 + 3)),
        ("withdrawal-size-light", 667),  # 500 x 2 / 1.5
        ("withdrawal-size-heavy", 100 * (1 + 8)),
        ("withdrawal-most", 5),  # 9 / 1.8, with nine in ten of the enablers gone
        ("withdrawal-share", 100 * 7 / 8),
    ],
)
def test_the_models_answers_by_hand(name: str, value: float) -> None:
    """Advisers times people for each, from the middles and ends in the table of assumptions."""
    assert fact(f"derived:model-{name}").value == pytest.approx(value)
