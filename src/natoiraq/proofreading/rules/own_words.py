"""Rules on whose words these are: the project's own, in prose, data, code and comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.brief import SUFFIXES, borrowed

FOLDERS: Final = ("book", "data", "exercises", "src", "tests", "benchmarks", "docs", ".github")


def in_our_own_words(book: Book) -> Iterator[Problem]:
    """Guard against sentences taken over from the brief."""
    patterns = [f"{folder}/**/*.{suffix}" for folder in FOLDERS for suffix in SUFFIXES]
    for name in book.names([*patterns, *(f"*.{suffix}" for suffix in SUFFIXES)]):
        if book.checks(name):
            for number, run in borrowed(book.lines(name)):
                message = f"these nine words stand in the brief, too: “{run}”"
                yield Problem(name, number, None, message, "say it in words of our own")


RULES = (in_our_own_words,)
