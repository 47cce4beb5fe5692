"""A page's file as cells, and the file again with other code in them and every other byte as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from jupytext.cell_to_text import three_backticks_or_more
from jupytext.myst import CODE_DIRECTIVE, get_parser, myst_to_notebook

CONTENTS: Final = "_toc.yml"
"""File that names the pages of a book."""

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""YAML's safe loader, the one that is written in C wherever PyYAML has it."""

Kind = Literal["markdown", "code", "raw"]


@dataclass(frozen=True)
class Cell:
    """A cell of a page: what it is, its text as it stands in the file, and the line where it begins."""

    kind: Kind
    source: str
    metadata: dict[str, Any]
    line: int


@dataclass(frozen=True)
class Page:
    """A page: what its header says, and its cells in order."""

    header: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def skeleton(self) -> str:
        """A short mark of everything but the code: whoever changes the code alone leaves it as it is."""
        parts = [(cell.kind, cell.metadata, cell.kind == "code" or cell.source) for cell in self.cells]
        return hashlib.sha256(json.dumps([self.header, parts], default=str).encode()).hexdigest()[:16]


@lru_cache(maxsize=64)  # a page is read several times whenever it is opened or saved
def read(text: str) -> Page:
    """Return the page that a file holds.

    Parameters
    ----------
    text
        The file, in MyST Markdown.

    Raises
    ------
    ValueError
        If its header or the header of a cell cannot be read.
    """
    try:
        notebook: Any = myst_to_notebook(text.replace("\r\n", "\n"), add_source_map=True)
    except Exception as error:  # jupytext's own errors and YAML's have no class in common
        raise ValueError(str(error)) from error
    lines = notebook.metadata.pop("source_map")
    cells = (
        Cell(cell.cell_type, cell.source, dict(cell.metadata), line + 1)
        for cell, line in zip(notebook.cells, lines, strict=True)
    )
    return Page(dict(notebook.metadata), tuple(cells))


def with_code(text: str, changed: Mapping[int, str]) -> str:
    """Return a page's file with other code in some of its cells.

    Parameters
    ----------
    text
        The file.
    changed
        {number of the cell in the page, from 0: its new code}. Empty lines at its end are not kept.

    Raises
    ------
    ValueError
        If a cell cannot hold the code, such as code with a sign that ends a line in Markdown alone.
    """
    page = read(text)
    changed = {number: code.rstrip("\n") for number, code in changed.items()}
    codes = [number for number, cell in enumerate(page.cells) if cell.kind == "code"]
    lines = text.split("\n")
    fences = _fences(text)
    for number, (start, end) in reversed(list(zip(codes, fences, strict=True))):
        if number in changed and changed[number] != page.cells[number].source.rstrip("\n"):
            block = [line.removesuffix("\r") for line in lines[start:end]]
            eol = "\r" if lines[start].endswith("\r") else ""
            lines[start:end] = [line + eol for line in _filled(block, page.cells[number], changed[number])]
    new = "\n".join(lines)
    wanted = [changed.get(number, cell.source).rstrip("\n") for number, cell in enumerate(page.cells)]
    if [cell.source.rstrip("\n") for cell in read(new).cells] != wanted:
        raise ValueError("the page cannot hold this code")
    return new


def _fences(text: str) -> list[tuple[int, int]]:
    """Return the first line and the line after the last of each block of code that is a cell."""
    depth, found = 0, []
    for token in get_parser().parse(text.replace("\r\n", "\n") + "\n"):
        depth += token.nesting
        if depth == 0 and token.type == "fence" and token.info.startswith(CODE_DIRECTIVE):
            found.append((token.map[0], token.map[1]))
    return found


def _filled(block: list[str], cell: Cell, code: str) -> list[str]:
    """Return the lines of a cell with other code in it; its options stay as they are."""
    opened, closed = block[0], block[-1]
    body = block[1:-1]
    before = len(body) - (len(cell.source.split("\n")) if cell.source else 0)
    head = body[:before]
    if (not head or head[-1].strip()) and code.startswith(("\n", ":", "---")):
        head.append("")  # else the code would be read as options
    marks = three_backticks_or_more(code.split("\n"))
    if opened.startswith("`") and len(marks) > len(closed.strip()):
        opened, closed = marks + opened.lstrip("`"), marks
    return [opened, *head, *(code.split("\n") if code else []), closed]


def in_book(file: Path) -> bool:
    """Say whether a file is a page of a book: named in the table of contents of a folder above it."""
    for folder in file.parents:
        if (folder / CONTENTS).is_file():
            return file.relative_to(folder).with_suffix("").as_posix() in named(folder)
    return False


def named(root: Path) -> list[str]:
    """Return the pages that a book's table of contents names, in order."""
    return list(_named(yaml.load((root / CONTENTS).read_text(encoding="utf-8"), Loader=LOADER)))


def _named(entry: Any) -> Iterator[str]:
    """Yield every page that a part of a table of contents names."""
    if isinstance(entry, list):
        for part in entry:
            yield from _named(part)
    elif isinstance(entry, dict):
        for key, value in entry.items():
            if key in ("root", "file"):
                yield str(value).removesuffix(".md")
            else:
                yield from _named(value)
