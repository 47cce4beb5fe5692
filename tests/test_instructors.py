"""What the plans say of the role-play and of each other; `natoiraq check` adds up all other minutes."""

from __future__ import annotations

import re

import pytest

from natoiraq.proofreading.book import Book
from natoiraq.proofreading.prose import links
from natoiraq.proofreading.rules.lessons import Section, sections
from natoiraq.proofreading.tables import Table, tables
from tests.conftest import ROOT

BOOK = Book(ROOT)
PLANS = BOOK.pages["book/instructors/lesson-plans.md"]
CAPSTONE = BOOK.pages["book/6-capstone.md"]


def table(first_cell: str) -> Table:
    """Return the capstone's table whose header begins with a cell."""
    (found,) = [table for table in tables(CAPSTONE) if table.header.cells[0] == first_cell]
    return found


def titled(begins: str) -> Section:
    return next(section for section in sections(PLANS) if section.heading.text.startswith(begins))


@pytest.mark.parametrize(
    ("plan", "column"), [("Session 4", "60 minutes"), ("A day for officers", "180 minutes")]
)
def test_the_role_play_has_the_minutes_that_its_chapter_asks_for(plan: str, column: str) -> None:
    place = table("Step").header.cells.index(column)
    asked = sum(int(cell.split()[0]) for cell in table("Step").column(place))
    begin = titled(plan).heading.number
    end = min((line.number for line, _ in PLANS.headings if line.number > begin), default=len(PLANS.lines))
    played = [
        int(row.cells[0].split()[0])
        for each in tables(PLANS)
        for row in each.rows
        if begin < row.line.number < end and row.cells[1].startswith("**Play")
    ]
    assert sum(played) == asked == int(column.split()[0])


def test_the_role_play_seats_six_to_thirty() -> None:
    seats = [int(title.split()[0]) for title in table("Delegation").header.cells[1:]]
    assert (min(seats), max(seats)) == (6, 30)


def test_the_seminar_inside_the_unit_is_as_long_as_the_seminar() -> None:
    seminar = titled("A seminar")
    assert f"| {seminar.minutes} minutes | **The seminar**" in "\n".join(line.text for line in PLANS.lines)


def test_the_first_page_takes_ten_minutes() -> None:
    start = sections(BOOK.pages["book/instructors/start.md"])[0]
    assert re.search(r"\b10 minutes", start.heading.text)
    assert start.minutes == 10


def test_the_plans_name_charts_questions_and_outcomes() -> None:
    """The rules on links must have something to bite on."""
    targets = [link.target for line in PLANS.blocks.text for link in links(line.text)]
    for kind, least in (("#chart-", 10), ("#quiz-", 12), ("#outcome-", 12)):
        assert sum(target.startswith(kind) for target in targets) >= least
