"""What the descriptor's schemas ask of the tables: types, required cells, vocabularies, limits, keys."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

from .descriptor import Field, ForeignKey, Table
from .limits import Limit, limit
from .problems import Problem, suggest
from .rules import Evidence, Sheet
from .values import WrongValueError, value

Columns = Mapping[str, Sequence[Any]]  # a table's values by column; None for an empty or a wrong cell


def schema_problems(evidence: Evidence) -> Iterator[Problem]:
    """Yield what is wrong with cells and keys, and with the descriptor's constraints and keys."""
    tables: dict[str, Columns] = {}
    for name, sheet in evidence.sheets.items():
        columns: dict[str, Sequence[Any]] = {}
        described = evidence.package.resources[name]["schema"]["fields"]
        for field, raw in zip(sheet.table.fields, described, strict=True):
            limits = yield from _limits(evidence, name, field, raw.get("constraints", {}))
            columns[field.name] = yield from _values(sheet, field, limits)
        tables[name] = columns
    for name, sheet in evidence.sheets.items():
        yield from _own_keys(evidence, sheet, tables[name])
        for key in sheet.table.foreign_keys:
            yield from _foreign_key(evidence, sheet, key, tables)


def _limits(
    evidence: Evidence, name: str, field: Field, constraints: Mapping[str, Any]
) -> Generator[Problem, None, list[Limit]]:
    limits = []
    for kind, bound in constraints.items():
        try:
            limits.append(limit(field, kind, bound))
        except WrongValueError as wrong:
            yield evidence.described(f"{name}.{field.name}.{kind}", wrong.message, wrong.cure)
    return [each for each in limits if each]


def _values(sheet: Sheet, field: Field, limits: Sequence[Limit]) -> Generator[Problem, None, list[Any]]:
    """Read a column once: tell each wrong cell and return the values."""
    needed = field.required or field.name in sheet.table.primary_key
    values: list[Any] = []
    for number, row in enumerate(sheet.rows, start=2):
        cell, found = row[field.name], None
        if not cell and needed:
            yield sheet.problem(number, field.name, "the cell is empty", "fill it in: every row needs one")
        try:
            found = value(cell, field) if cell else None
        except WrongValueError as wrong:
            yield sheet.problem(number, field.name, wrong.message, wrong.cure)
        values.append(found)
        for each in limits if found is not None else ():
            if not each.keeps(cell, found):
                yield sheet.problem(number, field.name, f"{cell!r} {each.message}", each.cure)
    return values


def _own_keys(evidence: Evidence, sheet: Sheet, columns: Columns) -> Iterator[Problem]:
    """Guard against two rows of one name: a fact, or a row of another table, could mean either."""
    table = sheet.table
    unique = [(field.name,) for field in table.fields if field.unique]
    for key in unique:
        yield from _doubled(sheet, key, columns, "give each row its own")
    unknown = [*_unknown(evidence, f"{table.name}.primaryKey", table.primary_key, table)]
    yield from unknown
    if table.primary_key and not unknown and table.primary_key not in unique:
        yield from _doubled(sheet, table.primary_key, columns, "remove one of the rows")


def _doubled(sheet: Sheet, key: Sequence[str], columns: Columns, cure: str) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, values in enumerate(_rows(columns, key), start=2):
        first = number if None in values else seen.setdefault(values, number)
        if first != number:
            message = f"{_shown(sheet, number, key)} stands here a second time: row {first} has it, too"
            yield sheet.problem(number, ", ".join(key), message, cure)


def _foreign_key(
    evidence: Evidence, sheet: Sheet, key: ForeignKey, tables: Mapping[str, Columns]
) -> Iterator[Problem]:
    """Guard against a row that refers to a row which is not there."""
    unusable = [*_unusable(evidence, sheet.table, key)]
    yield from unusable
    if unusable:
        return
    there = set(_rows(tables[key.resource], key.there))
    for number, values in enumerate(_rows(tables[sheet.table.name], key.fields), start=2):
        filled = sum(bool(sheet.rows[number - 2][name]) for name in key.fields)
        wrong = filled > sum(found is not None for found in values)  # told as no value of its type
        if filled and not wrong and values not in there:
            message = f"{_shown(sheet, number, key.fields)} is missing in {key.resource}"
            cure = f"add it to {key.resource}, or correct the cell"
            yield sheet.problem(number, ", ".join(key.fields), message, cure)


def _unusable(evidence: Evidence, table: Table, key: ForeignKey) -> Iterator[Problem]:
    where, known = f"{table.name}.foreignKeys", evidence.package.tables
    yield from _unknown(evidence, where, key.fields, table)
    if key.resource not in known:
        cure = suggest(key.resource, known, f"use one of {', '.join(known)}")
        yield evidence.described(where, f"there is no table {key.resource!r}", cure)
        return
    yield from _unknown(evidence, where, key.there, known[key.resource])
    if len(key.fields) != len(key.there):
        message = f"the key has {len(key.fields)} columns here and {len(key.there)} in {key.resource}"
        yield evidence.described(where, message, "name as many here as there")


def _unknown(evidence: Evidence, where: str, names: Sequence[str], table: Table) -> Iterator[Problem]:
    columns = [field.name for field in table.fields]
    for name in names:
        if name not in columns:
            cure = suggest(name, columns, f"use one of {', '.join(columns)}")
            yield evidence.described(where, f"the table {table.name} has no column {name!r}", cure)


def _rows(columns: Columns, key: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(columns[name] for name in key), strict=True)


def _shown(sheet: Sheet, number: int, key: Sequence[str]) -> str:
    return repr(", ".join(sheet.rows[number - 2][name] for name in key))
