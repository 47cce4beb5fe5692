"""The cells of a CSV file as text, or one clear error: the only place that opens a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .problems import EvidenceError, shown, suggest


def read_cells(path: Path, columns: Sequence[str], missing: Sequence[str] = ("",)) -> list[list[str]]:
    """Read a table whose header must be `columns`.

    A byte order mark and Windows line ends are accepted, because spreadsheet programs write them.

    Parameters
    ----------
    path
        A UTF-8, comma-separated file with a header.
    columns
        The names the header must hold, in order.
    missing
        The words that stand for an empty cell; such a cell comes back as "".

    Returns
    -------
    list of list of str
        One list a row, each as long as `columns`; row ``i`` of the list is row ``i + 2`` of a spreadsheet.

    Raises
    ------
    EvidenceError
        If the file is missing, is not UTF-8, is not CSV, or a row is empty or has too few or too many cells.
    """
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(_text(path), newline=""), strict=True):
            rows.append(row)
    except csv.Error as error:
        raise EvidenceError(
            shown(path),
            f"the file cannot be read as CSV from here on: {error}",
            "close the quotation mark that an earlier cell opens and double those inside a cell",
            row=len(rows) + 1,
        ) from None
    if not rows:
        raise EvidenceError(shown(path), "the file is empty", f"begin it with the header {','.join(columns)}")
    _check_header(path, rows[0], columns)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            _raise_count(path, number, row, columns)
    words = [["" if cell in missing else cell for cell in row] for row in rows[1:]]
    for number, row in enumerate(words, start=2):
        if not any(row):
            _raise_empty(path, number)
    return words


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise EvidenceError(
            shown(path), "the file is missing", "add it, or remove its resource from datapackage.json"
        ) from None
    except OSError as error:
        raise EvidenceError(
            shown(path), f"the file cannot be opened: {error.strerror}", "make it a readable file"
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise EvidenceError(
            shown(path), "the file is not UTF-8 text", "save it as 'CSV UTF-8', encoding UTF-8", row=line
        ) from None


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    if list(header) == list(columns):
        return
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    if missing:
        message, cure = f"the column {missing[0]!r} is missing", f"add it: the header is {','.join(columns)}"
        if unknown:
            cure = f"rename {unknown[0]!r} or add the column: the header is {','.join(columns)}"
    elif unknown:
        message = f"the column {unknown[0]!r} is not described"
        cure = suggest(unknown[0], columns, "describe it in datapackage.json or remove it")
    else:
        message, cure = "the columns are doubled or in another order", f"write {','.join(columns)}"
    raise EvidenceError(shown(path), message, cure, row=1, field=next(iter(missing or unknown), None))


def _raise_count(path: Path, number: int, row: Sequence[str], columns: Sequence[str]) -> None:
    if not row:
        _raise_empty(path, number)
    more = len(row) > len(columns)
    raise EvidenceError(
        shown(path),
        f"the row has {len(row)} cells where the header has {len(columns)}",
        "put quotation marks round a cell that holds a comma" if more else "add the commas of empty cells",
        row=number,
        field=None if more else columns[len(row)],
    )


def _raise_empty(path: Path, number: int) -> NoReturn:
    raise EvidenceError(shown(path), "the row is empty", "delete it", row=number)
