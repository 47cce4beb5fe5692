"""Rules on numbers: ranges are in order, no row is silent, a ceiling is never a count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..problems import Problem
from ..reading import CEILINGS
from .sheet import Evidence, Sheet

LADDER = ("low", "value", "best", "high")


def ranges_are_ordered(evidence: Evidence) -> Iterator[Problem]:
    """Guard against swapped bounds: low <= value (or best) <= high, for any two that are given."""
    for sheet in evidence.sheets.values():
        for lower, upper in _bounds(sheet):
            for number, cells in sheet.filled(lower, upper):
                below, above = (_number(cell) for cell in cells)
                if below is not None and above is not None and below > above:
                    message = f"{lower} ({cells[0]}) is larger than {upper} ({cells[1]})"
                    yield sheet.problem(number, upper, message, f"correct {lower} or {upper}")


def rows_say_something(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a row of counts that gives neither a number nor the source's words."""
    for sheet in evidence.sheets.values():
        columns = [*sheet.table.quantities, "reported_as"]
        for number, row in enumerate(sheet.rows, start=2):
            if len(columns) > 1 and not any(row.get(column) for column in columns):
                cure = f"fill one of {', '.join(column for column in columns if column in row)}"
                yield sheet.problem(number, columns[0], "the row gives no number and no words for one", cure)


def ceilings_are_no_counts(evidence: Evidence) -> Iterator[Problem]:
    """Guard against reading a ceiling as people present: its number stands in high or low."""
    for sheet in evidence.sheets.values():
        for number, (measure, value) in sheet.filled("measure", "value"):
            if measure in CEILINGS:
                message = f"a row of measure {measure} gives {value} as a count"
                yield sheet.problem(
                    number, "value", message, "move the number to high, or change the measure"
                )


def _bounds(sheet: Sheet) -> Iterator[tuple[str, str]]:
    names = [field.name for field in sheet.table.fields]
    stems = {name.removesuffix(step) for name in names for step in LADDER if name.endswith(step)}
    for stem in sorted(stem for stem in stems if not stem or stem.endswith("_")):
        yield from combinations([stem + step for step in LADDER if stem + step in names], 2)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


RULES = (ranges_are_ordered, rows_say_something, ceilings_are_no_counts)
