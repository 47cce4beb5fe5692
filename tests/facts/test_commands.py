"""Facts on commands are recomputed here from the raw CSV file, another way."""

from __future__ import annotations

import pytest

from bookkit import evidence
from bookkit.evidence import fact

from .raw import MONTH, days_between, read_rows


def test_commanders_and_their_countries_are_counted() -> None:
    assert fact("derived:nmi-commanders").value == len(read_rows("commanders"))
    assert fact("derived:lead-nations").value == len({row["country"] for row in read_rows("commanders")})


@pytest.mark.parametrize(
    "row",
    [row for row in read_rows("commanders") if len(row["start"]) == 10 and row["end"]],
    ids=lambda row: row["id"],
)
def test_each_command_is_measured_in_days_and_months(row: dict[str, str]) -> None:
    days = days_between(row["start"], row["end"])
    assert fact(f"derived:{row['id']}-days").value == days
    assert fact(f"derived:{row['id']}-months").value == round(days / MONTH)
    assert set(fact(f"derived:{row['id']}-days").sources) == set(row["sources"].split(";"))


def test_a_command_whose_first_day_nobody_published_is_a_range() -> None:
    assert fact("derived:fortin-months").text == "12 to 13"
    assert fact("derived:fortin-days").low == days_between("2018-11-30", "2019-11-26")
    assert fact("derived:fortin-days").high == days_between("2018-11-01", "2019-11-26")


def test_a_command_that_has_no_end_has_no_length() -> None:
    ids = set(evidence.fact_ids())
    assert "derived:olsen-months" in ids
    assert not {"derived:hintzy-months", "derived:hintzy-days", "derived:france-lead-months"} & ids


def test_the_longest_and_the_shortest_command() -> None:
    ended = [row for row in read_rows("commanders") if row["end"] and len(row["start"]) == 10]
    shortest = min(days_between(row["start"], row["end"]) for row in ended)
    assert fact("derived:shortest-command-months").value == round(shortest / MONTH) == 5
    longest = fact("derived:longest-command-months")
    assert (longest.value, longest.low, longest.high) == (None, 12, 13)


def test_no_command_has_lasted_the_two_years_the_brief_assumed() -> None:
    spans = [
        days_between(f"{row['start']}-01"[:10], row["end"]) for row in read_rows("commanders") if row["end"]
    ]
    assert fact("derived:two-year-commands").value == sum(days >= 730 for days in spans) == 0


def test_canada_and_denmark_led_for_as_long_as_their_commanders() -> None:
    canada = fact("derived:canada-lead-months")
    assert canada.low == round(days_between("2018-11-30", "2020-11-24") / MONTH) == 24
    assert canada.high == round(days_between("2018-11-01", "2020-11-24") / MONTH) == 25
    assert canada.text == "24 to 25"
    assert (
        fact("derived:denmark-lead-months").value
        == round(days_between("2020-11-24", "2022-05-10") / MONTH)
        == 17
    )
