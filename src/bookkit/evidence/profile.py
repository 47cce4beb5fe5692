"""Which properties `datapackage.json` may have, and of which kind: what is used here of Frictionless.

The profile is a JSON Schema with two words of our own: ``expects`` says what a property holds, and ``cure``
what to do where writing that would not be enough.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .descriptor import TYPES
from .problems import Problem, suggest

_LONGEST = 60  # letters of a wrong value that a message shows

if TYPE_CHECKING:
    from jsonschema import ValidationError

Node = Mapping[str, Any]


def _is(expects: str, **schema: Any) -> Node:
    return {"expects": expects, **schema}


def _list(items: Node, **schema: Any) -> Node:
    return {"expects": "a list in square brackets", "type": "array", "items": items, **schema}


def _object(properties: Mapping[str, Node], required: Sequence[str] = (), **schema: Any) -> Node:
    closed = {"type": "object", "required": list(required), "additionalProperties": False}
    return {"expects": "an object in braces", "properties": properties, **closed, **schema}


TEXT = _is("text in quotation marks", type="string")
FLAG = _is("true or false", type="boolean")
LENGTH = _is("a whole number from 0 on", type="integer", minimum=0)
BOUND = _is("a number, or a day in quotation marks", type=["number", "string"])
DAY = _is("a day, such as 2021-02-18", type="string", pattern=r"^\d{4}-\d{2}-\d{2}$")
NAME = _is("a name of small letters, digits, - . _ and /", type="string", pattern=r"^[-a-z0-9._/]+$")
PATH = _is(
    "the path of a file in the descriptor's folder", type="string", pattern=r"^(?!/)(?!.*(\.\.|:|\\)).+$"
)

_BASIC = [kind for kind in TYPES if kind != "partial-date"]
CONSTRAINTS = _object(
    {
        "required": FLAG,
        "unique": FLAG,
        "enum": _list(
            TEXT, expects="a list of at least one word and none twice", minItems=1, uniqueItems=True
        ),
        "pattern": TEXT,
        "minLength": LENGTH,
        "maxLength": LENGTH,
        "minimum": BOUND,
        "maximum": BOUND,
        "exclusiveMinimum": BOUND,
        "exclusiveMaximum": BOUND,
    }
)
FIELD = _object(
    {
        "name": TEXT,
        "title": TEXT,
        "description": TEXT,
        "type": _is(f"one of {', '.join(_BASIC)}", enum=_BASIC),
        "constraints": CONSTRAINTS,
        "natoiraq:unit": TEXT,
        "natoiraq:type": _is("partial-date, the only type of our own", enum=["partial-date"]),
    },
    required=("name", "type"),
    # Other programs read a partial date as text.
    **{
        "if": {"required": ["natoiraq:type"]},
        "then": {"properties": {"type": _is("string, as a partial date must be", enum=["string"])}},
    },
)
COLUMNS = _is("the name of a column or a list of names", type=["string", "array"], items=TEXT, minItems=1)
SCHEMA = _object(
    {
        "fields": _list(FIELD, expects="a list of at least one field", minItems=1),
        "primaryKey": COLUMNS,
        "foreignKeys": _list(
            _object(
                {
                    "fields": COLUMNS,
                    "reference": _object({"resource": TEXT, "fields": COLUMNS}, required=("fields",)),
                },
                required=("fields", "reference"),
            )
        ),
        "missingValues": _list(TEXT, expects='a list of words with "" among them', contains={"const": ""}),
    },
    required=("fields",),
)
# All tables are read in one way: a property that says so may stand, one that says otherwise may not.
_SAVE = "save the table as CSV UTF-8 with commas and double quotation marks, and remove this property"
READ_AS = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "skipInitialSpace": False}
DIALECT = _object(
    {
        name: _is(f"{json.dumps(how)}, as every table is read", const=how, cure=_SAVE)
        for name, how in READ_AS.items()
    }
)
SOURCES = _list(_object({"title": TEXT, "path": TEXT, "email": TEXT, "natoiraq:key": TEXT}))
LICENCES = _list(_object({"name": TEXT, "title": TEXT, "path": TEXT}, required=("name",)))
RESOURCE = _object(
    {
        "name": NAME,
        "path": PATH,
        "title": TEXT,
        "description": TEXT,
        "profile": _is("tabular-data-resource", const="tabular-data-resource"),
        "format": _is("csv, as every table is read", const="csv", cure=_SAVE),
        "mediatype": _is("text/csv, as every table is read", const="text/csv", cure=_SAVE),
        "encoding": _is("utf-8, as every table is read", enum=["utf-8", "UTF-8"], cure=_SAVE),
        "dialect": DIALECT,
        "licenses": LICENCES,
        "sources": SOURCES,
        "schema": SCHEMA,
        "natoiraq:facts_as_of": DAY,
        "natoiraq:caveats": _list(TEXT),
        "natoiraq:what": TEXT,
        "natoiraq:attribution": TEXT,
    },
    required=("name", "path", "schema"),
)
PACKAGE = _object(
    {
        "$schema": TEXT,
        "id": TEXT,
        "name": NAME,
        "title": TEXT,
        "description": TEXT,
        "homepage": TEXT,
        "version": TEXT,
        "created": TEXT,
        "keywords": _list(TEXT),
        "contributors": _list({"type": "object", "expects": "an object in braces"}),
        "licenses": LICENCES,
        "sources": SOURCES,
        "resources": _list(RESOURCE),
        "natoiraq:facts_as_of": DAY,
        "natoiraq:left_out": _list(_object({"file": TEXT, "reason": TEXT})),
    },
    required=("resources", "natoiraq:facts_as_of"),
)


def misfits(file: str, raw: Any) -> Iterator[Problem]:
    """Yield what in a descriptor does not fit the profile.

    Parameters
    ----------
    file
        The descriptor as people name it.
    raw
        Its content as JSON gives it.

    Yields
    ------
    Problem
        Its field is the place, such as ``events.title.required``: table, column and property.
    """
    from jsonschema import Draft202012Validator  # slow to import, and loading a table does not need it

    errors = list(Draft202012Validator(PACKAGE).iter_errors(raw))
    for error in errors:
        for place, message, cure in _told(error):
            yield Problem(file, None, _address(place, raw) or None, message, cure)
    for doubled, message in [] if errors else _doubled(raw):
        yield Problem(file, None, doubled, message, "give each its own name")


def _told(error: ValidationError) -> Iterator[tuple[list[str | int], str, str]]:
    place, node, known = list(error.absolute_path), error.schema, error.schema.get("properties", {})
    if error.validator == "additionalProperties":
        for name in sorted(error.instance.keys() - known.keys()):
            cure = suggest(name, known, f"remove it, or use one of {', '.join(known)}")
            yield [*place, name], f"there is no property {name!r} here", cure
    elif error.validator == "required":
        for name in sorted(set(error.validator_value) - error.instance.keys()):
            yield [*place, name], f"the property {name!r} is missing", f"add it: {known[name]['expects']}"
    else:
        shown = json.dumps(error.instance, ensure_ascii=False)
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} ..."
        cure = node.get("cure", f"write {node['expects']}")
        yield place, f"{shown} is not {node['expects']}", cure


def _doubled(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Guard against two tables or columns of one name: only one of them would be read."""
    resources = raw["resources"]
    lists = {"resources": resources, **{each["name"]: each["schema"]["fields"] for each in resources}}
    for place, named in lists.items():
        for name, count in Counter(each["name"] for each in named).items():
            if count > 1:
                yield f"{place}.{name}", f"the name {name!r} stands here {count} times"


def _address(path: Sequence[str | int], raw: Any) -> str:
    """Write a path as people look for it: tables and columns by their names."""
    words: list[str] = []
    inside = raw
    for step in path:
        inside = None if isinstance(inside, dict) and step not in inside else inside[step]
        name = inside.get("name") if isinstance(step, int) and isinstance(inside, dict) else None
        if words and words[-1] in ("resources", "fields") and isinstance(name, str):
            words[-1] = name
        else:
            words.append(str(step + 1 if isinstance(step, int) else step))
    return ".".join([*(word for word in words[:-1] if word not in ("schema", "constraints")), *words[-1:]])
