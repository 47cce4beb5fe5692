"""The project's own rules, by subject; each yields the problems it finds and says which mistake it guards."""

from collections.abc import Callable, Iterator

from ..problems import Problem
from . import dates, description, numbers, rows, sources, words
from .sheet import Evidence, Sheet

Rule = Callable[[Evidence], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *sources.RULES,
    *dates.RULES,
    *numbers.RULES,
    *rows.RULES,
    *words.RULES,
    *description.RULES,
)

__all__ = ["RULES", "Evidence", "Rule", "Sheet"]
