"""A cell as handed in, and how cells are told apart in a notebook, a damaged one, or a script.

Text is all that is taken. A cell's type, id and grade_id only help to find out which cell it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

KINDS: Final = {"markdown": "markdown", "heading": "markdown", "code": "code"}
CELL: Final = re.compile(r'\{\s*"(?:cell_type|attachments|execution_count|id|metadata|source)"\s*:')
ATTEMPTS: Final = 2000  # a file made of beginnings of cells would take hours,
AGAIN: Final = 4  # and so would one that is read to its end from each of them
MARK: Final = re.compile(r"^# (?:In ?\[[ \d]*\]:|%%(?P<markdown> \[markdown\])?.*)$", re.MULTILINE)
PROSE: Final = re.compile(r"(?<!\n)\n{3,}((?:#.*\n+)*#.*\n*)\Z")  # nbconvert writes Markdown as comments
INSTALL: Final = re.compile(
    r"^([ \t]*)([%!][ \t]*(?:\S{0,99}python\S{0,9}[ \t]{1,9}-m[ \t]{1,9})?"
    r"(?:pip3?|conda|mamba|uv|apt|apt-get|matplotlib)\b.*|(?:import piplite|await piplite\.install\b).*)"
    r"(?:(?<=\\)\n.*)*",  # lines that a backslash joins to it
    re.MULTILINE,
)
DECODER: Final = json.JSONDecoder(parse_int=float)
"""Reads JSON; `int` would refuse a number with thousands of digits."""


@dataclass(frozen=True)
class Cell:
    """A cell as handed in: its text, and what it says about itself.

    Parameters
    ----------
    source
        The text.
    kind
        "code", "markdown" or "raw".
    cell_id, grade_id
        Its ids in the notebook and in the gradebook, "" without.
    pictures
        Whether pictures are pasted into it; they are not taken.
    """

    source: str
    kind: str
    cell_id: str = ""
    grade_id: str = ""
    pictures: bool = False


def cells_of(given: list[Any]) -> tuple[tuple[Cell, ...], int]:
    """Return what can be read of a notebook's cells, and how many can not."""
    read = [_cell(cell) for cell in given]
    return tuple(cell for cell in read if cell), read.count(None)


def complete_cells(text: str) -> Iterator[Any]:
    """Yield each complete cell of a notebook that is cut off or broken somewhere."""
    place, failed, in_vain = 0, 0, 0
    while failed < ATTEMPTS and in_vain < AGAIN * len(text) and (begin := CELL.search(text, place)):
        try:
            found, place = DECODER.raw_decode(text, begin.start())
        except (ValueError, RecursionError) as error:
            in_vain += getattr(error, "pos", begin.end()) - begin.start()
            failed, place = failed + 1, begin.end()
            continue
        if "cell_type" in found:
            yield found


def script_cells(text: str) -> Iterator[Cell]:
    """Yield the cells of a notebook that was exported as a Python script."""
    marks = list(MARK.finditer(text))
    for mark, following in zip_longest(marks, marks[1:]):
        source = text[mark.end() : following.start() if following else None].strip("\n")
        if mark["markdown"]:
            yield Cell(_uncommented(source), "markdown")
            continue
        prose = PROSE.search(source)
        yield Cell(clean(source[: prose.start()] if prose else source), "code")
        for part in re.split("\n\n+", prose[1].strip()) if prose else ():
            yield Cell(_uncommented(part), "markdown")


def clean(source: str) -> str:
    """Return text that every later step can write: no half characters, no NUL, one kind of line end."""
    text = source.encode("utf-8", "replace").decode().replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_installs(source: str) -> str:
    """Return code without commands of other places to work: nothing can be installed or shown so here."""
    return INSTALL.sub(r"\1pass  # Left out when graded: \2", source)


def branch(given: Any, name: str) -> dict[str, Any]:
    """Return a part of JSON that should be a mapping; empty when it is none."""
    found = given.get(name) if isinstance(given, dict) else None
    return found if isinstance(found, dict) else {}


def words(given: Any) -> str:
    """Return a part of JSON that should be text; "" when it is none."""
    return clean(given) if isinstance(given, str) else ""


def _cell(given: Any) -> Cell | None:
    if not isinstance(given, dict):
        return None
    source = given.get("source", given.get("input"))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    return Cell(
        source=clean(source),
        kind=KINDS.get(words(given.get("cell_type")), "raw"),
        cell_id=words(given.get("id")),
        grade_id=words(branch(branch(given, "metadata"), "nbgrader").get("grade_id")),
        pictures=bool(branch(given, "attachments")),
    )


def _uncommented(source: str) -> str:
    return clean(re.sub(r"^# ?", "", source, flags=re.MULTILINE).strip("\n"))
