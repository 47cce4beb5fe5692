"""Rules on numbers: each comes from a fact, unless it is a date, a reference or an ordinary small number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import Page

MONTH: Final = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# What explains a number in prose: a date, a year, a reference, or a name that holds a number.
EXPLAINED: Final = re.compile(
    "|".join(
        [
            rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?\b",
            rf"\b{MONTH} \d{{4}}\b",
            r"\b(?:1[89]|20)\d\d\b(?:[-–]\d\d)?s?",
            r"\b(?i:chapter|exercise|question|section|forecast|version|level|outcome|item) \d+(?:\.\d+)*\b",
            r"\bCC BY(?:-SA)? \d\.\d\b|\bAttribution \d\.\d\b|\bWCAG\)? \d\.\d\b",
            r"\bFactbook\b|\bF\d\d\b",
            r"^#+ \d+\. ",
            r"^\s*\d+\. ",
            # What the module itself sets: times, sizes of groups, lengths of texts.
            r"\b(?:\d+ (?:by|to) )?\d+ (?:minutes|players|words)\b",
            r"\b360 pixels\b",
            r"\b95% (?:Wilson )?intervals?\b",
            # An outcome behind a link, a version of Python, an exercise's title.
            r"\[\d\.\d+\]|\bPython 3\.\d+ (?:to|or) 3\.\d+|\b[Ff]our thousand\b",
        ]
    )
)
ORDINARY: Final = frozenset(map(str, range(13)))  # zero to twelve may stand for ordinary things
BIG_WORDS: Final = re.compile(
    r"\b(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|billion|per cent|percent)\b",
    re.IGNORECASE,
)
CURE: Final = "take it from a fact, {fact}`table:row`, or say it without the number"


def numbers_have_facts(book: Book) -> Iterator[Problem]:
    """Guard against numbers that nobody can check: chapters, the first page and instructors' pages."""
    for page in book.checked:
        if _tells(page):
            for line in page.prose:
                for number in bare_numbers(line.text):
                    yield line.problem(f"the number “{number}” has no fact behind it", CURE)


def _tells(page: Page) -> bool:
    return page.is_chapter or page.name == "book/index.md" or page.folder == "book/instructors"


def bare_numbers(text: str) -> list[str]:
    """Return the numbers of a line that nothing explains: no fact, date, reference, nor zero to twelve."""
    rest = EXPLAINED.sub(" ", text)
    digits = [number.rstrip(".,") for number in re.findall(r"\d[\d,.]*", rest)]
    bare = [number for number in digits if number not in ORDINARY]
    return bare + [match[0] for match in BIG_WORDS.finditer(rest)]


RULES = (numbers_have_facts,)
