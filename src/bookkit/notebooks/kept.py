"""What a reader leaves in a page and the page does not hold: results, and cells of their own.

They are kept as a notebook beside the reader's other things (`bookkit.notebooks.own`). Each of its cells
that comes from the page carries a mark of the page's text, so a result is shown again below the very code
that gave it, and a page that its author changed loses the results of the changed cells only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from bookkit.files import write_text
from bookkit.notebooks.page import Cell

MARK: Final = "natoiraq"
"""Name, in a cell's metadata, of the mark of what stands in the page."""

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_AGAIN: Final = "*A lab works while Python does: run this cell again.*"
PAGE: Final = "page-"
"""How the id of a page's cell begins."""

Key = tuple[str, int]


def name_of(number: int) -> str:
    """Return the id of a page's cell by its number from 0; JupyterLab gives no other cell such an id."""
    return f"{PAGE}{number}"


def keys(cells: Sequence[Cell]) -> list[Key]:
    """Return what tells each cell of a page from the others: a mark of its text, and a number for repeats."""
    return list(_numbered(mark_of(cell.kind, cell.source) for cell in cells))


def mark_of(kind: str, source: str) -> str:
    """Return the mark of a cell's text."""
    return hashlib.sha256(f"{kind}\0{source}".encode()).hexdigest()[:16]


def _numbered(marks: Iterator[str]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for mark in marks:
        yield mark, seen[mark]
        seen[mark] += 1


def read(path: Path) -> list[dict[str, Any]]:
    """Return the cells that were kept; none where nothing was, or where the file is damaged."""
    try:
        cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return cells


def write(path: Path, cells: list[dict[str, Any]], metadata: dict[str, Any]) -> None:
    """Keep the cells as a notebook.

    Raises
    ------
    ToldError
        If the file cannot be written.
    """
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    write_text(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def restored(
    page: list[dict[str, Any]], marks: Sequence[Key], kept: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return a page's cells with the results and the own cells that were kept.

    Parameters
    ----------
    page
        The cells of the page, as they are shown.
    marks
        The key of each, as from `keys`.
    kept
        What `read` gave.
    """
    there = set(marks)
    known: dict[Key, dict[str, Any]] = {}
    own: dict[Key | None, list[dict[str, Any]]] = defaultdict(list)
    last: Key | None = None
    key_of = _numbered(cell["metadata"][MARK] for cell in kept if MARK in cell["metadata"])
    for cell in kept:
        if MARK not in cell["metadata"]:
            own[last].append(_awake(cell))
            continue
        key = next(key_of)
        known[key] = cell
        last = key if key in there else last
    cells = own[None]
    for cell, key in zip(page, marks, strict=True):
        if cell["cell_type"] == "code" and key in known:
            was = _awake(known[key])
            cell = cell | {name: was[name] for name in ("source", "outputs", "execution_count")}
            cell["metadata"] = cell["metadata"] | {"trusted": was["metadata"].get("trusted", False)}
        cells += [cell, *own[key]]
    return cells


def _awake(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell with a sentence in the place of each lab: its controls ended with their kernel."""
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": _AGAIN}}
        if _WIDGET in output.get("data", {})
        else output
        for output in cell.get("outputs", [])
    ]
    return cell | {"outputs": outputs} if "outputs" in cell else cell


def worth_keeping(cells: list[dict[str, Any]]) -> bool:
    """Say whether there is a result, a cell of the reader's own, or code that the page does not hold."""
    return any(
        cell.get("outputs")
        or MARK not in cell["metadata"]
        or (cell["cell_type"] == "code" and mark_of("code", cell["source"]) != cell["metadata"][MARK])
        for cell in cells
    )
