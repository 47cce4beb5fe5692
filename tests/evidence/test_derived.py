"""Derived facts are recomputed here from the raw CSV files, another way."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from natoiraq import evidence
from natoiraq.evidence import fact

MONTH = 365.2425 / 12  # days


def _rows(table: str) -> list[dict[str, str]]:
    with (evidence.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days


def _event(row_id: str) -> str:
    return next(row["date"] for row in _rows("events") if row["id"] == row_id)


def _nmi() -> list[dict[str, str]]:
    wanted = {"mission": "NMI", "country": "all", "measure": "deployed"}
    return [row for row in _rows("headcounts") if wanted.items() <= row.items()]


def test_events_and_commanders_are_counted() -> None:
    assert fact("derived:events").value == len(_rows("events"))
    assert fact("derived:nmi-commanders").value == len(_rows("commanders"))
    assert fact("derived:lead-nations").value == len({row["country"] for row in _rows("commanders")})


@pytest.mark.parametrize(
    "row",
    [row for row in _rows("commanders") if len(row["start"]) == 10 and row["end"]],
    ids=lambda row: row["id"],
)
def test_each_command_is_measured_in_days_and_months(row: dict[str, str]) -> None:
    days = _days(row["start"], row["end"])
    assert fact(f"derived:{row['id']}-days").value == days
    assert fact(f"derived:{row['id']}-months").value == round(days / MONTH)
    assert set(fact(f"derived:{row['id']}-days").sources) == set(row["sources"].split(";"))


def test_a_command_whose_first_day_nobody_published_is_a_range() -> None:
    assert fact("derived:fortin-months").text == "12 to 13"
    assert fact("derived:fortin-days").low == _days("2018-11-30", "2019-11-26")
    assert fact("derived:fortin-days").high == _days("2018-11-01", "2019-11-26")


def test_a_command_that_has_no_end_has_no_length() -> None:
    ids = set(evidence.fact_ids())
    assert "derived:olsen-months" in ids
    assert not {"derived:hintzy-months", "derived:hintzy-days", "derived:france-lead-months"} & ids


def test_the_longest_and_the_shortest_command() -> None:
    ended = [row for row in _rows("commanders") if row["end"] and len(row["start"]) == 10]
    shortest = min(_days(row["start"], row["end"]) for row in ended)
    assert fact("derived:shortest-command-months").value == round(shortest / MONTH) == 5
    longest = fact("derived:longest-command-months")
    assert (longest.value, longest.low, longest.high) == (None, 12, 13)


def test_no_command_has_lasted_the_two_years_the_brief_assumed() -> None:
    spans = [_days(f"{row['start']}-01"[:10], row["end"]) for row in _rows("commanders") if row["end"]]
    assert fact("derived:two-year-commands").value == sum(days >= 730 for days in spans) == 0


def test_canada_and_denmark_led_for_as_long_as_their_commanders() -> None:
    canada = fact("derived:canada-lead-months")
    assert canada.low == round(_days("2018-11-30", "2020-11-24") / MONTH) == 24
    assert canada.high == round(_days("2018-11-01", "2020-11-24") / MONTH) == 25
    assert canada.text == "24 to 25"
    assert fact("derived:denmark-lead-months").value == round(_days("2020-11-24", "2022-05-10") / MONTH) == 17


def test_the_counts_of_nmi_against_its_ceiling() -> None:
    numbers = [int(row["value"]) for row in _nmi() if row["value"]]
    assert fact("derived:largest-nmi-count").value == max(numbers) == 600
    assert fact("derived:smallest-nmi-count").value == min(number for number in numbers if number) == 320
    assert fact("derived:smallest-nmi-count").date_text == "10 March 2021"
    assert fact("derived:largest-nmi-count").date is None  # two reports give it
    assert fact("derived:ceiling-reached").text == f"{100 * 600 / 4000:.0f}%" == "15%"
    assert fact("derived:ceiling-to-starting-size").value == 4000 / 500


def test_reports_with_and_without_a_number_are_all_the_reports() -> None:
    silent = [row for row in _nmi() if not (row["low"] or row["value"] or row["high"])]
    assert fact("derived:nmi-counts-without-number").value == len(silent) > 0
    assert fact("derived:nmi-counts-with-number").value == len(_nmi()) - len(silent)


def test_the_gaps_between_the_missions() -> None:
    end = _event("ntm-i-mandate-expires-2011")
    for name, row_id in [
        ("ntm-i-to-jordan-months", "jordan-training-begins-2016"),
        ("ntm-i-to-nmi-launch-months", "brussels-summit-launches-nmi-2018"),
        ("ntm-i-to-nmi-start-months", "nmi-starts-work-2018"),
    ]:
        assert fact(f"derived:{name}").value == round(_days(end, _event(row_id)) / MONTH)
        assert fact(f"derived:{name}").tables == ("events",)
    request = _days(_event("abadi-announces-request-2014"), _event("jordan-training-begins-2016"))
    assert fact("derived:request-to-first-course-months").value == round(request / MONTH) == 16
    awacs = _days(_event("first-awacs-flight-2016"), _event("nato-joins-coalition-2017"))
    assert fact("derived:awacs-to-joining-months").value == round(awacs / MONTH) == 7


def test_shares_are_whole_per_cents() -> None:
    rows = {row["id"]: row for row in _rows("headcounts")}
    danes = rows["nmi-denmark-2021-10-21-deployed"]["value"], rows["nmi-denmark-2020-06-11-announced"]["high"]
    assert danes == ("150", "285")
    assert fact("derived:danish-share-of-ceiling").text == "53%"
    us = rows["nmi-2021-02-18-deployed"]["value"], rows["us-2021-01-15-deployed"]["value"]
    assert us == ("500", "2500")
    assert fact("derived:nmi-share-of-us-2021").text == "20%"
    assert fact("derived:nmi-share-of-us-2021").unit == ""


def test_the_peaks_of_us_troops() -> None:
    wanted = {"mission": "US forces", "measure": "deployed"}
    us = [row for row in _rows("headcounts") if wanted.items() <= row.items() and row["value"]]
    peak = fact("derived:us-troops-peak")
    assert (peak.value, "2003-03") == max((int(row["value"]), row["date"]) for row in us)
    assert peak.date_text == "March 2003"
    official = {
        int(row["active_duty"]) + int(row["guard_reserve"] or 0): row["date"]
        for row in _rows("us_troops")
        if row["status"] == "official"
    }
    found = fact("derived:us-troops-official-peak")
    assert found.value == max(official)
    assert (found.date_text, official[max(official)]) == ("September 2008", "2008-09")
    assert found.tables == ("us_troops",)
