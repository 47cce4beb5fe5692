"""Facts on clocks and actors are recomputed here from the raw CSV files, another way."""

from __future__ import annotations

import pytest

from bookkit.evidence import fact

from .raw import MONTH, days_between, read_rows


def test_clocks_are_compared_by_days() -> None:
    calendar = {row["id"]: row for row in read_rows("political_calendar")}
    vote, formed = (calendar[name]["start"] for name in ("election-2021", "government-sudani-2022"))
    assert fact("derived:government-search-months").value == round(days_between(vote, formed) / MONTH)
    law = calendar["budget-2023-2025"]
    met = [
        row["id"]
        for row in read_rows("commanders")
        if row["start"] <= law["end"] and (row["end"] or "9999") >= law["start"]
    ]
    assert met == ["aguero-martinez", "schreurs", "hintzy"]
    assert fact("derived:budget-law-commanders").value == len(met)


def test_actors_without_a_position_are_counted() -> None:
    rows = read_rows("stakeholders")
    assert fact("derived:stakeholders").value == len(rows)
    silent = [row for row in rows if row["stance_latest"] == "none found"]
    assert fact("derived:stakeholders-without-recent-position").value == len(silent)


@pytest.mark.parametrize("row", read_rows("stakeholders"), ids=lambda row: row["id"])
def test_a_stance_that_was_not_found_says_so_in_words(row: dict[str, str]) -> None:
    """Past mistake of others: silence read as consent."""
    for stance, position in (("stance_2021", "position_2021"), ("stance_latest", "position_latest")):
        assert ("found" in row[position]) or row[stance] != "none found"
