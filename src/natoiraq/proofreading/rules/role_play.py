"""Rules on the role-play: its cards are whole, and no card knows the future."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.page import Page
from natoiraq.proofreading.prose import roles

PAGE: Final = "book/6-capstone.md"
CARDS: Final = "The role cards"
DEBRIEFING: Final = "Debriefing"
DAY: Final = date(2021, 2, 24)
"""The day on which the role-play takes place."""

STANDING: Final = frozenset({"nato-2023-consensus", "nato-2024-nmi-page"})
"""Pages of a later version, cited for what stood long before the day."""

PARTS: Final = ("You are", "You want", "You know", "You can accept", "You cannot accept", "Do not say")
BOLD: Final = re.compile(r"^\*\*(.+?)\*\*")


def cards_are_whole(book: Book) -> Iterator[Problem]:
    """Guard against a card that leaves its player without an aim, a limit or a source."""
    for page in _pages(book):
        for title, lines in cards(page):
            bold = [match[1] for line in lines if (match := BOLD.match(line.text))]
            if tuple(part.replace("support", "accept") for part in bold) != PARTS:
                message = f"the card “{title.text}” has the parts {', '.join(bold) or 'none'}"
                yield title.problem(message, f"give it, in bold and in this order: {', '.join(PARTS)}")
            if not any(list(_cited(line)) for line in lines):
                message = f"the card “{title.text}” states a position without a source"
                yield title.problem(message, "cite one, {footcite:p}`key`")


def cards(page: Page) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each role card: the line of its title and its text."""
    for place, (line, level) in enumerate(page.headings):
        parents = [heading.text for heading, above in page.headings[:place] if above == 2]
        if level == 3 and parents and parents[-1] == CARDS:
            end = _line_of(page, place + 1)
            yield line, [text for text in page.blocks.text if line.number < text.number < end]


def _line_of(page: Page, place: int) -> int:
    return page.headings[place][0].number if place < len(page.headings) else len(page.lines) + 1


def no_card_knows_the_future(book: Book) -> Iterator[Problem]:
    """Guard against players who are told what nobody knew yet: a source younger than the day."""
    from bookkit.evidence import sources

    for page in _pages(book):
        known = sources(book.root / "book" / "references.bib")
        titles = [place for place, (line, _) in enumerate(page.headings) if line.text == DEBRIEFING]
        end = _line_of(page, titles[0]) if titles else len(page.lines) + 1
        for line in page.blocks.text:
            for key in _cited(line) if line.number < end else ():
                dated = known[key].date if key in known and key not in STANDING else None
                if dated and dated > DAY:
                    message = f"the source {key} is of {dated}, and the players sit down on {DAY}"
                    yield line.problem(message, "cite an older one, or move the passage below the debriefing")


def _cited(line: Line) -> Iterator[str]:
    for role in roles(line.text):
        if role.name.startswith("footcite"):
            yield from (key.strip() for key in role.text.split(","))


def _pages(book: Book) -> list[Page]:
    return [page for page in book.checked if page.name == PAGE]


RULES = (cards_are_whole, no_card_knows_the_future)
