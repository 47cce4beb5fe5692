"""Rules on the descriptor: no table or field without words, no number without a unit, no stray file."""

from __future__ import annotations

import string
from collections.abc import Iterator

from ..problems import Problem, shown
from .sheet import Evidence


def files_are_described(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a CSV file that no resource names: nobody would load or check it."""
    named = {table.path.resolve() for table in evidence.package.tables.values()}
    for path in sorted(evidence.package.file.parent.rglob("*.csv")):
        if path.resolve() not in named:
            cure = "describe it in datapackage.json, or remove it"
            yield Problem(shown(path), None, None, "no resource names this file", cure)


def tables_are_described(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a table that the codebook could not explain: title, description, licence."""
    for name, sheet in evidence.sheets.items():
        for prop in ("title", "description", "licence"):
            if not getattr(sheet.table, prop):
                yield evidence.described(f"{name}.{prop}", f"the table has no {prop}", "write it")


def fields_are_described(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a column whose meaning or unit nobody wrote down."""
    for name, sheet in evidence.sheets.items():
        for field in sheet.table.fields:
            where = f"{name}.{field.name}"
            if not field.description:
                yield evidence.described(where, "the field has no description", "say what it holds")
            if field.type in ("integer", "number") and not field.unit:
                yield evidence.described(
                    where, "the number has no unit", "give 'natoiraq:unit', or the type 'year'"
                )


def words_name_fields(evidence: Evidence) -> Iterator[Problem]:
    """Guard against 'natoiraq:what' with a field in braces that the table does not have."""
    for name, sheet in evidence.sheets.items():
        names = {field.name for field in sheet.table.fields}
        for _, wanted, _, _ in string.Formatter().parse(sheet.table.what):
            if wanted is not None and wanted not in names:
                message = f"the words name the field {wanted!r}, which the table does not have"
                yield evidence.described(
                    f"{name}.natoiraq:what", message, f"use one of {', '.join(sorted(names))}"
                )


RULES = (files_are_described, tables_are_described, fields_are_described, words_name_fields)
