"""The force-planning model computes what its formulas say, checked by hand and by its limits."""

from __future__ import annotations

import numpy as np
import pytest

from bookkit import evidence
from bookkit.models import assumptions
from natoiraq.models.force_planning import (
    break_even,
    force_plan,
    least_share,
    people_after_growth,
    sensitivity,
    settings,
    withdrawal,
)

SETTINGS = {
    "size_now": 500,
    "advisers_later": 400,
    "enablers_per_adviser": 3,
    "coalition_share_now": 50,
    "coalition_share_later": 0,
    "living_space": 1000,
    "ramp": 4,
}


def test_the_mission_starts_at_its_known_size() -> None:
    start = force_plan(np, 0, **SETTINGS)
    assert start["wanted"] == pytest.approx(500)
    assert start["advisers"] == pytest.approx(200)  # 200 + 200 x 3 / 2 = 500
    assert start["enablers"] == start["from_coalition"] == pytest.approx(300)


def test_half_way_and_after_growth_by_hand() -> None:
    plan = force_plan(np, np.array([2, 4, 9]), **SETTINGS)
    assert plan["advisers"] == pytest.approx([300, 400, 400])
    assert plan["wanted"] == pytest.approx([300 * (1 + 3 * 0.75), 1600, 1600])
    assert plan["from_coalition"] == pytest.approx([300 * 3 * 0.25, 0, 0])


def test_nobody_is_lost_between_beds_and_no_bed() -> None:
    plan = force_plan(np, np.arange(10), **SETTINGS)
    assert plan["housed"] + plan["without_bed"] == pytest.approx(plan["wanted"])
    assert plan["housed"].max() == SETTINGS["living_space"]
    assert plan["advisers"] + plan["enablers"] == pytest.approx(plan["wanted"])


@pytest.mark.parametrize(("enablers", "share"), [(1, 0), (3, 25), (8, 90)])
def test_the_break_even_reaches_its_target(enablers: float, share: float) -> None:
    needed = break_even(np, target=4000, enablers_per_adviser=enablers, coalition_share=share)["advisers"]
    reached = people_after_growth(
        advisers_later=float(needed), enablers_per_adviser=enablers, coalition_share_later=share
    )
    assert reached == pytest.approx(4000)


def test_the_loss_of_the_coalition_is_bounded_by_its_share() -> None:
    """The chapter says that no tail is long enough if the coalition provides less than 1 - start / target."""
    shares = np.arange(0, 100, 5)
    endless = withdrawal(np, enablers_per_adviser=1e9, coalition_share=shares)["factor"]
    assert endless == pytest.approx(1 / (1 - shares / 100), rel=1e-6)
    for enablers in (1, 3, 8, 1000):
        assert (
            withdrawal(np, enablers_per_adviser=enablers, coalition_share=shares)["factor"] < endless + 1e-9
        ).all()
    assert least_share(size_now=500, target=4000) == 87.5
    assert withdrawal(np, enablers_per_adviser=1e9, coalition_share=87.5)["factor"] == pytest.approx(8)


def test_the_withdrawal_is_the_plan_with_the_advisers_unchanged() -> None:
    before = force_plan(np, 0, **SETTINGS)
    after = force_plan(np, 9, **{**SETTINGS, "advisers_later": float(before["advisers"])})
    factor = withdrawal(np, enablers_per_adviser=3, coalition_share=50)["factor"]
    assert after["wanted"] / before["wanted"] == pytest.approx(factor)


def test_every_assumption_is_an_argument_in_its_range() -> None:
    known = assumptions("force_planning")
    assert known.keys() == {*SETTINGS, "target"}
    for each in known.values():
        assert each.low <= each.value <= each.high
        steps = (each.value - each.low) / each.step
        assert steps == pytest.approx(round(steps)), (
            f"{each.parameter}: a slider could not return to its middle"
        )


def test_the_sensitivity_is_ordered_and_names_every_assumption() -> None:
    table = sensitivity()
    assert set(table["parameter"]) == set(SETTINGS)
    assert table["swing"].is_monotonic_decreasing
    row = table.set_index("parameter").loc["enablers_per_adviser"]
    assert (row["at_low"], row["at_high"]) == (800, 3600)  # 400 x (1 + 1), 400 x (1 + 8)
    assert table[["at_low", "at_high"]].max(axis=None) < assumptions("force_planning")["target"].value


def test_the_words_of_the_chapter_hold() -> None:
    """In words: twice the advisers, more than a third without a bed, eight times the mission."""
    known, target = settings(), assumptions("force_planning")["target"].value
    start, end = force_plan(np, 0, **known), force_plan(np, known["ramp"], **known)
    assert end["advisers"] == pytest.approx(2 * start["advisers"])
    assert end["without_bed"] / end["wanted"] > 1 / 3
    assert target / known["size_now"] == 8
    largest = evidence.fact("derived:largest-nmi-count").value
    assert largest is not None
    assert largest < end["wanted"] < target
    moved = sensitivity().set_index("parameter")["swing"]
    assert moved["enablers_per_adviser"] > moved["advisers_later"] > moved["coalition_share_later"] > 0
    assert (moved.drop(["enablers_per_adviser", "advisers_later", "coalition_share_later"]) == 0).all()
