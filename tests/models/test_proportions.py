"""Shares and agreement are computed as the literature does, here by other routes."""

from __future__ import annotations

from math import isnan

import pytest

from bookkit.models.proportions import Z_95, agreement, cohen_kappa, gwet_ac1, wilson


@pytest.mark.parametrize(("successes", "trials"), [(29, 40), (5, 40), (0, 11), (40, 40), (1, 2), (500, 1000)])
def test_the_ends_of_a_wilson_interval_lie_z_standard_errors_from_the_share(
    successes: int, trials: int
) -> None:
    """Each end q solves |p - q| = z √(q(1-q)/n): the score test that the interval inverts."""
    for end in wilson(successes, trials):
        if 0 < end < 1:
            error = (end * (1 - end) / trials) ** 0.5
            assert abs(successes / trials - end) == pytest.approx(Z_95 * error)


def test_a_wilson_interval_agrees_with_published_values() -> None:
    """0 of 10 gives 0 to 0.2775, 81 of 263 gives 0.2553 to 0.3662 (Newcombe 1998, table I, method 3)."""
    assert wilson(0, 10) == pytest.approx((0, 0.2775), abs=5e-5)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_wilson_interval_stays_between_zero_and_one() -> None:
    assert 0 <= wilson(0, 3).low < 1e-12
    assert 1 - 1e-12 < wilson(3, 3).high <= 1


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (0, 0), (5, 4), (-1, 4)])
def test_what_is_no_share_has_no_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(successes, trials)


def test_kappa_takes_away_what_luck_would_give() -> None:
    """Two raters, 50 proposals: 20 times both yes, 15 times both no; e = 0.5, so kappa is 0.4."""
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert agreement(first, second) == pytest.approx(0.7)
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_coins_agree_no_better_than_chance() -> None:
    first, second = [True, True, False, False], [True, False, True, False]
    assert cohen_kappa(first, second) == pytest.approx(0)
    assert gwet_ac1(first, second) == pytest.approx(0)


def test_equal_codes_are_in_full_agreement() -> None:
    codes = ["surge", "gradual", "other", "surge"]
    assert cohen_kappa(codes, codes) == pytest.approx(1)
    assert gwet_ac1(codes, codes) == pytest.approx(1)


def test_ac1_stays_high_where_a_rare_code_lowers_kappa() -> None:
    first = [True] + [False] * 99
    second = [False] * 99 + [True]
    assert cohen_kappa(first, second) < 0
    assert gwet_ac1(first, second) > 0.9


def test_one_code_alone_leaves_agreement_beyond_chance_undefined() -> None:
    assert isnan(cohen_kappa([True, True], [True, True]))
    assert isnan(gwet_ac1([True, True], [True, True]))


@pytest.mark.parametrize(("first", "second"), [([], []), ([1], [1, 2])])
def test_passes_of_unequal_length_are_refused(first: list[int], second: list[int]) -> None:
    with pytest.raises(ValueError, match="give as many of each"):
        agreement(first, second)
