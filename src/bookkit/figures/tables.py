"""The data table behind a chart: checked, written in house style, kept in the chart as plain text."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from numbers import Real
from typing import Any, TypedDict

import pandas as pd

from bookkit.errors import ChartError

MAX_ROWS = 500
_LABEL = re.compile(r"[A-Z0-9][^_]*")


class Table(TypedDict):
    """A table as text: `keys` are its index, `numeric` names the columns set flush right."""

    columns: list[str]
    numeric: list[str]
    keys: list[str]
    rows: list[list[str]]


def cell(value: Any, *, year: bool = False) -> str:
    """Return `value` as a reader expects it: 4,000; 12.5; 18 February 2021; yes; nothing for a missing one.

    Parameters
    ----------
    value
        A number, date, text, truth value or missing value.
    year
        Whether the number is a calendar year, which takes no comma.
    """
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, Real):
        number = float(value)
        decimals = 2 if abs(number) >= 1 else 4
        text = f"{number:{'' if year else ','}.{decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def as_text(chart: str, table: pd.DataFrame) -> Table:
    """Return `table` as text.

    Parameters
    ----------
    chart
        The chart's name, for the messages.
    table
        One row per row shown; column names as a reader should see them; the index identifies a row.

    Raises
    ------
    ChartError
        If the table is empty, too long, repeats an index value or has a column name that is no label.
    """
    columns = [str(column) for column in table.columns]
    wrong = next((column for column in columns if not _LABEL.fullmatch(column)), None)
    if table.empty:
        raise ChartError(chart, "its data table is empty", "pass the DataFrame the chart shows as table=")
    if len(table) > MAX_ROWS:
        raise ChartError(chart, f"its data table has {len(table):,} rows", "aggregate it in pandas")
    if wrong is not None:
        cure = 'rename it in the table, for example "us_troops" to "US troops"'
        raise ChartError(chart, f'the table column "{wrong}" is no label for a reader', cure)
    if not table.index.is_unique:
        raise ChartError(chart, "its data table repeats an index value", "call .reset_index(drop=True) on it")
    numeric = [name for name, kind in zip(columns, table.dtypes, strict=True) if _is_number(kind)]
    years = [bool(re.search(r"\byear\b", column, re.IGNORECASE)) for column in columns]
    rows = [
        [cell(value, year=year) for value, year in zip(row, years, strict=True)]
        for row in table.itertuples(index=False, name=None)
    ]
    return {"columns": columns, "numeric": numeric, "keys": [str(key) for key in table.index], "rows": rows}


def _is_number(dtype: Any) -> bool:
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)


def table_html(table: Table, caption: str) -> str:
    """Return the table as HTML: folded, with a caption, header cells and a frame that the keyboard scrolls.

    Parameters
    ----------
    table
        From `as_text`.
    caption
        The finding of the chart it stands behind.
    """
    numeric = [' class="nq-number"' if column in table["numeric"] else "" for column in table["columns"]]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column)}</th>'
        for column, kind in zip(table["columns"], numeric, strict=True)
    )
    body = "\n".join(
        f'<tr data-row="{escape(key)}">{_row_html(row, numeric)}</tr>'
        for key, row in zip(table["keys"], table["rows"], strict=True)
    )
    count = f"{len(table['rows']):,} row{'s' if len(table['rows']) != 1 else ''}"
    label = f'aria-label="Data table: {escape(caption)}"'
    return (
        f'<details class="nq-chart-table"><summary>Data table ({count})</summary>\n'
        f'<div class="nq-chart-scroll" role="region" tabindex="0" {label}>\n'
        f"<table><caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"
        "</div></details>"
    )


def _row_html(row: list[str], numeric: list[str]) -> str:
    first = f'<th scope="row"{numeric[0]}>{escape(row[0])}</th>'
    return first + "".join(
        f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row[1:], numeric[1:], strict=True)
    )
