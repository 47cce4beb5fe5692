"""What a book says of itself once: its names, its version, and where its files lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

BIB: Final = "references.bib"
BOOK: Final = "BOOKKIT_BOOK"
"""Environment variable: the package of the book, for processes that are started for it."""
BOOKS: Final = "bookkit.books"
"""Group of entry points: a book names its package there."""


@dataclass(frozen=True)
class Project:
    """A book.

    Parameters
    ----------
    package
        Name of its package, under which it is imported and installed.
    version
        Its version.
    title
        Its whole title.
    name
        Its title in a sentence.
    slug
        What the names of its files begin with.
    folder
        Folder of the package.
    facts
        The module that registers the computed facts when it is imported; empty if there are none.
    """

    package: str
    version: str
    title: str
    name: str
    slug: str
    folder: Path
    facts: str = ""

    @property
    def root(self) -> Path:
        """The repository. Where the package is installed without one, nothing of the book is there."""
        return self.folder.parents[1]

    @property
    def book(self) -> Path:
        """Folder of the pages."""
        return self.root / "book"

    @property
    def data(self) -> Path:
        """Folder of the tables: the repository's, or the copy that an installed package carries."""
        return self._evidence[0]

    @property
    def bib(self) -> Path:
        """The bibliography, which stands beside the pages, or beside the copied tables."""
        return self._evidence[1]

    @cached_property
    def _evidence(self) -> tuple[Path, Path]:
        data, bib = self.root / "data", self.book / BIB
        if (data / "datapackage.json").is_file() and bib.is_file():
            return data, bib
        return self.folder / "_data", self.folder / "_data" / BIB

    @property
    def exercises(self) -> Path:
        """Folder of the exercises' sources, one folder each."""
        return self.root / "exercises" / "source"

    @property
    def wheel(self) -> str:
        """File name of the package as a wheel."""
        return f"{self.package}-{self.version}-py3-none-any.whl"


_used: list[Project] = []


def use(project: Project) -> Project:
    """Make a book the one that all the machinery works for, and return it.

    Its package calls this when it is imported. A process works for one book, and so do those that it starts;
    the last one counts.
    """
    _used[:] = [project]
    os.environ[BOOK] = project.package
    return project


def current() -> Project:
    """Return the book that this process works for.

    Where no book's package was imported yet, it is that of the process that started this one, else the only
    book that is installed.

    Raises
    ------
    RuntimeError
        When there is none, or more than one.
    """
    if not _used:
        installed = [each.value for each in entry_points(group=BOOKS)]
        names = [os.environ[BOOK]] if BOOK in os.environ else installed
        if len(names) != 1:
            raise RuntimeError(f"{len(names)} books are installed. Cure: import the package of one first.")
        import_module(names[0])
    return _used[0]


def course(step: str) -> str:
    """Return what instructors type for a step of a course, such as "doctor", as code in a sentence."""
    return f"`{current().package}-course {step}`"
