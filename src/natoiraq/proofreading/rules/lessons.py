"""Rules on what an instructor relies on: minutes and seats add up to what a title or a header promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.page import Page
from natoiraq.proofreading.tables import Row, tables

PROMISED: Final = re.compile(r"(\d+) (?:minutes|players)\b")
IN_PARTS: Final = re.compile(r"(\d+) minutes in class, (\d+) minutes at home")
FOLDER: Final = "book/instructors"
CURE: Final = "correct a row or the promise"


class Section(NamedTuple):
    """A section with a table of minutes: its heading, its level and the sum of its rows."""

    heading: Line
    level: int
    minutes: int | None


def columns_add_up(book: Book) -> Iterator[Problem]:
    """Guard against a column headed “60 minutes” or “12 players” whose rows come to something else."""
    for page in book.checked:
        for table in tables(page):
            for place, title in enumerate(table.header.cells):
                promised = PROMISED.fullmatch(title)
                cells = table.column(place)
                if promised and all(re.match(r"\d+", cell) for cell in cells):
                    total = sum(int(cell.split()[0]) for cell in cells)
                    if total != int(promised[1]):
                        message = f"the column “{title}” adds up to {total}"
                        yield table.header.line.problem(message, CURE)


def titles_keep_their_minutes(book: Book) -> Iterator[Problem]:
    """Guard against a plan that takes longer than its title says, of a lesson or of a unit of several."""
    for page in book.checked:
        if page.folder != FOLDER:
            continue
        parts = sections(page)
        for place, section in enumerate(parts):
            whole = IN_PARTS.search(section.heading.text)
            promised = PROMISED.search(section.heading.text)
            if whole:
                below = _below(parts, place)
                yield from _unit(section, below, "in class", "Session", int(whole[1]))
                yield from _unit(section, below, "at home", "At home", int(whole[2]))
            elif promised and section.minutes != int(promised[1]):
                found = (
                    "no table of minutes" if section.minutes is None else f"rows of {section.minutes} minutes"
                )
                message = f"the title promises {promised[0]}, and below it stand {found}"
                yield section.heading.problem(message, CURE)


def _below(parts: list[Section], place: int) -> list[Section]:
    """Return the sections below the one at a place, up to the next of its level."""
    level = parts[place].level
    rest = parts[place + 1 :]
    end = next((number for number, part in enumerate(rest) if part.level <= level), len(rest))
    return rest[:end]


def _unit(unit: Section, below: list[Section], words: str, begins: str, promised: int) -> Iterator[Problem]:
    titles = [part.heading.text for part in below if part.heading.text.startswith(begins)]
    total = sum(int(found[1]) for title in titles if (found := PROMISED.search(title)))
    if total != promised:
        message = (
            f"the title promises {promised} minutes {words}, and the sections “{begins} ...” come to {total}"
        )
        yield unit.heading.problem(message, CURE)


def sections(page: Page) -> list[Section]:
    """Return the sections of a page, each with the minutes of the tables before the next heading."""
    timed = [row for table in tables(page) for row in table.rows if _minutes(row)]
    found = []
    places = [*(line.number for line, _ in page.headings), len(page.lines) + 1]
    for place, (line, level) in enumerate(page.headings):
        rows = [row for row in timed if line.number < row.line.number < places[place + 1]]
        if level == 1:  # the title stands for the whole page
            rows = timed
        found.append(Section(line, level, sum(map(_minutes, rows)) if rows else None))
    return found


def _minutes(row: Row) -> int:
    found = re.match(r"(\d+) minutes$", row.cells[0])
    return int(found[1]) if found else 0


RULES = (columns_add_up, titles_keep_their_minutes)
