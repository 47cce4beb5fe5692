"""What a field's constraints ask of its cells, beside type, vocabulary and uniqueness."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .descriptor import Field
from .problems import suggest
from .values import WrongValueError, value

_ANY = ("required", "unique")
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
_LENGTH: Mapping[str, Callable[[Any, Any], bool]] = {"minLength": operator.ge, "maxLength": operator.le}
_FOR_WORDS = (*_ANY, "enum", "pattern", *_LENGTH)
_FOR_NUMBERS = (*_ANY, *_ORDER)
CONSTRAINTS = {
    "string": _FOR_WORDS,
    "partial-date": _FOR_WORDS,
    "boolean": _ANY,
    "integer": _FOR_NUMBERS,
    "number": _FOR_NUMBERS,
    "year": _FOR_NUMBERS,
    "date": _FOR_NUMBERS,
}


@dataclass(frozen=True)
class Limit:
    """One limit: what to say of a cell that breaks it, and the test of a cell and its value."""

    message: str
    cure: str
    keeps: Callable[[str, Any], bool]


def limit(field: Field, kind: str, bound: Any) -> Limit | None:
    """Read one constraint of a field; None if other code checks it.

    Raises
    ------
    WrongValueError
        If the type has no such constraint, or the bound is none.
    """
    known = CONSTRAINTS[field.type]
    if kind not in known:
        cure = suggest(kind, known, f"use one of {', '.join(known)}, or remove it")
        raise WrongValueError(f"the type {field.type} has no constraint {kind!r}", cure)
    if kind == "pattern":
        form = _form(bound)
        return None if field.name == "sources" else form  # rules.sources says which key is wrong
    if kind in _LENGTH:
        return _limit(kind, bound, lambda cell, _: _LENGTH[kind](len(cell), bound))
    if kind in _ORDER:
        try:
            edge = value(str(bound), field)
        except WrongValueError as wrong:
            raise WrongValueError(f"the constraint {kind!r}: {wrong.message}", wrong.cure) from None
        return _limit(kind, bound, lambda _, found: _ORDER[kind](found, edge))
    return None


def _limit(kind: str, bound: Any, keeps: Callable[[str, Any], bool]) -> Limit:
    return Limit(
        f"breaks the limit {kind} {bound}", "correct the cell, or the limit in datapackage.json", keeps
    )


def _form(pattern: str) -> Limit:
    try:
        form = re.compile(pattern)
    except re.error as error:
        message = f"the constraint 'pattern': {pattern!r} is not a regular expression: {error}"
        raise WrongValueError(message, "correct it there") from None
    return Limit(
        f"is not of the form {pattern}", "write it in that form", lambda cell, _: bool(form.fullmatch(cell))
    )
