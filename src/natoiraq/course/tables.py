"""Reads a CSV file as people have it: any separator, any usual encoding, any line ends."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError

LARGEST: Final = 16 << 20
"""Bytes: no list of students is longer."""


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, blank ones too, so that row 1 is the file's first.

    Parameters
    ----------
    path
        A file in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs between the columns.

    Raises
    ------
    ToldError
        When it is missing, is a spreadsheet or something else, or has no rows.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep="):  # Excel's own way to name the separator
        text = text.partition("\n")[2]
        first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise ToldError(
            f"{path} cannot be read as CSV ({error}). Cure: export the list again as CSV, in UTF-8."
        ) from error
    if not any(any(row) for row in rows):
        raise ToldError(f"{path} is empty. Cure: export the list of students again.")
    return rows


def _text(path: Path) -> str:
    if not path.is_file():
        raise ToldError(f"{path} is missing. Cure: give the CSV file with the list of students.")
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ToldError(f"{path} is larger than 16 MB. Cure: give the list of students alone.")
    if raw.startswith(b"PK"):
        raise ToldError(f"{path} is a spreadsheet or a zip. Cure: save the sheet as CSV, in UTF-8.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise ToldError(f"{path} is no text. Cure: export the list of students as CSV, in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
