"""A fact carries its number, date, source and rival readings, in house style."""

from __future__ import annotations

import datetime as dt

import pytest

from bookkit import evidence
from bookkit.evidence import EvidenceError, fact
from bookkit.evidence import number_style as house
from tests.conftest import take_evidence
from tests.evidence.conftest import Copy


@pytest.mark.parametrize(
    ("fact_id", "text", "unit"),
    [
        ("headcounts:nmi-2021-02-18-deployed", "500", "personnel"),
        ("headcounts:nmi-2021-02-18-announced", "around 4,000", "personnel"),
        ("headcounts:nmi-canada-2018-07-11-announced", "250", "personnel"),
        ("headcounts:nmi-denmark-2020-02-planned", "200 to 250", "personnel"),
        ("headcounts:nmi-2024-05-27-deployed", "several hundred", "personnel"),
        ("headcounts:ntcb-i-2018-02-deployed", "fewer than 20", "personnel"),
        ("headcounts:us-2003-03-deployed", "192,000", "personnel"),
        ("headcounts:nmi-2026-03-20-deployed", "0", "personnel"),
        ("headcounts:nmi-denmark-2020-02-planned.low", "200", "personnel"),
        ("partner_deployments:canada-2020-11-24", "up to 850", "persons"),
        ("us_troops:dmdc-2017-09.active_duty", "7,402", "persons"),
        ("oil_prices:brent-2002.usd_per_barrel", "24.99", "US dollars per barrel"),
        ("government_finance:irq-2014.revenue_pct_gdp", "39.2%", "of GDP"),
        ("government_finance:irq-2014.year", "2014", ""),
        ("commanders:olsen.start", "24 November 2020", ""),
        ("commanders:fortin.start", "November 2018", ""),
        ("institutions:iraqi-navy.strength_year", "2019", ""),
        ("events:adviser-asked-nato-to-widen-2021.date", "2021", ""),
    ],
)
def test_a_fact_is_written_in_house_style(fact_id: str, text: str, unit: str) -> None:
    found = fact(fact_id)
    assert (found.text, found.unit) == (text, unit)


def test_a_fact_carries_what_a_reader_needs_to_judge_it() -> None:
    found = fact("headcounts:nmi-2021-02-18-announced")
    assert (found.value, found.low, found.high) == (None, None, 4000)
    assert (found.date, found.date_text) == (dt.date(2021, 2, 18), "18 February 2021")
    assert found.sources == ("cnbc-2021-nmi-expansion",)
    assert found.confidence == "high"
    assert found.note
    assert found.what == "NMI: whole mission after growth (announced ceiling)"
    assert found.tables == ("headcounts",)
    assert found.readings == ()


def test_an_edit_of_a_table_or_of_its_description_changes_the_fact(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past mistake: a fact was known by its table alone, and kept a unit that had been mended."""
    take_evidence(copy.data, copy.bib, monkeypatch)
    name = "us_troops:dmdc-2017-09.active_duty"
    assert (fact(name).text, fact(name).unit) == ("7,402", "persons")
    copy.text("us_troops", lambda text: text.replace("7402", "7403"))
    assert fact(name).text == "7,403"
    described = copy.data / "datapackage.json"
    text = described.read_text(encoding="utf-8")
    described.write_text(
        text.replace('"natoiraq:unit": "persons"', '"natoiraq:unit": "troops"'), encoding="utf-8"
    )
    assert fact(name).unit == "troops"


@pytest.mark.parametrize(
    ("fact_id", "date_text"),
    [
        ("headcounts:nmi-2020-01-deployed", "January 2020"),
        ("headcounts:nmi-2021-deployed", "2021"),
        ("oil_rents:irq-2021.oil_rents_pct_gdp", "2021"),
        ("commanders:olsen.end", "6 May 2021"),
        ("derived:lead-nations", None),
    ],
)
def test_a_fact_keeps_the_precision_of_its_date(fact_id: str, date_text: str | None) -> None:
    assert fact(fact_id).date_text == date_text


def test_words_for_what_is_counted_are_not_said_twice() -> None:
    assert fact("institutions:iraqi-navy.approx_strength").what == "Iraqi Navy: approximate strength"
    assert fact("derived:olsen-months").what == "time that Per Pugholm Olsen commanded NMI"
    assert fact("derived:canada-lead-months").what == "time that Canada led NMI"
    assert fact("commanders:olsen.start").what == "command of Per Pugholm Olsen: start"


def test_a_disputed_fact_carries_every_other_reading() -> None:
    found = fact("headcounts:nmi-2021-02-18-deployed")
    others = {other.id: other for other in found.readings}
    assert found.id not in others
    iraqi = others["headcounts:nmi-2021-03-10-deployed"]
    assert (found.text, iraqi.text) == ("500", "320")
    assert iraqi.sources == ("shafaq-2021-araji-denies",)
    assert iraqi.readings == ()
    assert found.id in {other.id for other in fact(iraqi.id).readings}


def test_a_reading_without_a_number_in_the_field_asked_for_is_no_rival() -> None:
    assert fact("headcounts:ntm-i-2004-deployed-brief").readings
    assert fact("headcounts:ntm-i-2004-deployed-brief.high").readings == ()


@pytest.mark.parametrize(
    ("fact_id", "message"),
    [
        ("headcounts:nmi-2021-02-18-anounced", "Cure: write 'headcounts:nmi-2021-02-18-announced'"),
        ("headcount:nmi-2021-02-18-announced", "Cure: write 'headcounts:nmi-2021-02-18-announced'"),
        ("headcounts:nmi-2021-02-18-announced.hihg", "no column 'hihg'. Cure: write 'high'"),
        (
            "headcounts:nmi-2021-02-18-announced.value",
            "no number or date stands here. Cure: name another field",
        ),
        (
            "headcounts:nmi-2021-02-18-announced.note",
            "holds words, not a number or a date. Cure: name another field",
        ),
        (
            "commanders:olsen",
            "the table has no value, low or high. Cure: add a full stop and one of: start, end",
        ),
        ("commanders:hintzy.end", "no number or date stands here"),
        ("us_troops:dmdc-2018-09.active_duty", "say in words that no number was published"),
        ("institution_functions:iraqi-army", "has no row 'iraqi-army'"),
        ("derived:olson-months", "Cure: write 'derived:olsen-months'"),
        ("four thousand", "Cure: write table:row-id, table:row-id.field or derived:name"),
    ],
)
def test_a_fact_that_does_not_exist_is_answered_with_the_cure(fact_id: str, message: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        fact(fact_id)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4000, "personnel", "4,000"),
        (4000.0, "", "4,000"),
        (12.5, "%", "12.5%"),
        (-0.2181, "index points", "\N{MINUS SIGN}0.22"),
        (0, "", "0"),
        (200.0, "", "200"),
        (39.16944, "% of GDP", "39.2%"),
        (2.71828, "", "2.72"),
    ],
)
def test_numbers_have_commas_and_a_true_minus(value: float, unit: str, text: str) -> None:
    assert house.number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (500, 400, 600, "500"),
        (None, 250, 350, "250 to 350"),
        (None, 130, 130, "130"),
        (None, 5000, None, "at least 5,000"),
        (None, None, 300, "up to 300"),
        (None, None, None, None),
    ],
)
def test_a_range_says_what_is_known(
    value: float | None, low: float | None, high: float | None, text: str | None
) -> None:
    assert house.quantity(value, low, high) == text


@pytest.mark.parametrize(
    ("key", "label", "title"),
    [
        ("cnbc-2021-nmi-expansion", "CNBC, 2021", ""),
        ("knights-morcos-2021", "Knights and Morcos, 2021", "NATO in Iraq: Not a Surge"),
        (
            "allen-flynn-machain-2022-troopdata",
            "Allen and others, 2022",
            "Global U.S. military deployment data",
        ),
        ("chilcot-undated-page-6269", "", ""),
        (
            "airforcemag-2020-taji-rockets",
            "Air and Space Forces Magazine, 2020",
            "[Report on the rocket attack",
        ),
    ],
)
def test_a_source_has_a_short_label_and_a_title_without_markup(key: str, label: str, title: str) -> None:
    source = evidence.sources()[key]
    assert source.key == key
    assert source.label == label or not label
    assert source.title.startswith(title)
    assert not set("{}\\") & set(source.label + source.title + source.publisher + source.note)


def test_an_undated_source_says_so() -> None:
    assert evidence.sources()["chilcot-undated-page-6269"].label.endswith(", undated")


def test_the_facts_go_up_to_one_day() -> None:
    assert evidence.facts_as_of() == dt.date(2026, 11, 22)
    assert fact("derived:facts-as-of").text == "22 November 2026"
