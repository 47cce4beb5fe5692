"""The calculations behind derived facts, each a few lines from tables to one number or date."""

from __future__ import annotations

from .dates import parse
from .descriptor import facts_as_of as _facts_as_of
from .registry import Result, derived


@derived("the day up to which the module's facts go")
def facts_as_of() -> Result:
    """Return the date that the whole package of tables gives."""
    return Result(None, (), parse(_facts_as_of().isoformat()))
