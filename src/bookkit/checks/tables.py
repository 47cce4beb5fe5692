"""`table`: the rows and columns of a table, whatever their order and dtype."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import Plain, kind, plain, same

Trap = tuple[Callable[[pd.DataFrame], Any], str]
"""A test of the student's table, and the sentence about the mistake when it is true."""

Rows = list[dict[str, Plain]]


@guarded
def table(
    value: object,
    expected: pd.DataFrame | None = None,
    *,
    name: str,
    columns: Sequence[str] = (),
    rows: int | None = None,
    keys: Sequence[str] = (),
    tolerance: float = 1e-6,
    traps: Sequence[Trap] = (),
    see: str | None = None,
) -> None:
    """Check a table.

    Forgiven: the order of rows and columns, further columns, the index, every dtype that holds the same
    values (whole numbers as decimals, dates as ISO text, categories as text), blanks at the ends of texts,
    and a Series whose index and name are the columns asked for.

    Parameters
    ----------
    value
        The student's table.
    expected
        The right table; without one, only columns, number of rows and traps are checked.
    name
        What the student calls it.
    columns
        The columns asked for, where there is no `expected` to take them from.
    rows
        The right number of rows, likewise.
    keys
        The columns that tell one row from another; by default those of `expected` that hold no numbers.
    tolerance
        How far a number may be off, either way.
    traps
        Mistakes to name, each with its test; the first that is true is named.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        When it is wrong; with the right rows, each right column earns its share of the points.
    """
    wanted = list(expected.columns) if expected is not None else list(columns)
    frame = _frame(value, wanted, name)
    found = _rows(frame, wanted or list(frame.columns))
    right = _rows(expected, wanted) if expected is not None else None
    need = len(right) if right is not None else rows
    if need is not None and len(found) != need:
        more, plural = len(found) - need, "s" if abs(len(found) - need) > 1 else ""
        fault = f"{abs(more)} row{plural} {'too many' if more > 0 else 'too few'}"
        raise CheckFailed(f"`{name}` has {fault}{_trap(frame, traps)}.")
    if right is None:
        if sentence := _trap(frame, traps):
            raise CheckFailed(f"`{name}` is not there yet{sentence}.")
        return
    _compare(found, right, list(keys) or _keys(right, wanted), tolerance, name, _trap(frame, traps))


def _frame(value: object, wanted: Sequence[str], name: str) -> pd.DataFrame:
    """Return the student's table with the columns asked for, some of which may stand in its index."""
    if isinstance(value, pd.Series):
        value = value.to_frame() if value.name is not None else value.to_frame("the values")
    if not isinstance(value, pd.DataFrame):
        raise CheckFailed(f"`{name}` must be a table, and it is {kind(value)}.")
    frame = pd.DataFrame(value)
    if set(wanted) - set(frame.columns) and set(wanted) & set(frame.index.names):
        frame = frame.reset_index()
    if missing := [column for column in wanted if column not in frame.columns]:
        there = ", ".join(f"“{column}”" for column in frame.columns)
        raise CheckFailed(f"`{name}` has no column “{missing[0]}”; it has {there or 'none'}.")
    if twice := [
        column for column, times in Counter(frame.columns).items() if times > 1 and column in wanted
    ]:
        raise CheckFailed(f"`{name}` has the column “{twice[0]}” twice: keep one.")
    return frame


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Rows:
    series = [[plain(cell) for cell in frame[column].tolist()] for column in columns]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*series, strict=True)]


def _keys(right: Rows, columns: Sequence[str]) -> list[str]:
    texts = [column for column in columns if not any(isinstance(row[column], float) for row in right)]
    return texts or list(columns)


def _trap(frame: pd.DataFrame, traps: Sequence[Trap]) -> str:
    """Return ": " and the sentence of the first mistake that the table shows, else nothing."""
    for test, sentence in traps:
        try:
            if bool(test(frame)):
                return f": {sentence}"
        except Exception:
            continue  # the test of one mistake may not fit a table with another
    return ""


def _order(row: dict[str, Plain], columns: Sequence[str]) -> list[tuple[str, Any]]:
    cells = [row[column] for column in columns]
    return [
        (type(cell).__name__, cell if isinstance(cell, float | str | bool) else repr(cell)) for cell in cells
    ]


def _compare(
    found: Rows,
    right: Rows,
    keys: Sequence[str],
    tolerance: float,
    name: str,
    trap: str,
) -> None:
    others = [column for column in right[0] if column not in keys] if right else []
    by = [*keys, *others]
    pairs = list(
        zip(
            sorted(found, key=lambda row: _order(row, by)),
            sorted(right, key=lambda row: _order(row, by)),
            strict=True,
        )
    )
    strange = [row for row, good in pairs if not all(same(row[key], good[key], tolerance) for key in keys)]
    if strange:
        label = _label(strange[0], keys)
        raise CheckFailed(
            f"`{name}` has rows that do not belong, or miss their partners{trap or f': look at “{label}”'}."
        )
    problems = []
    for column in others:
        wrong = [row for row, good in pairs if not same(row[column], good[column], tolerance)]
        if wrong:
            where = f"{len(wrong)} of {len(right)} rows, such as “{_label(wrong[0], keys)}”"
            problems.append(f"In `{name}` the column “{column}” is wrong in {where}{trap}.")
    if problems:
        raise CheckFailed(*problems, share=1 - len(problems) / len(others))


def _label(row: dict[str, Plain], keys: Sequence[str]) -> str:
    """Return what tells a row from the others, as the student's own table has it."""
    cells = [row[key] for key in keys]
    return ", ".join(
        "an empty cell" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
        for cell in cells
    )
