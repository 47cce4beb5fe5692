"""What is wrong, where, and what to do about it: the one shape of every message on evidence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bookkit.errors import ToldError


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the evidence.

    Parameters
    ----------
    file
        The file as people name it, such as ``data/events.csv``.
    row
        The row as a spreadsheet numbers it (the header is row 1), or the line of a text file.
    field
        The column, the property of the descriptor or the BibTeX key.
    message, cure
        What is wrong and what to do, without a full stop.
    """

    file: str
    row: int | None
    field: str | None
    message: str
    cure: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"{'row' if self.file.endswith('.csv') else 'line'} {self.row}")
        if self.field is not None:
            where.append(f"field {self.field}")
        return f"{', '.join(where)}: {self.message}. Cure: {self.cure}."


class EvidenceError(ToldError):
    """The evidence cannot answer: its ``problem`` says where and how to cure it."""

    def __init__(
        self, file: str, message: str, cure: str, *, row: int | None = None, field: str | None = None
    ) -> None:
        self.problem = Problem(file, row, field, message, cure)
        super().__init__(str(self.problem))

    @property
    def file(self) -> str:
        """The file that is wrong."""
        return self.problem.file

    @property
    def row(self) -> int | None:
        """The row as a spreadsheet numbers it."""
        return self.problem.row

    @property
    def field(self) -> str | None:
        """The column or property that is wrong."""
        return self.problem.field

    @property
    def cure(self) -> str:
        """What to do about it."""
        return self.problem.cure


def shown(path: Path) -> str:
    """Name a file the way people do: its folder and its name, never a machine's path."""
    return f"{path.parent.name}/{path.name}"


def suggest(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """Write a cure that offers the known names closest to a wrong one, or `otherwise` when none is close."""
    close = difflib.get_close_matches(wrong, list(known), n=3, cutoff=0.6)
    return f"write {' or '.join(repr(name) for name in close)}" if close else otherwise
