"""What every rule gets to see: the tables as text, the bibliography and the pages that cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..bibliography import Source
from ..descriptor import Package, Table
from ..problems import Problem, shown


@dataclass(frozen=True)
class Sheet:
    """One table as text: `rows` are its records in order, each from column to cell."""

    table: Table
    rows: tuple[Mapping[str, str], ...]

    def filled(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number and the cells of `columns` of each row where none of them is empty or missing."""
        if not self.rows or not all(column in self.rows[0] for column in columns):
            return
        for number, row in enumerate(self.rows, start=2):
            cells = tuple(row[column] for column in columns)
            if all(cells):
                yield number, cells

    def problem(self, row: int | None, field: str | None, message: str, cure: str) -> Problem:
        """Say what is wrong in a row of this table's file."""
        return Problem(shown(self.table.path), row, field, message, cure)


@dataclass(frozen=True)
class Evidence:
    """Everything there is to check.

    Parameters
    ----------
    package
        The descriptor.
    sheets
        Every table by its name.
    sources
        Every source by its key.
    bib
        The bibliography's file.
    pages
        The text of all pages beside the bibliography; empty in an installed package, which has none.
    """

    package: Package
    sheets: Mapping[str, Sheet]
    sources: Mapping[str, Source]
    bib: Path
    pages: str

    def described(self, field: str, message: str, cure: str) -> Problem:
        """Say what is wrong in the descriptor, naming the table and column as ``table.column``."""
        return Problem(shown(self.package.file), None, field, message, cure)

    def cited(self, key: str, message: str, cure: str) -> Problem:
        """Say what is wrong in the bibliography, at the line where the entry begins."""
        lines = self.bib.read_text(encoding="utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, start=1) if f"{{{key}," in text), None)
        return Problem(shown(self.bib), line, key, message, cure)
