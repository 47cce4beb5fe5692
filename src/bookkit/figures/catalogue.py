"""The list of the book's charts, so that a test covers a new one without being told."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar

from bookkit import project

ChartFunction = Callable[[], Any]
F = TypeVar("F", bound=ChartFunction)

_functions: dict[str, ChartFunction] = {}


def catalogued(function: F) -> F:
    """Enter a chart function into the catalogue as `module-function`, the name it must publish under."""
    module = function.__module__.rpartition(".")[2]
    _functions[f"{module}-{function.__name__}".replace("_", "-")] = function
    return function


def catalogue() -> dict[str, ChartFunction]:
    """Return every chart function of the book by the name of its chart."""
    charts = importlib.import_module(f"{project.current().package}.charts")
    for module in pkgutil.iter_modules(charts.__path__, f"{charts.__name__}."):
        importlib.import_module(module.name)
    return dict(sorted(_functions.items()))
