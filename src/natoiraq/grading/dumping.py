"""Writes values as tagged JSON, in the student's kernel.

It takes nothing from the names of the notebook, so that a student who calls something `list` or `str` loses
nothing. What it makes is data; `values` reads it on the trusted side.
"""

from __future__ import annotations

import datetime
import json
import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

ITEMS = 200_000  # of one list or column: the checks read fewer
DEPTH = 12  # levels of lists in lists
TEXT = 2_000_000  # characters of one text
SIZE = 3_000_000  # characters of one value, which quoting may double


class Other(Exception):
    """A value that does not travel."""


def dump(value: Any, depth: int = DEPTH) -> Any:
    """Return a value as JSON: plain, or a dict whose "t" names its kind."""
    if depth == 0:
        raise Other("nested too deeply")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value[:TEXT])
    if isinstance(value, int):
        return int(value) if abs(value) < 1 << 53 else _big(int(value))
    if isinstance(value, float):
        return _float(float(value))
    if isinstance(value, list | tuple | set | frozenset):
        return _several(value, depth)
    if isinstance(value, dict):
        pairs = [[dump(key, depth - 1), dump(item, depth - 1)] for key, item in _short(value).items()]
        return {"t": "dict", "v": pairs}
    if isinstance(value, Decimal | Fraction):
        return {"t": type(value).__name__, "v": str(value)}
    return _of_library(value, depth)


def _float(value: float) -> Any:
    return value if math.isfinite(value) else {"t": "float", "v": repr(value)}


def _big(value: int) -> Any:
    """Return a whole number that JSON's readers may round; one beyond every decimal as infinite."""
    if value.bit_length() > 1024:
        return {"t": "float", "v": "inf" if value > 0 else "-inf"}
    return {"t": "int", "v": str(value)}


def _short(value: Any) -> Any:
    if len(value) > ITEMS:
        raise Other("too long")
    return value


def _several(value: Any, depth: int) -> Any:
    items = [dump(item, depth - 1) for item in _short(value)]
    kind = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
    return items if kind is list else {"t": kind.__name__, "v": items}


def _of_library(value: Any, depth: int) -> Any:
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas and numpy:
        if value is pandas.NA or value is pandas.NaT:
            return {"t": "NA" if value is pandas.NA else "NaT"}
        if isinstance(value, pandas.Timedelta | pandas.Period | datetime.timedelta):
            return {"t": type(value).__name__, "v": str(value)}
        if isinstance(value, pandas.Interval):
            return str(value)
        if isinstance(value, datetime.date | numpy.datetime64):
            return {"t": "Timestamp", "v": str(pandas.Timestamp(value))}
        if isinstance(value, numpy.generic):
            return {"t": "scalar", "d": str(value.dtype), "v": dump(value.item(), depth - 1)}
        if isinstance(value, numpy.ndarray):
            return {"t": "array", "d": str(value.dtype), "v": dump(_short(value).tolist(), depth - 1)}
        if isinstance(value, pandas.DataFrame):
            columns = [_column(value.iloc[:, place], depth) for place in range(value.shape[1])]
            return {
                "t": "DataFrame",
                "c": _index(value.columns, depth),
                "v": columns,
                "i": _index(value.index, depth),
            }
        if isinstance(value, pandas.Series):
            return {
                "t": "Series",
                **_column(value, depth),
                "n": dump(value.name, depth - 1),
                "i": _index(value.index, depth),
            }
        if isinstance(value, pandas.Index):
            return {"t": "Index", **_index(value, depth)}
        if isinstance(value, pandas.api.extensions.ExtensionArray):
            return {"t": "Series", **_column(pandas.Series(value), depth), "n": None, "i": None}
    return _object(value)


def _column(series: Any, depth: int) -> Any:
    """Return the cells of a column one by one, so that an odd one among them changes no other."""
    cells = _cells(series, depth)
    kind = series.dtype
    if hasattr(kind, "categories"):
        return {
            "d": "category",
            "v": cells,
            "k": _cells(kind.categories, depth),
            "o": bool(kind.ordered),
        }
    return {"d": str(kind), "v": cells}


def _cells(values: Any, depth: int) -> Any:
    return [_cell(cell, depth - 1) for cell in _short(values).astype(object).tolist()]


def _cell(value: Any, depth: int) -> Any:
    try:
        return dump(value, depth)
    except Other as error:
        return {"t": "other", "v": str(error)}


def _index(index: Any, depth: int) -> Any:
    if type(index).__name__ == "RangeIndex":
        return {"r": [index.start, index.stop, index.step], "n": dump(list(index.names), depth - 1)}
    cells = _cells(index, depth)
    return {"d": str(getattr(index, "dtype", "object")), "v": cells, "n": dump(list(index.names), depth - 1)}


def _object(value: Any) -> Any:
    """Return a chart as its specification, and of a function only that it is one."""
    draw = getattr(value, "to_dict", None)
    if "altair" in sys.modules and callable(draw) and not isinstance(value, type):
        try:
            return {"t": "chart", "v": json.loads(json.dumps(draw()))}
        except Exception:
            return {"t": "chart", "v": None}
    if callable(value):
        return {"t": "function"}
    raise Other(type(value).__name__)


def text(value: Any) -> str:
    """Return a value as tagged JSON; one that does not travel as its kind."""
    try:
        dumped = json.dumps(dump(value))
    except Exception as error:
        return json.dumps({"t": "other", "v": type(error).__name__})
    return dumped if len(dumped) <= SIZE else json.dumps({"t": "other", "v": "large"})
