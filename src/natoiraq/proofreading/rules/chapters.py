"""Rules on chapters: each has the same parts, can be read in one sitting and keeps its cells short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import Page

SITTING: Final = range(1500, 3501)
"""Words of a chapter."""

OPENER: Final = ("The question", "After this chapter you can", "Time", "What it builds on")
"""Paragraphs in bold at the head."""

KNOWN: Final = ("What we know", "What is disputed", "What nobody has published")
CLOSING: Final = (
    "What we know, what is disputed, what nobody has published",
    "Lab",
    "Check yourself",
    "Exercise",
    "Further reading",
    "Sources cited in this chapter",
)
"""Sections at the end."""

WITHOUT_LAB: Final = frozenset({"primer", "6-capstone"})
BOLD: Final = re.compile(r"^\*\*([^*]+?)\.?\*\*")
CELL: Final = 10
"""Lines of a cell in a chapter."""

TAUGHT: Final = 8
"""Lines of a cell in the primer, which teaches one idea in each."""

WIDTH: Final = 72
"""Characters of a line of code that a page at full width does not cut."""


def chapters_fit_one_sitting(book: Book) -> Iterator[Problem]:
    """Guard against chapters that nobody finishes, and against stubs."""
    for page in book.chapters:
        count = word_count(page)
        if count not in SITTING:
            message = f"the chapter has {count:,} words; a sitting holds {SITTING[0]:,} to {SITTING[-1]:,}"
            yield Problem(page.name, 1, None, message, "shorten it, or tell more")


def word_count(page: Page) -> int:
    """Return the number of words of a page's prose."""
    return sum(len(re.findall(r"[A-Za-z][\w’'-]*", line.text)) for line in page.prose)


def chapters_have_the_same_parts(book: Book) -> Iterator[Problem]:
    """Guard against a chapter in which readers do not find what they found in the others."""
    for page in book.chapters:
        bold = [match[1] for line in page.blocks.text if (match := BOLD.match(line.text))]
        titles = [line.text for line, level in page.headings if level == 2]
        closing = [part for part in CLOSING if part != "Lab" or page.stem not in WITHOUT_LAB]
        yield from _parts(page, "paragraph", "**{}**", OPENER, bold)
        yield from _parts(page, "paragraph", "**{}**", KNOWN, bold)
        yield from _parts(page, "section", "## {}", closing, titles)


def _parts(
    page: Page, kind: str, form: str, wanted: Sequence[str], there: Sequence[str]
) -> Iterator[Problem]:
    """Yield the parts that are missing or out of order; the primer calls itself a page."""
    named = [part.replace("chapter", "page") if page.stem == "primer" else part for part in wanted]
    named = [part.replace("in this page", "on this page") for part in named]
    missing = [part for part in named if part not in there]
    for part in missing:
        message = f"the chapter has no {kind} “{part}”"
        yield Problem(
            page.name, 1, None, message, f"write it as `{form.format(part)}`, as book/2-history.md does"
        )
    places = [there.index(part) for part in named if part not in missing]
    if places != sorted(places):
        message = f"the {kind}s {', '.join(f'“{part}”' for part in named)} are not in this order"
        yield Problem(page.name, 1, None, message, "put them in order")


def cells_are_short(book: Book) -> Iterator[Problem]:
    """Guard against code that readers cannot follow, or that a page cuts off."""
    for page in book.chapters:
        most = TAUGHT if page.stem == "primer" else CELL
        for fence in page.directives("code-cell"):
            filled = [line for line in fence.content if line.text.strip()]
            if len(filled) > most:
                message = f"the cell has {len(filled)} lines, more than {most}"
                cure = "move what belongs together into a function of the package, or make two cells"
                yield Problem(page.name, fence.line, None, message, cure)
            for line in filled:
                if page.stem == "primer" and len(line.text) > WIDTH:
                    message = f"the line has {len(line.text)} characters, more than {WIDTH}"
                    yield line.problem(message, "break it: a page would cut it off")


RULES = (chapters_fit_one_sitting, chapters_have_the_same_parts, cells_are_short)
