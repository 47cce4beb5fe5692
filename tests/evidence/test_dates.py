"""Dates keep the precision their source has."""

from __future__ import annotations

import pandas as pd
import pytest

from bookkit import evidence
from bookkit.evidence import dates
from bookkit.evidence.dates import parse


@pytest.mark.parametrize(
    ("iso", "precision", "first", "last", "house"),
    [
        ("2021", "year", "2021-01-01", "2021-12-31", "2021"),
        ("2021-02", "month", "2021-02-01", "2021-02-28", "February 2021"),
        ("2020-02", "month", "2020-02-01", "2020-02-29", "February 2020"),
        ("2021-02-18", "day", "2021-02-18", "2021-02-18", "18 February 2021"),
        ("2021-03-05", "day", "2021-03-05", "2021-03-05", "5 March 2021"),
        ("2021-12-31", "day", "2021-12-31", "2021-12-31", "31 December 2021"),
    ],
)
def test_a_date_knows_its_period_and_its_words(
    iso: str, precision: str, first: str, last: str, house: str
) -> None:
    date = parse(iso)
    assert date == (pd.Timestamp(first), precision)
    assert date.last == pd.Timestamp(last)
    assert date.text == house
    assert date.iso == iso


@pytest.mark.parametrize(
    "wrong", ["", "21", "2021-2", "2021-02-30", "2021-13", "18.2.2021", "2021-02-18T10:00", "2021/22"]
)
def test_what_is_no_date_is_refused_with_the_cure(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"such as 2021, 2021-02 or 2021-02-18"):
        parse(wrong)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2020-11-24", "2021-05-06", (5, 5)),
        ("2020-11-24", "2022-05-10", (17, 17)),
        ("2018-11", "2019-11-26", (12, 13)),
        ("2004", "2011", (72, 96)),
    ],
)
def test_months_between_dates_are_a_range_where_a_day_is_missing(
    start: str, end: str, months: tuple[int, int]
) -> None:
    assert dates.months_between(parse(start), parse(end)) == months


def test_a_loaded_date_is_the_first_day_of_its_period_with_the_precision_beside_it() -> None:
    frame = evidence.load("commanders").set_index("id")
    assert frame.loc["fortin", "start"] == pd.Timestamp("2018-11-01")
    assert frame.loc["fortin", "start_precision"] == "month"
    assert frame.loc["olsen", "start_precision"] == "day"
    assert pd.isna(frame.loc["hintzy", "end"])
    assert pd.isna(frame.loc["hintzy", "end_precision"])


def test_precisions_are_ordered_from_year_to_day() -> None:
    precision = evidence.load("events")["date_precision"]
    assert precision.cat.ordered
    assert list(precision.cat.categories) == ["year", "month", "day"]
    assert (precision >= "month").any()
