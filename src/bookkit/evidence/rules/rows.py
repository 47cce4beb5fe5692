"""Rules on rows: none twice, ids that a fact can name, disputes with two sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..problems import Problem
from .sheet import Evidence


def rows_are_not_repeated(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a row pasted twice under another id: it would be counted twice."""
    for sheet in evidence.sheets.values():
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(sheet.rows, start=2):
            content = tuple(cell for column, cell in row.items() if column != "id")
            first = seen.setdefault(content, number)
            if first != number and "id" in row:
                message = f"the row repeats row {first} under another id"
                yield sheet.problem(number, "id", message, "remove one of the two, or say what differs")


def ids_are_plain(evidence: Evidence) -> Iterator[Problem]:
    """Guard against ids that a fact cannot name: letters, digits and single hyphens only."""
    for sheet in evidence.sheets.values():
        for number, (cell,) in sheet.filled("id"):
            if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", cell):
                message = f"the id {cell!r} is not words joined by hyphens"
                yield sheet.problem(number, "id", message, "use letters, digits and single hyphens")


def disputes_have_two_sides(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a misspelt dispute: a reading without a rival would look undisputed."""
    for sheet in evidence.sheets.values():
        disputes = Counter(cell for _, (cell,) in sheet.filled("dispute"))
        for number, (cell,) in sheet.filled("dispute"):
            if disputes[cell] < 2:
                message = f"no other row has the dispute {cell!r}"
                yield sheet.problem(
                    number, "dispute", message, "give the competing reading the same key, or empty the cell"
                )


RULES = (rows_are_not_repeated, ids_are_plain, disputes_have_two_sides)
