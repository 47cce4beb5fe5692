"""What the tables are: `datapackage.json` (Frictionless) read into small typed records."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bookkit import project

from .problems import EvidenceError, shown, suggest
from .stamps import Stamp, stamp

FILE = "datapackage.json"
DATES = ("partial-date", "date")
NUMBERS = ("integer", "number", "year")
TYPES = ("string", "boolean", *NUMBERS, *DATES)


@dataclass(frozen=True)
class Field:
    """One column: its Frictionless type (or ``partial-date``), unit and constraints."""

    name: str
    title: str
    description: str
    type: str
    unit: str
    required: bool
    unique: bool
    enum: tuple[str, ...]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose cells must stand in the columns `there` of the table `resource`."""

    fields: tuple[str, ...]
    resource: str
    there: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: what it holds, where, under which licence, up to which day."""

    name: str
    path: Path
    title: str
    description: str
    fields: tuple[Field, ...]
    missing: tuple[str, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    licence: str
    sources: tuple[str, ...]
    caveats: tuple[str, ...]
    facts_as_of: dt.date
    what: str

    @property
    def refers_to(self) -> set[str]:
        """The other tables that its rows refer to."""
        return {key.resource for key in self.foreign_keys} - {self.name}

    @property
    def quantities(self) -> list[str]:
        """The columns that hold the quantity a row is about."""
        names = {field.name for field in self.fields}
        return [name for name in ("value", "low", "high") if name in names]

    def field(self, name: str) -> Field:
        """Return the column called `name`; raise EvidenceError with close matches if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        names = [field.name for field in self.fields]
        raise EvidenceError(
            shown(self.path),
            f"the table has no column {name!r}",
            suggest(name, names, f"use one of {', '.join(names)}"),
            field=name,
        )


@dataclass(frozen=True)
class Package:
    """The whole descriptor."""

    file: Path
    tables: Mapping[str, Table]
    resources: Mapping[str, Mapping[str, Any]]
    facts_as_of: dt.date


def package(data_dir: Path | None = None) -> Package:
    """Read `datapackage.json` of a data folder (the module's own when none is given).

    Raises
    ------
    EvidenceError
        If the file is missing, is not JSON or lacks a property that loading needs.
    """
    return _read(stamp((data_dir or project.current().data) / FILE))


def table_names() -> tuple[str, ...]:
    """Return the names of all tables, in the order of the descriptor."""
    return tuple(package().tables)


def table(name: str, data_dir: Path | None = None) -> Table:
    """Return what loading needs to know of a table.

    Raises
    ------
    EvidenceError
        If there is no such table; the cure names the closest ones.
    """
    known = package(data_dir)
    if name not in known.tables:
        raise EvidenceError(
            shown(known.file),
            f"there is no table {name!r}",
            suggest(name, known.tables, f"use one of {', '.join(known.tables)}"),
        )
    return known.tables[name]


def describe(name: str) -> dict[str, Any]:
    """Return a table's whole Frictionless descriptor: titles, fields, units, licences, caveats.

    Raises
    ------
    EvidenceError
        If there is no such table; the cure names the closest ones.
    """
    return copy.deepcopy(dict(package().resources[table(name).name]))


def facts_as_of() -> dt.date:
    """Return the day up to which the module's facts go."""
    return package().facts_as_of


def descriptor(data_dir: Path) -> Any:
    """Return `datapackage.json` of a data folder as JSON gives it.

    Raises
    ------
    EvidenceError
        If the file is missing or is not JSON.
    """
    path = data_dir / FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        cure = "restore it: it describes every table"
        raise EvidenceError(shown(path), f"the file cannot be read: {error.strerror}", cure) from None
    except UnicodeDecodeError as error:
        raise EvidenceError(
            shown(path), f"the file is not UTF-8 text ({error.reason})", "save it as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise EvidenceError(
            shown(path), f"the file is not JSON: {error.msg}", "correct that line", row=error.lineno
        ) from None


@lru_cache(maxsize=8)
def _read(key: Stamp) -> Package:
    path = key[0]
    raw = descriptor(path.parent)
    try:
        as_of = dt.date.fromisoformat(raw["natoiraq:facts_as_of"])
        tables = [_table(resource, path.parent, raw, as_of) for resource in raw["resources"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EvidenceError(
            shown(path),
            f"a property is missing or malformed: {error}",
            "give the package 'natoiraq:facts_as_of' and 'resources', "
            "and every resource 'name', 'path' and 'schema' with named and typed fields",
        ) from None
    resources = {resource["name"]: resource for resource in raw["resources"]}
    return Package(path, {each.name: each for each in tables}, resources, as_of)


def _table(raw: Mapping[str, Any], folder: Path, whole: Mapping[str, Any], as_of: dt.date) -> Table:
    schema = raw["schema"]
    licences = raw.get("licenses") or whole.get("licenses") or [{}]
    sources = [source for source in raw.get("sources", []) if "natoiraq:key" in source]
    return Table(
        name=_text(raw, "name"),
        path=folder / _text(raw, "path"),
        title=_text(raw, "title", ""),
        description=_text(raw, "description", ""),
        fields=tuple(_field(field) for field in schema["fields"]),
        missing=_texts(schema, "missingValues") or ("",),
        primary_key=_names(schema, "primaryKey"),
        foreign_keys=tuple(_foreign_key(each, raw["name"]) for each in schema.get("foreignKeys", [])),
        licence="; ".join(each.get("title") or each.get("name", "") for each in licences),
        sources=tuple(_text(source, "natoiraq:key") for source in sources),
        caveats=_texts(raw, "natoiraq:caveats"),
        facts_as_of=dt.date.fromisoformat(raw.get("natoiraq:facts_as_of", as_of.isoformat())),
        what=_text(raw, "natoiraq:what", ""),
    )


def _field(raw: Mapping[str, Any]) -> Field:
    kind = raw.get("natoiraq:type", raw["type"])
    if kind not in TYPES:
        raise ValueError(f"the field {raw['name']} has the type {kind!r}, not one of {', '.join(TYPES)}")
    limits = raw.get("constraints", {})
    return Field(
        name=_text(raw, "name"),
        title=_text(raw, "title", _text(raw, "name").replace("_", " ")),
        description=_text(raw, "description", ""),
        type=kind,
        unit=_text(raw, "natoiraq:unit", ""),
        required=limits.get("required", False) is True,
        unique=limits.get("unique", False) is True,
        enum=_texts(limits, "enum"),
    )


def _foreign_key(raw: Mapping[str, Any], table: str) -> ForeignKey:
    there = raw["reference"]
    # The standard writes "" where a table refers to itself.
    return ForeignKey(_names(raw, "fields"), _text(there, "resource", "") or table, _names(there, "fields"))


def _names(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the columns of a key: the standard lets one stand without brackets."""
    value = raw.get(name)
    return (value,) if isinstance(value, str) else _texts(raw, name)


def _text(raw: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = raw[name] if default is None else raw.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}, not text")
    return value


def _texts(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = raw.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} is {values!r}, not a list of texts")
    return tuple(values)
