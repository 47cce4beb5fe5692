"""Reads the tagged JSON of `dumping` on the trusted side: plain values, tables, charts, stand-ins.

Nothing of it is code, and a value that cannot be read becomes an `Opaque`, which no check takes for right.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pandas as pd

Call = Callable[[list[Any]], str | None]

DTYPES: Final = (
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "bool",
    "Int64", "Int32", "Float64", "boolean", "str", "string",
)  # fmt: skip
"""Those that change what a check sees; cells of all others stay objects."""


_NAME: Final = re.compile(r"[A-Za-z_]\w{0,40}", re.ASCII)
"""Of an error: a name that cannot be read as a sentence of ours."""


class Opaque:
    """A value of a kind that does not travel."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"


class Chart:
    """A student's chart: its specification, or none where it cannot be drawn."""

    def __init__(self, spec: dict[str, Any] | None) -> None:
        self._spec = spec

    def to_dict(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Return a copy of the specification."""
        if self._spec is None:
            raise ValueError("the chart cannot be drawn")
        return copy.deepcopy(self._spec)


class StudentError(Exception):
    """An error that a student's function raised; its class has the name of the original."""


def read(text: str, call: Call | None = None) -> Any:
    """Return a value.

    Parameters
    ----------
    text
        What `dumping.dump` made, as JSON; anything else is opaque.
    call
        Calls the function of this name in the student's kernel, where the value is a function.
    """
    try:
        return _load(json.loads(text), call)
    except Exception:
        return Opaque("unreadable")


def read_result(text: str | None) -> Any:
    """Return what a student's function gave, from JSON.

    Parameters
    ----------
    text
        {"value": ...} or {"error": its kind}; None when the call was stopped.

    Raises
    ------
    StudentError
        Where it raised: an error of a class of the same name.
    """
    try:
        found = json.loads(text or '{"error": "TimeoutError"}')
        if "value" in found:
            return _load(found["value"])
        name = found["error"] if _NAME.fullmatch(str(found["error"])) else "Error"
    except Exception:
        return Opaque("unreadable")
    raise type(name, (StudentError,), {})


def arguments(args: tuple[Any, ...]) -> list[Any]:
    """Return the arguments of a call as plain JSON."""
    plain: list[Any] = json.loads(json.dumps(args, default=lambda value: value.tolist()))
    return plain


def _load(found: Any, call: Call | None = None) -> Any:
    if isinstance(found, list):
        return [_load(item) for item in found]
    if not isinstance(found, dict):
        return found
    kind, value = found["t"], found.get("v", ())
    if kind == "function" and call is not None:
        return _stand_in(call)
    if kind == "chart":
        return Chart(value if isinstance(value, dict) else None)
    if kind in ("NA", "NaT"):
        return pd.NA if kind == "NA" else pd.NaT
    if kind == "dict":
        return {_load(key): _load(item) for key, item in value}
    if reader := _READERS.get(kind):
        return reader(_load(value))
    return _TABLES[kind](found)


def _stand_in(call: Call) -> Callable[..., Any]:
    def function(*args: Any) -> Any:
        return read_result(call(arguments(args)))

    return function


def _fraction(value: Any) -> Fraction:
    """Return a fraction that was written as one: "1e999999999" would take an hour."""
    above, _, below = str(value).partition("/")
    return Fraction(int(above), int(below or 1))


def _scalar(found: dict[str, Any]) -> Any:
    value = _load(found["v"])
    return np.dtype(found["d"]).type(value) if found["d"] in DTYPES else value


def _array(found: dict[str, Any]) -> Any:
    return np.array(_load(found["v"]), dtype=found["d"] if found["d"] in DTYPES else object)


def _column(found: dict[str, Any]) -> pd.Series[Any]:
    cells: pd.Series[Any] = pd.Series(_load(found["v"]), dtype=object)
    kind = str(found["d"])
    if kind == "category":
        return cells.astype(pd.CategoricalDtype(_load(found["k"]), bool(found["o"])))
    if kind in DTYPES or kind.startswith("datetime64["):
        cells = cells.astype(kind)  # type: ignore[call-overload]
    return cells


def _index(found: dict[str, Any]) -> pd.Index[Any]:
    names: list[Any] = list(_load(found["n"]) or [])
    if "r" in found:
        start, stop, step = (int(number) for number in found["r"])
        return pd.RangeIndex(start, stop, step, name=names[0])
    cells = _load(found["v"])
    if len(names) > 1:
        return pd.MultiIndex.from_tuples([tuple(cell) for cell in cells], names=names)
    index: pd.Index[Any] = pd.Index(cells, dtype=object, name=names[0], tupleize_cols=False)
    kind = str(found["d"])
    return index.astype(kind) if kind in DTYPES or kind.startswith("datetime64[") else index


def _series(found: dict[str, Any]) -> pd.Series[Any]:
    series = _column(found)
    if found["i"] is not None:
        series.index = _index(found["i"])
    series.name = _load(found["n"])
    return series


def _frame(found: dict[str, Any]) -> pd.DataFrame:
    columns, index = [_column(column) for column in found["v"]], _index(found["i"])
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=index)
    return frame.set_axis(_index(found["c"]), axis=1).set_axis(index, axis=0)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "int": int,
    "float": float,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "Decimal": Decimal,
    "Fraction": _fraction,
    "Timestamp": pd.Timestamp,
    "Timedelta": pd.Timedelta,
    "timedelta": pd.Timedelta,
    "Period": pd.Period,
    "other": Opaque,
}
_TABLES: Final[dict[str, Callable[[dict[str, Any]], Any]]] = {
    "scalar": _scalar,
    "array": _array,
    "Series": _series,
    "DataFrame": _frame,
    "Index": _index,
}
