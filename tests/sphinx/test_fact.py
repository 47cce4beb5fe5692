"""A number's entry says what it counts, when, who says so and how far to trust it."""

from __future__ import annotations

import datetime as dt

import pytest

from bookkit import evidence
from bookkit.evidence import Fact
from bookkit.sphinx.sources import fact as role


@pytest.fixture
def made() -> Fact:
    return Fact(
        id="headcounts:a<b",
        text="500",
        value=500,
        low=None,
        high=None,
        unit="personnel",
        date=dt.date(2021, 2, 18),
        date_text="18 February 2021",
        what="NMI: whole mission",
        sources=("knights-morcos-2021",),
        confidence="high",
        note="A note with <angle> brackets.",
    )


def test_an_entry_tells_all(made: Fact) -> None:
    text = role.describe(made, "sources.html")
    assert "<strong>500 personnel</strong>: NMI: whole mission, 18 February 2021." in text
    assert 'href="sources.html#source-knights-morcos-2021"' in text
    assert evidence.sources()["knights-morcos-2021"].label in text
    assert "Confidence: high." in text
    assert "&lt;angle&gt;" in text


def test_a_disputed_number_lists_the_other_readings() -> None:
    fact = evidence.fact("headcounts:nmi-2021-02-18-deployed")
    assert fact.readings
    assert role.entry(fact, "sources.html").count("Another reading:") == len(fact.readings)


def test_ids_are_safe_in_addresses(made: Fact) -> None:
    assert role.anchor(made.id) == "fact-headcounts-a-b"
