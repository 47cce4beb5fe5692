"""Derived facts on growth announced and expected, and on what the force-planning model makes of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from bookkit.evidence.calculation_rows import row
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load
from bookkit.models.assumptions import assumptions
from natoiraq.models.force_planning import (
    End,
    break_even,
    force_plan,
    least_share,
    people_after_growth,
    settings,
    withdrawal,
)

_NOW = "nmi-2021-02-18-deployed"
_ANNOUNCED = "nmi-2021-02-18-announced"
_EXPECTED = ("nmi-2021-03-05-planned-150-brief", "nmi-2021-03-05-planned-70-brief")


def _start() -> pd.DataFrame:
    return row("headcounts", _NOW)


def _announced() -> pd.DataFrame:
    return row("headcounts", _ANNOUNCED)


def _expected() -> tuple[pd.DataFrame, ...]:
    return tuple(row("headcounts", each) for each in _EXPECTED)


def _people(rows: pd.DataFrame, column: str = "value") -> int:
    return int(rows[column].iloc[0])


@derived("announced in February 2021 on top of NATO's own figure for NMI", "personnel")
def growth_announced() -> Result:
    """Return the size announced less the size named on that day."""
    return Result((_announced(), _start()), _people(_announced(), "high") - _people(_start()))


@derived("expected by the brief for summer and autumn 2021", "personnel")
def growth_expected() -> Result:
    """Return the sum of the two additions that the brief expected."""
    return Result(_expected(), sum(map(_people, _expected())))


@derived("growth that the brief expected in 2021 as a share of the growth announced", "%")
def expected_share_of_announced() -> Result:
    """Return one growth over the other, in whole per cent."""
    expected, announced = growth_expected(), growth_announced()
    assert expected.value is not None
    assert announced.value is not None
    return Result((*expected.rows, *announced.rows), round(100 * expected.value / announced.value))


@derived("size of NMI after the growth that the brief expected in 2021", "personnel")
def size_expected() -> Result:
    """Return NATO's figure of February 2021 and both additions."""
    return _grown(_start())


@derived("size of NMI after the growth the brief expected in 2021, from NATO’s starting figure", "personnel")
def expected_from_nato() -> Result:
    """Add the brief's two steps to the size that the Secretary General gave."""
    return _grown(_start())


@derived("size of NMI after the growth the brief expected in 2021, from Iraq’s starting figure", "personnel")
def expected_from_iraq() -> Result:
    """Add the brief's two steps to the size that the Iraqi National Security Adviser gave."""
    return _grown(row("headcounts", "nmi-2021-03-10-deployed"))


def _grown(start: pd.DataFrame) -> Result:
    rows = (start, *_expected())
    return Result(rows, sum(map(_people, rows)))


_AFTER_GROWTH: Final = ("advisers_later", "enablers_per_adviser", "coalition_share_later")
_AT_THE_START: Final = ("size_now", "enablers_per_adviser", "coalition_share_now")
_LEFT: Final = ("enablers_per_adviser", "coalition_share_now")


def _assumed(*parameters: str) -> pd.DataFrame:
    rows = load("model_assumptions")
    return rows[(rows["model"] == "force_planning") & rows["parameter"].isin(parameters)]


def _target() -> float:
    return assumptions("force_planning")["target"].value


def _wanted(**ends: End) -> Result:
    return Result((_assumed(*_AFTER_GROWTH),), round(people_after_growth(**settings(**ends))))


@derived("people that the model wants with every assumption in the middle", "personnel")
def model_wanted() -> Result:
    """Return advisers and their enablers, all from the middle values."""
    return _wanted()


@derived("people that the model wants with every assumption at the end that asks for fewest", "personnel")
def model_wanted_least() -> Result:
    """Return few advisers with few enablers, half of them the coalition's."""
    return _wanted(advisers_later="low", enablers_per_adviser="low", coalition_share_later="high")


@derived("people that the model wants with every assumption at the end that asks for most", "personnel")
def model_wanted_most() -> Result:
    """Return many advisers with many enablers, all of them NATO's."""
    return _wanted(advisers_later="high", enablers_per_adviser="high", coalition_share_later="low")


def _advisers_now(end: End) -> Result:
    """Return the advisers that make the known size, with the enablers at one end of their range."""
    start = force_plan(np, 0, **settings(enablers_per_adviser=end))
    return Result((_assumed(*_AT_THE_START),), round(float(start["advisers"])))


@derived("advisers at the start in the model, so that the mission has its known size", "personnel")
def model_advisers_now() -> Result:
    """Return them for the middle number of enablers."""
    return _advisers_now("value")


@derived("advisers at the start in the model, if each needs the fewest enablers", "personnel")
def model_advisers_now_light() -> Result:
    """Return them for the low end."""
    return _advisers_now("low")


@derived("advisers at the start in the model, if each needs the most enablers", "personnel")
def model_advisers_now_heavy() -> Result:
    """Return them for the high end."""
    return _advisers_now("high")


@derived("advisers at which the model reaches the size announced, all else in the middle", "personnel")
def model_advisers_for_target() -> Result:
    """Return the advisers at which people and target are even."""
    used = settings()
    enablers, share = used["enablers_per_adviser"], used["coalition_share_later"]
    needed = break_even(np, target=_target(), enablers_per_adviser=enablers, coalition_share=share)
    rows = _assumed("target", "enablers_per_adviser", "coalition_share_later")
    return Result((rows,), round(float(needed["advisers"])))


def _factor(**ends: End) -> float:
    """Return how many times larger the mission is without the coalition's enablers."""
    used = settings(**ends)
    enablers, share = used["enablers_per_adviser"], used["coalition_share_now"]
    return float(withdrawal(np, enablers_per_adviser=enablers, coalition_share=share)["factor"])


@derived("growth of the mission if only the coalition's enablers leave, middle assumptions", "times")
def model_withdrawal_factor() -> Result:
    """Return people after the withdrawal over people before it."""
    return Result((_assumed(*_LEFT),), _factor())


def _left(end: End) -> Result:
    """Return the starting size times that growth, with the enablers at one end of their range."""
    size = settings()["size_now"] * _factor(enablers_per_adviser=end)
    return Result((_assumed(*_AT_THE_START),), round(size))


@derived("size of the mission if only the coalition's enablers leave, middle assumptions", "personnel")
def model_withdrawal_size() -> Result:
    """Return it for the middle number of enablers."""
    return _left("value")


@derived("size of the mission if only the coalition's enablers leave, fewest enablers each", "personnel")
def model_withdrawal_size_light() -> Result:
    """Return it for the low end."""
    return _left("low")


@derived("size of the mission if only the coalition's enablers leave, most enablers each", "personnel")
def model_withdrawal_size_heavy() -> Result:
    """Return it for the high end."""
    return _left("high")


@derived("growth of the mission if only the coalition's enablers leave, both assumptions high", "times")
def model_withdrawal_most() -> Result:
    """Return the largest such growth inside the ranges, to one decimal."""
    most = _factor(enablers_per_adviser="high", coalition_share_now="high")
    return Result((_assumed(*_LEFT),), round(most, 1))


@derived("share of enablers that must have been the coalition's for their loss alone to explain 4,000", "%")
def model_withdrawal_share() -> Result:
    """Return the share that no number of enablers can go below."""
    share = least_share(size_now=settings()["size_now"], target=_target())
    return Result((_assumed("size_now", "target"),), share)
