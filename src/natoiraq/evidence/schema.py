"""Frictionless' verdict on the tables, in our words: types, required cells, vocabularies, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .descriptor import Package, Table
from .problems import Problem, shown, suggest
from .tables import CURES

_DESCRIPTOR = "correct this property of the descriptor"


def schema_problems(package: Package) -> Iterator[Problem]:
    """Yield what Frictionless finds wrong with the descriptor and the tables."""
    from frictionless import FrictionlessException
    from frictionless import Package as Described

    file = shown(package.file)
    try:
        report = Described(str(package.file)).validate()
    except FrictionlessException as failure:
        faults = failure.reasons or [failure.error]
        yield from (Problem(file, None, None, fault.note, _DESCRIPTOR) for fault in faults)
        return
    except (
        Exception
    ) as failure:  # a constraint of a wrong kind, such as a text as minimum, breaks Frictionless
        yield Problem(file, None, None, f"Frictionless cannot use it: {failure}", _DESCRIPTOR)
        return
    yield from (Problem(file, None, None, fault.note, _DESCRIPTOR) for fault in report.errors)
    for task in report.tasks:
        doubled = {error.row_number for error in task.errors if error.type == "unique-error"}
        for error in task.errors:
            if error.type != "primary-key" or error.row_number not in doubled:
                yield from _translate(error, package.tables[task.name])


def _translate(error: Any, table: Table) -> Iterator[Problem]:
    """Turn one of Frictionless' errors into a problem that names field, message and cure in our words."""
    row, name = getattr(error, "row_number", None), getattr(error, "field_name", None)
    field = table.field(name) if name else None
    message, cure = error.note, "correct the cell"
    if error.type == "type-error" and field:
        message, cure = f"{error.cell!r} is not of type {field.type}", CURES[field.type]
    elif error.type == "constraint-error" and field:
        kind = re.findall(r'constraint "(\w+)"', error.note)[0]
        if kind == "pattern" and (field.type == "partial-date" or field.name == "sources"):
            return  # rules.dates and rules.sources say it better
        message, cure = _constraint(kind, error.cell, field.enum, error.note)
    elif error.type == "unique-error":
        message, cure = f"{error.cell!r} stands here a second time: {error.note}", "give each row its own"
    elif error.type == "primary-key":
        name = ", ".join(table.primary_key)
        message, cure = f"the key stands here a second time: {error.note}", "remove one of the rows"
    elif error.type == "foreign-key":
        name = ", ".join(error.field_names)
        message = f"{', '.join(error.field_cells)!r} is missing in {error.reference_name}"
        cure = f"add it to {error.reference_name}, or correct the cell"
    yield Problem(shown(table.path), row, name, message, cure)


def _constraint(kind: str, cell: str, enum: tuple[str, ...], note: str) -> tuple[str, str]:
    if kind == "required":
        return "the cell is empty", "fill it in: every row needs one"
    if kind == "enum":
        return f"{cell!r} is not in the vocabulary", suggest(cell, enum, f"use one of {', '.join(enum)}")
    limit = note.partition(" is ")[2].strip('"')
    if kind == "pattern":
        return f"{cell!r} is not of the form {limit}", "write it in that form"
    return f"{cell!r} breaks the limit {kind} {limit}", "correct the cell, or the limit in datapackage.json"
