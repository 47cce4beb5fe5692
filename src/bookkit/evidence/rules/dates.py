"""Rules on dates: periods run forwards, and nothing lies in the future unless it is a plan."""

from __future__ import annotations

from collections.abc import Iterator

from .. import dates
from ..descriptor import DATES
from ..problems import Problem
from .sheet import Evidence, Sheet

PERIODS = (("start", "end"), ("date", "end_date"), ("first_edition", "last_edition"), ("since", "date"))
PLANS = ("planned", "announced_ceiling", "authorised")


def periods_run_forwards(evidence: Evidence) -> Iterator[Problem]:
    """Guard against swapped dates: the last day of the end is not before the first day of the start."""
    for sheet in evidence.sheets.values():
        for start, end in PERIODS:
            for number, cells in sheet.filled(start, end):
                first, last = (_date(cell) for cell in cells)
                if first and last and last.last < first.first:
                    message = f"the period ends ({cells[1]}) before it starts ({cells[0]})"
                    yield sheet.problem(number, end, message, f"correct {start} or {end}")


def facts_are_past(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a mistyped year: only plans, ceilings and horizons may lie ahead of the facts."""
    for sheet in evidence.sheets.values():
        limit = sheet.table.facts_as_of
        for field in sheet.table.fields:
            if field.type not in DATES or field.name == "horizon":
                continue
            for number, (cell,) in sheet.filled(field.name):
                date = _date(cell)
                if date and date.first.date() > limit and not _is_plan(sheet, number):
                    message = f"{cell} is later than the table's facts go ({limit.isoformat()})"
                    cure = "correct the date, or move 'natoiraq:facts_as_of' in datapackage.json"
                    yield sheet.problem(number, field.name, message, cure)


def _is_plan(sheet: Sheet, number: int) -> bool:
    return sheet.rows[number - 2].get("measure") in PLANS


def _date(cell: str) -> dates.PartialDate | None:
    try:
        return dates.parse(cell)
    except ValueError:
        return None


RULES = (periods_run_forwards, facts_are_past)
