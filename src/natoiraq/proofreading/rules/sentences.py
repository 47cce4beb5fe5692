"""Rules on sentences: one a line, so that a change shows in the history as the sentence it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book

# The end of a sentence and three words of the next; not after a single capital, as in J. Smith.
TWO: Final = re.compile(r"(?<![A-Z]\.)(?<!\b[A-Z])[.!?]['”’)]* +([A-Z§]\w+ \w+ \w+)")
RANKS: Final = re.compile(r"\b(?:Lt|Maj|Gen|Brig|St|No)\. ")
# Lists, tables and headings are short; a citation stands as it is to be copied.
EXCUSED: Final = ("- ", "|", "#", "The Not a Surge project")


def one_sentence_a_line(book: Book) -> Iterator[Problem]:
    """Guard against lines of several sentences in the book's pages."""
    for page in book.checked:
        if page.name.startswith("book/"):
            for line in page.prose:
                if not line.text.startswith(EXCUSED) and (second := TWO.search(RANKS.sub(" ", line.text))):
                    message = "two sentences stand on this line"
                    yield line.problem(message, f"begin a new line before “{second[1]}”")


RULES = (one_sentence_a_line,)
