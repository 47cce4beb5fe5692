"""A copy of the real evidence in which a test may break one thing."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bookkit import evidence, project
from bookkit.evidence import Problem


@cache
def _real_problems() -> list[Problem]:
    return evidence.validate()


class Copy:
    """The real tables and descriptor in a folder of their own; the bibliography if a test asks for it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        shutil.copytree(project.current().data, self.data)
        self.bib = project.current().bib

    def problems(self) -> list[Problem]:
        """Return the problems that the real evidence does not have: a slip there must not fail all tests."""
        return [each for each in evidence.validate(self.data, self.bib) if each not in _real_problems()]

    def csv(self, table: str) -> Path:
        return self.data / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.csv(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        with self.csv(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def set(self, table: str, row_id: str, **cells: str) -> int:
        """Change cells of a row and return its number in a spreadsheet."""
        rows = self.rows(table)
        position = [row["id"] for row in rows].index(row_id)
        assert cells.keys() <= rows[position].keys()
        rows[position] |= cells
        self.write(table, rows)
        return position + 2

    def text(self, table: str, change: Callable[[str], str]) -> None:
        """Change a table's file as text."""
        path = self.csv(table)
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def describe(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the descriptor."""
        path = self.data / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        change(descriptor)
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    def own_bib(self) -> Path:
        """Give the copy a bibliography, and the pages that cite it, that a test may break."""
        shutil.copytree(project.current().bib.parent, self.data.parent / "book")
        self.bib = self.data.parent / "book" / project.current().bib.name
        return self.bib


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
