"""All that can be proofread: the pages, the words of charts and of tables, and which of them are to be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.command import MADE
from natoiraq.proofreading.elsewhere import chart_words, table_words
from natoiraq.proofreading.lines import Line, Unreadable, read_lines
from natoiraq.proofreading.page import Page

PAGES: Final = (
    "book/**/*.md",
    "exercises/**/*.md",
    "src/natoiraq/editions/student_files/*.md",
    "*.md",
)
"""The Markdown that people read, as patterns below the repository."""

CONTENTS: Final = "_toc.yml"
DESCRIPTOR: Final = "data/datapackage.json"
CHARTS: Final = "src/natoiraq/charts/*.py"


class Book:
    """The repository's texts.

    Parameters
    ----------
    root
        The repository.
    chosen
        Names of the files to check, as paths below the repository; all if none are given.
    """

    def __init__(self, root: Path, chosen: Iterable[str] = ()) -> None:
        self.root = root
        self.chosen = frozenset(chosen)
        self._no_text: list[Problem] = []

    def checks(self, name: str) -> bool:
        """Say whether a file is to be checked; of an exercise it is the source, not the page made of it."""
        return name in self.chosen if self.chosen else not name.startswith(MADE)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its name; what is no text is left out, and in `unreadable`."""
        found = {}
        for name in self.names(PAGES):
            try:
                found[name] = Page(name, read_lines(self.root / name, name))
            except Unreadable as error:
                self._no_text.append(error.problem)
        return found

    @property
    def unreadable(self) -> list[Problem]:
        """What keeps pages from being read: no text, or a fence or header that swallows what stands below.

        Every other rule would stumble over it: passages are missing, parts seem to be.
        """
        broken = [problem for page in self.pages.values() for problem in page.blocks.problems]
        self.lines(CONTENTS)
        return [*self._no_text, *broken]

    def names(self, patterns: Iterable[str]) -> list[str]:
        """Return the names of the files of these patterns, without those that tools hide in folders."""
        found = {
            path.relative_to(self.root).as_posix()
            for pattern in patterns
            for path in self.root.glob(pattern)
            if path.is_file()
        }
        return sorted(name for name in found if "/." not in name)

    @cached_property
    def checked(self) -> list[Page]:
        """The pages to check."""
        return [page for name, page in self.pages.items() if self.checks(name)]

    @property
    def chapters(self) -> list[Page]:
        """The chapters to check, the primer among them."""
        return [page for page in self.checked if page.is_chapter]

    @cached_property
    def in_book(self) -> dict[str, Page]:
        """Every page below `book/`, those that are made included, whether to be checked or not."""
        return {name: page for name, page in self.pages.items() if name.startswith("book/")}

    @cached_property
    def anchors(self) -> set[str]:
        """What a link may lead to from anywhere in the book; the codebook has a label for each table."""
        tables = {f"table-{path.stem}" for path in (self.root / "data").glob("*.csv")}
        return tables.union(*(page.anchors for page in self.in_book.values()))

    @cached_property
    def words(self) -> list[Line]:
        """The words that readers read in all that is to be checked: pages, charts, the codebook."""
        lines = [line for page in self.checked for line in page.words]
        for name in self.names([CHARTS, DESCRIPTOR]):
            if self.checks(name):
                lines += (chart_words if name.endswith(".py") else table_words)(name, self.lines(name))
        return lines

    def lines(self, name: str) -> list[str]:
        """Return the lines of a file that is no page; none when it is missing or no text, which is noted."""
        try:
            return read_lines(self.root / name, name) if (self.root / name).is_file() else []
        except Unreadable as error:
            self._no_text.append(error.problem)
            return []
