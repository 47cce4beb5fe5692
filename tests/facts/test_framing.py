"""Facts on the news items are recomputed here from the raw CSV files, another way."""

from __future__ import annotations

import pytest

from bookkit.evidence import fact
from natoiraq.facts.framing import CODES

from .raw import read_rows

CAVEATS = ("says_incremental", "says_conditions_based", "says_iraqi_request_or_consent")
SIZES = ("mentions_4000", "mentions_500", "headline_number")


def _early() -> list[dict[str, str]]:
    return [
        row
        for row in read_rows("news_items")
        if row["date"] < "2021-03-05" and not row["flag"].startswith("source_brief")
    ]


FAIR = [row for row in _early() if row["outlet_country"] == "Iraq"]
ABROAD = [row for row in _early() if row["outlet_country"] != "Iraq"]
NUMBER = [row for row in FAIR if row["mentions_4000"] == "true"]


def _caveats(row: dict[str, str]) -> int:
    return sum(row[code] == "true" for code in CAVEATS)


def test_the_subsets_are_counted() -> None:
    assert fact("derived:news-items").value == len(read_rows("news_items")) == 207
    assert fact("derived:fair-items").value == len(FAIR) == 40
    assert fact("derived:fair-outlets").value == len(
        {row["outlet"].split(" (")[0].split(" via ")[0].split(" after ")[0] for row in FAIR}
    )
    assert fact("derived:elsewhere-items").value == len(ABROAD) == 148
    cut = [row for row in read_rows("news_items") if row["excerpt_truncated"] == "true"]
    assert fact("derived:cut-off-items").value == len(cut) == 116


@pytest.mark.parametrize("element", CODES)
def test_each_element_is_counted_and_shared(element: str) -> None:
    count = sum(row[CODES[element]] == "true" for row in FAIR)
    assert fact(f"derived:{element}-fair-count").value == count
    assert abs(fact(f"derived:{element}-fair-share").value - 100 * count / len(FAIR)) <= 0.5
    abroad = sum(row[CODES[element]] == "true" for row in ABROAD)
    assert abs(fact(f"derived:{element}-elsewhere-share").value - 100 * abroad / len(ABROAD)) <= 0.5


def test_halves_are_rounded_upwards() -> None:
    """Past mistake: 72.5 became 72 and 27.5 became 28, so shares and counts seemed to disagree."""
    assert fact("derived:number-fair-share").value == 73
    assert fact("derived:steps-fair-share").value == 28
    assert fact("derived:conditions-fair-share").value == 13


def test_the_brief_s_statement_is_tested_to_the_letter() -> None:
    rest = [code for code in CODES.values() if code not in (*SIZES, "mentions_turkey")]
    more = [row for row in FAIR if any(row[code] == "true" for code in rest)]
    assert fact("derived:fair-items-with-more").value == len(more) == 37
    alone = [row for row in NUMBER if row not in more]
    assert fact("derived:fair-items-with-number-only").value == len(alone) == 1


def test_caveats_beside_the_number_are_counted() -> None:
    assert fact("derived:number-with-a-caveat").value == sum(_caveats(row) > 0 for row in NUMBER)
    assert fact("derived:number-without-caveat").value == sum(_caveats(row) == 0 for row in NUMBER)
    assert fact("derived:number-with-all-caveats").value == sum(_caveats(row) == 3 for row in NUMBER)


@pytest.mark.parametrize("frame", ["surge", "occupation_or_threat"])
def test_main_takeaways_are_counted(frame: str) -> None:
    count = sum(row["frame"] == frame for row in FAIR)
    assert fact(f"derived:{frame.replace('_', '-')}-fair-frame").value == count


def test_copies_of_one_text_count_once() -> None:
    texts = {row["text_family"] or row["id"]: row for row in reversed(FAIR)}
    assert fact("derived:fair-texts").value == len(texts)
    share = 100 * sum(row["mentions_4000"] == "true" for row in texts.values()) / len(texts)
    assert abs(fact("derived:fair-texts-with-number").value - share) <= 0.5


def test_the_two_passes_are_counted() -> None:
    first = {row["id"]: row["mentions_us_troops"] for row in read_rows("news_items")}
    second = read_rows("news_recoding")
    blind = [row for row in second if row["half"] == "blind"]
    assert fact("derived:recoded-items").value == len(second) == 71
    assert fact("derived:blind-items").value == len(blind) == 33
    pairs = [(first[row["id"]], row["mentions_us_troops"]) for row in blind]
    assert fact("derived:us-troops-in-both").value == pairs.count(("true", "true"))
    assert fact("derived:us-troops-in-neither").value == pairs.count(("false", "false"))
    assert fact("derived:us-troops-in-first-only").value == pairs.count(("true", "false"))
    assert pairs.count(("false", "true")) == 0
