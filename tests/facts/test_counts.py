"""Facts on how many people there were are recomputed here from the raw CSV files, another way."""

from __future__ import annotations

from bookkit.evidence import fact

from .raw import read_rows


def nmi() -> list[dict[str, str]]:
    wanted = {"mission": "NMI", "country": "all", "measure": "deployed"}
    return [row for row in read_rows("headcounts") if wanted.items() <= row.items()]


def test_the_counts_of_nmi_against_its_ceiling() -> None:
    numbers = [int(row["value"]) for row in nmi() if row["value"]]
    assert fact("derived:largest-nmi-count").value == max(numbers) == 600
    assert fact("derived:smallest-nmi-count").value == min(number for number in numbers if number) == 320
    assert fact("derived:smallest-nmi-count").date_text == "10 March 2021"
    assert fact("derived:largest-nmi-count").date is None  # two reports give it
    assert fact("derived:ceiling-reached").text == f"{100 * 600 / 4000:.0f}%" == "15%"
    assert fact("derived:ceiling-to-starting-size").value == 4000 / 500


def test_reports_with_and_without_a_number_are_all_the_reports() -> None:
    silent = [row for row in nmi() if not (row["low"] or row["value"] or row["high"])]
    assert fact("derived:nmi-counts-without-number").value == len(silent) > 0
    assert fact("derived:nmi-counts-with-number").value == len(nmi()) - len(silent)


def test_shares_are_whole_per_cents() -> None:
    rows = {row["id"]: row for row in read_rows("headcounts")}
    danes = rows["nmi-denmark-2021-10-21-deployed"]["value"], rows["nmi-denmark-2020-06-11-announced"]["high"]
    assert danes == ("150", "285")
    assert fact("derived:danish-share-of-ceiling").text == "53%"
    us = rows["nmi-2021-02-18-deployed"]["value"], rows["us-2021-01-15-deployed"]["value"]
    assert us == ("500", "2500")
    assert fact("derived:nmi-share-of-us-2021").text == "20%"
    assert fact("derived:nmi-share-of-us-2021").unit == ""


def test_the_peaks_of_us_troops() -> None:
    wanted = {"mission": "US forces", "measure": "deployed"}
    us = [row for row in read_rows("headcounts") if wanted.items() <= row.items() and row["value"]]
    peak = fact("derived:us-troops-peak")
    assert (peak.value, "2003-03") == max((int(row["value"]), row["date"]) for row in us)
    assert peak.date_text == "March 2003"
    official = {
        int(row["active_duty"]) + int(row["guard_reserve"] or 0): row["date"]
        for row in read_rows("us_troops")
        if row["status"] == "official"
    }
    found = fact("derived:us-troops-official-peak")
    assert found.value == max(official)
    assert (found.date_text, official[max(official)]) == ("September 2008", "2008-09")
    assert found.tables == ("us_troops",)
