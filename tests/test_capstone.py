"""The role-play can be run as printed: its tables add up, its cards are whole, no card knows the future."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pybtex.database import parse_file

from tests.conftest import ROOT

TEXT = (ROOT / "book" / "6-capstone.md").read_text(encoding="utf-8")
DAY = date(2021, 2, 24)
# Pages of a later version, cited for what stood long before the day.
STANDING = {"nato-2023-consensus", "nato-2024-nmi-page"}


def columns(first_cell: str) -> dict[str, int]:
    """Return the sum of each column of the table whose header begins with `first_cell`."""
    table = re.search(rf"^\| {first_cell} \|.*?(?=\n\n)", TEXT, re.MULTILINE | re.DOTALL)
    assert table
    header, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()
    ]
    return {
        name: sum(int(row[place].split()[0]) for row in rows) for place, name in enumerate(header) if place
    }


def cards() -> dict[str, str]:
    """Return each role card's text by its title."""
    part = TEXT[TEXT.index("## The role cards") : TEXT.index("(the-decision-form)=")]
    _, *found = re.split(r"^### ", part, flags=re.MULTILINE)
    return {card.partition("\n")[0]: card for card in found}


def test_the_times_add_up() -> None:
    assert columns("Step") == {"60 minutes": 60, "180 minutes": 180}


def test_every_player_has_a_seat() -> None:
    seats = columns("Delegation")
    assert {name: int(name.split()[0]) for name in seats} == seats
    assert min(seats.values()) == 6
    assert max(seats.values()) == 30


@pytest.mark.parametrize("title", cards())
def test_a_card_says_what_its_player_needs(title: str) -> None:
    parts = re.findall(r"^\*\*(.+?)\*\*", cards()[title], re.MULTILINE)
    assert [part.replace("support", "accept") for part in parts] == [
        "You are",
        "You want",
        "You know",
        "You can accept",
        "You cannot accept",
        "Do not say",
    ]
    assert "{footcite:p}" in cards()[title], "a position without a source"


def test_no_source_before_the_debriefing_is_younger_than_the_day() -> None:
    """Past mistake of role-plays: players are told what nobody knew yet."""
    before = TEXT[: TEXT.index("(debriefing)=")]
    keys = {key for keys in re.findall(r"\{footcite:p\}`([^`]+)`", before) for key in keys.split(",")}
    assert len(keys) > 20
    entries = parse_file(str(ROOT / "book" / "references.bib"), "bibtex").entries
    dated = {
        key: date(*(int(entries[key].fields.get(part, 1)) for part in ("year", "month", "day")))
        for key in keys - STANDING
        if "year" in entries[key].fields
    }
    assert {key for key, day in dated.items() if day > DAY} == set()
