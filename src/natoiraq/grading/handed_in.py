"""Reads whatever was handed in: a notebook of any format, a damaged one, a script, a zip."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from natoiraq.grading.cells import DECODER, Cell, branch, cells_of, complete_cells, script_cells, words

LARGEST: Final = 32 << 20
"""Bytes of the largest file that is read."""

MOST: Final = 2000
"""Cells that are taken of one file."""
LONGEST: Final = 1 << 20
"""Characters that are taken of one cell."""

ASK: Final = "Cure: ask for the file that ends in `.ipynb`, and collect it."
ZIP: Final = b"PK\x03\x04"
BROKEN_ZIP: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError),
)


@dataclass(frozen=True)
class HandedIn:
    """What could be read of a file.

    Parameters
    ----------
    cells
        In their order; empty when nothing could be read.
    title, language
        What the file says of its exercise and of its language, "" without.
    notes
        What was out of the ordinary, a sentence each.
    damaged
        Whether more may have stood in the file than could be read.
    """

    cells: tuple[Cell, ...] = ()
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    damaged: bool = False


def read_cells(raw: bytes | None) -> HandedIn:
    """Return the cells of a file, as many as can be read; never raises for what a file holds."""
    found = _read(raw)
    cells, notes = found.cells, found.notes
    if len(cells) > MOST:
        notes += (f"Only the first {MOST} cells of the file were taken.",)
    if any(len(cell.source) > LONGEST for cell in cells):
        notes += (f"A cell with more than {LONGEST} characters was cut off there.",)
    cut = tuple(replace(cell, source=cell.source[:LONGEST]) for cell in cells[:MOST])
    damaged = found.damaged or (raw is not None and not cells)
    return replace(found, cells=cut, notes=notes, damaged=damaged)


def _read(raw: bytes | None) -> HandedIn:
    if raw is None:
        return HandedIn(notes=("No file could be taken; every part counts as not answered.",))
    if not raw.strip():
        return HandedIn(notes=(f"The file handed in is empty. {ASK}",))
    if raw.startswith(ZIP):
        return _zip(raw)
    text, notes = _decode(raw)
    try:
        return _notebook(DECODER.decode(text), notes)
    except (ValueError, RecursionError):
        return _damaged(text, notes)


def _decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file whatever its encoding, and a note where that is not UTF-8."""
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
        beyond = sum(character > "\x7f" for character in text)
        if encoding == "utf-8" and beyond < 2 * text.count("\ufffd"):
            note = "The file is not in UTF-8; it was read as Windows-1252."
            return raw.decode("cp1252", "replace"), (note,)
        return text, ("The file holds bytes that are no text; they were replaced.",)
    if encoding.startswith("utf-8"):
        return text, ()
    return text.lstrip("\ufeff"), (f"The file is in {encoding.upper()} and was converted.",)


def _notebook(found: Any, notes: tuple[str, ...]) -> HandedIn:
    """Read a notebook of format 4 and later, which has cells, or of 2 and 3, which has worksheets."""
    if not isinstance(found, dict):
        return HandedIn(notes=(f"The file is no notebook. {ASK}",))
    sheets = found["worksheets"] if isinstance(found.get("worksheets"), list) else [found]
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    cells, unread = cells_of(
        [cell for cells in lists if isinstance(cells, list) for cell in cells][: MOST + 1]
    )
    if not cells:
        return HandedIn(notes=(f"The file holds no cell that can be read. {ASK}",))
    if found.get("nbformat") != 4:
        notes += ("The file is not in notebook format 4; its cells were read all the same.",)
    if unread:
        notes += (f"Left out because they hold no text: {unread} cells of the file.",)
    metadata = branch(found, "metadata")
    title = words(branch(metadata, "exercise").get("title"))
    return HandedIn(cells, title, words(branch(metadata, "kernelspec").get("language")), notes)


def _damaged(text: str, notes: tuple[str, ...]) -> HandedIn:
    """Read what is no JSON as a whole: a damaged notebook cell by cell, or a script."""
    cells, _ = cells_of(list(islice(complete_cells(text), MOST + 1)))
    if cells:
        said = "The file is damaged, and a cell of it may be lost: compare with the file handed in."
        return HandedIn(cells, notes=(*notes, said), damaged=True)
    if text.lstrip().startswith("<"):
        return HandedIn(notes=(f"A web page was handed in and no notebook. {ASK}",))
    if cells := tuple(script_cells(text[: 4 * LONGEST].replace("\r\n", "\n"))):
        said = "A script was handed in and no notebook; its cells were told apart by their marks."
        return HandedIn(cells, notes=(*notes, said))
    return HandedIn(notes=(f"The file can not be read as a notebook. {ASK}",))


def _zip(raw: bytes) -> HandedIn:
    """Read the one notebook of a zip, never more of it than of a file."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".ipynb")]
            names = [name for name in names if "__MACOSX" not in name and "-checkpoint" not in name]
            if len(names) != 1:
                return HandedIn(notes=(f"Not one notebook, but {len(names)}, are in the zip. {ASK}",))
            with archive.open(names[0]) as file:
                inside = file.read(LARGEST + 1)
    except BROKEN_ZIP:
        return HandedIn(notes=(f"The zip handed in can not be opened. {ASK}",))
    if len(inside) > LARGEST or inside.startswith(ZIP):
        return HandedIn(notes=(f"The notebook in the zip is too large, or a zip itself. {ASK}",))
    found = read_cells(inside)
    return replace(found, notes=("A zip was handed in; its notebook was taken.", *found.notes))
