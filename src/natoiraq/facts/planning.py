"""Derived facts on growth announced and expected, and on what the force-planning model makes of them.

The model itself lives in `natoiraq.models.force_planning`, which reads this package and so cannot be read
from here; a test holds these results equal to it.
"""

from __future__ import annotations

import pandas as pd

from natoiraq.evidence.calculation_rows import row
from natoiraq.evidence.calculations import Result, derived
from natoiraq.evidence.tables import load

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
    rows = (_start(), *_expected())
    return Result(rows, sum(map(_people, rows)))


def _assumed(*parameters: str) -> pd.DataFrame:
    rows = load("model_assumptions")
    return rows[(rows["model"] == "force_planning") & rows["parameter"].isin(parameters)]


def _at(end: str, parameter: str) -> float:
    return float(_assumed(parameter)[end].iloc[0])


def _per_adviser(enablers: float, share: float) -> float:
    return 1 + enablers * (1 - share / 100)


_WANTED = ("advisers_later", "enablers_per_adviser", "coalition_share_later")


def _wanted(advisers: float, enablers: float, share: float) -> Result:
    return Result((_assumed(*_WANTED),), round(advisers * _per_adviser(enablers, share)))


@derived("people that the model wants with every assumption in the middle", "personnel")
def model_wanted() -> Result:
    """Return advisers and their enablers, all from the middle values."""
    return _wanted(*(_at("value", each) for each in _WANTED))


@derived("people that the model wants with every assumption at the end that asks for fewest", "personnel")
def model_wanted_least() -> Result:
    """Return few advisers with few enablers, half of them the coalition's."""
    return _wanted(
        _at("low", "advisers_later"), _at("low", "enablers_per_adviser"), _at("high", "coalition_share_later")
    )


@derived("people that the model wants with every assumption at the end that asks for most", "personnel")
def model_wanted_most() -> Result:
    """Return many advisers with many enablers, all of them NATO's."""
    return _wanted(
        _at("high", "advisers_later"),
        _at("high", "enablers_per_adviser"),
        _at("low", "coalition_share_later"),
    )


_FITTED = ("size_now", "enablers_per_adviser", "coalition_share_now")


def _fitted(end: str) -> Result:
    """Return the advisers that make the known size, with the enablers at one end of their range."""
    people = _per_adviser(_at(end, "enablers_per_adviser"), _at("value", "coalition_share_now"))
    return Result((_assumed(*_FITTED),), round(_at("value", "size_now") / people))


@derived("advisers at the start in the model, so that the mission has its known size", "personnel")
def model_advisers_now() -> Result:
    """Return them for the middle number of enablers."""
    return _fitted("value")


@derived("advisers at the start in the model, if each needs the fewest enablers", "personnel")
def model_advisers_now_light() -> Result:
    """Return them for the low end."""
    return _fitted("low")


@derived("advisers at the start in the model, if each needs the most enablers", "personnel")
def model_advisers_now_heavy() -> Result:
    """Return them for the high end."""
    return _fitted("high")


@derived("advisers at which the model reaches the size announced, all else in the middle", "personnel")
def model_advisers_for_target() -> Result:
    """Return the target over the people per adviser."""
    used = ("target", "enablers_per_adviser", "coalition_share_later")
    target, enablers, share = (_at("value", each) for each in used)
    return Result((_assumed(*used),), round(target / _per_adviser(enablers, share)))


def _withdrawal(enablers: float, share: float) -> float:
    return _per_adviser(enablers, 0) / _per_adviser(enablers, share)


_LEFT = ("enablers_per_adviser", "coalition_share_now")


@derived("growth of the mission if only the coalition's enablers leave, middle assumptions", "times")
def model_withdrawal_factor() -> Result:
    """Return people after the withdrawal over people before it."""
    return Result((_assumed(*_LEFT),), _withdrawal(*(_at("value", each) for each in _LEFT)))


def _left(end: str) -> Result:
    """Return the starting size times that growth, with the enablers at one end of their range."""
    factor = _withdrawal(_at(end, "enablers_per_adviser"), _at("value", "coalition_share_now"))
    return Result((_assumed(*_FITTED),), round(_at("value", "size_now") * factor))


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
    return Result((_assumed(*_LEFT),), round(_withdrawal(*(_at("high", each) for each in _LEFT)), 1))


@derived("share of enablers that must have been the coalition's for their loss alone to explain 4,000", "%")
def model_withdrawal_share() -> Result:
    """Return the share that no number of enablers can go below: 1 - start / target."""
    used = ("size_now", "target")
    size, target = (_at("value", each) for each in used)
    return Result((_assumed(*used),), 100 * (1 - size / target))
