"""Whatever a value is, a check answers with its own error, and is never talked into a yes."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bookkit import checks
from bookkit.checks import Channel
from tests.checks.failing import failing


class Liar(float):
    """A number that says yes to every comparison."""

    def __eq__(self, other: object) -> bool:
        return True

    def __le__(self, other: object) -> bool:
        return True

    def __sub__(self, other: object) -> float:
        return 0.0

    __ge__ = __lt__ = __gt__ = __le__
    __hash__ = float.__hash__


class Word(str):
    """A text that says yes to every comparison."""

    def __eq__(self, other: object) -> bool:
        return True

    def casefold(self) -> str:
        return "right"

    def split(self, *args: Any) -> list[str]:  # type: ignore[override]
        return ["right"]

    __hash__ = str.__hash__


class Bomb:
    """A value that raises whatever is asked of it."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("answer: 42")


class Frame(pd.DataFrame):
    """A table that lies about its columns."""

    @property
    def columns(self) -> Any:
        raise RuntimeError("no")


def cyclic() -> list[Any]:
    items: list[Any] = []
    items.append(items)
    return items


def deep() -> dict[str, Any]:
    spec: dict[str, Any] = {}
    spec["layer"] = [spec]
    spec["spec"] = spec
    return spec


VALUES = [
    Bomb,
    cyclic(),
    deep(),
    object(),
    object,
    Liar(1),
    Word("x"),
    b"bytes",
    1j,
    np.array([[1, 2]]),
    {1: {2}},
    pd.DataFrame([[cyclic()]], columns=["a"]),
    Frame({"a": [1]}),
    pd.DataFrame({"a": [object()], "b": [5]}),
    float("nan"),
    pd.DataFrame({"a": pd.array([2**62], dtype="Int64")}),
    range(10**9),
    pd.NA,
    pd.NaT,
    Ellipsis,
    lambda: 1,
]
RIGHT = pd.DataFrame({"a": ["right"], "b": [5.0]})
CHECKS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (checks.number, (5,), {"traps": [(1, "No.")], "between": (0, 9), "whole": True}),
    (checks.text, ("right",), {"options": ["right", "wrong"]}),
    (checks.table, (RIGHT,), {"traps": [(lambda rows: rows["c"].any(), "no")]}),
    (checks.function, ([checks.Case((1,), 5, "one")],), {}),
    (checks.chart, (), {"marks": ["bar"], "channels": [Channel("a", on=("x",), values=[1])], "words": True}),
    (checks.memo, (), {"sections": ["A"], "words": (1, 2), "citations": 1, "sources": 1}),
]


def value(place: int) -> Any:
    """Return a value; a bomb only now, since others in this process look at every object there is."""
    found = VALUES[place]
    return found() if found is Bomb else found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check[0].__name__)
@pytest.mark.parametrize("place", range(len(VALUES)))
def test_a_check_raises_only_its_own_error(place: int, check: tuple[Any, Any, Any]) -> None:
    function, args, options = check
    error = failing(function, value(place), *args, name="it", **options)
    assert error.sentences
    assert "42" not in str(error)
    assert error.__cause__ is None


@pytest.mark.parametrize("place", range(len(VALUES)))
def test_a_function_that_returns_anything_is_answered(place: int) -> None:
    error = failing(checks.function, lambda n: value(place), [checks.Case((1,), 5, "one")], name="f")
    assert error.share == 0


@pytest.mark.parametrize(
    "spec",
    [
        {"mark": "bar", "encoding": {"x": 5, "y": None}},
        {
            "mark": "bar",
            "encoding": {"x": {"field": "a", "type": "quantitative", "scale": 7}},
            "data": {"values": 3},
        },
        {"mark": {"type": None}, "encoding": [], "transform": [1]},
        {"mark": "bar", "title": {"text": 5}, "data": {"name": "x"}, "datasets": []},
        {"layer": "bars", "hconcat": 5, "spec": []},
    ],
)
def test_a_broken_specification_is_answered(spec: dict[str, Any]) -> None:
    channel = Channel("a", on=("x",), types=("quantitative",), values=[1], zero=True)
    failing(checks.chart, spec, name="c", marks=["line"], channels=[channel], words=True)


def test_a_warning_costs_no_points(capsys: pytest.CaptureFixture[str]) -> None:
    """nbgrader gives 0 to a test cell that writes to stderr."""

    def warns(n: int) -> int:
        warnings.warn("old", UserWarning, stacklevel=1)
        return n

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        checks.function(warns, [checks.Case((1,), 1, "one")], name="f")
    assert capsys.readouterr().err == ""
