"""The register of derived facts: named calculations that carry the rows they rest on.

The calculations themselves stand above the models, in a package that is imported at the first question: who
only loads tables imports no model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

import pandas as pd

from bookkit import project

from .dates import PartialDate


class Result(NamedTuple):
    """What a calculation found.

    Parameters
    ----------
    rows
        The rows it rests on, one frame a table, each with its ``sources`` and ``attrs``.
    value
        The number, in the unit of the calculation; None if the answer is a range or a date.
    low, high
        The ends of a range.
    date
        The date the number is for, or the answer itself.
    """

    rows: tuple[pd.DataFrame, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    date: PartialDate | None = None


@dataclass(frozen=True)
class Derived:
    """One calculation, or a family of them with a member for each name that `each` returns."""

    name: str
    what: str
    unit: str
    compute: Callable[..., Result]
    each: Callable[[], dict[str, str]] | None = None

    def names(self) -> list[str]:
        """Return the names of all members, such as ``olsen-months``."""
        return [f"{member}-{self.name}" for member in self.each()] if self.each else [self.name]

    def has(self, name: str) -> bool:
        """Say whether there is a member called `name`."""
        if not self.each:
            return name == self.name
        return name.endswith(f"-{self.name}") and name in self.names()

    def words(self, name: str) -> str:
        """Return short words for what the member called `name` counts."""
        return self.what.format(self.each()[name.removesuffix(f"-{self.name}")]) if self.each else self.what

    def result(self, name: str) -> Result:
        """Compute the member called `name`."""
        return self.compute(name.removesuffix(f"-{self.name}")) if self.each else self.compute()


_REGISTRY: dict[str, Derived] = {}


def derived(
    what: str, unit: str = "", *, each: Callable[[], dict[str, str]] | None = None
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Register a calculation as the fact ``derived:<name-of-the-function>``.

    Parameters
    ----------
    what
        Short words for what is counted; in a family, with braces where the member's name goes.
    unit
        Unit of the value; empty for a date.
    each
        Returns the members of a family and their names: the function takes a member, and its fact is
        ``derived:<member>-<name>``.
    """

    def register(function: Callable[..., Result]) -> Callable[..., Result]:
        name = function.__name__.replace("_", "-")
        _REGISTRY[name] = Derived(name, what, unit, function, each)
        return function

    return register


def calculation(name: str) -> Derived | None:
    """Return the calculation of the derived fact called `name`, None if there is no such fact."""
    return next((each for each in _registered() if each.has(name)), None)


def members() -> Iterator[tuple[str, Derived]]:
    """Yield every name a derived fact can have, with its calculation."""
    for calculation in _registered():
        for name in calculation.names():
            yield name, calculation


def _registered() -> list[Derived]:
    """Return all calculations.

    An error in the package passes through, at each question: Python keeps no module that failed.
    """
    if facts := project.current().facts:
        import_module(facts)
    return [*_REGISTRY.values()]
