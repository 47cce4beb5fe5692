"""A page's cells as JupyterLab shows them: prose to read, code to run, and exercises to read only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jupytext.cell_to_text import three_backticks_or_more

from bookkit.evidence import EvidenceError
from bookkit.notebooks import whole
from bookkit.notebooks.page import Cell, Page
from bookkit.notebooks.prose import FOLDED, Prose, ProseError, is_answer
from bookkit.notebooks.whole import Target

TO_READ: Final = """\
> **This page is for reading.** Work in the notebook of this exercise, {place}.
> What is written here cannot be handed in."""
HANDED_OUT: Final = """\
`{name}.ipynb`: your course hands it out, with numbers of your own. \
Without a course, the page of this exercise in the built book offers it for download"""
CHECK: Final = "*Here the notebook has a cell that checks your answer.*"


def readable(opened: Page, file: Path) -> list[dict[str, Any]]:
    """Return the cells of a page for a reader, one for each of the page's own.

    Parameters
    ----------
    opened
        The page.
    file
        Where it is; it has to be a page of a book.
    """
    root = whole.root_of(file)
    here = file.relative_to(root).as_posix()
    book = whole.whole(root)

    def at(target: str) -> Target | None:
        path, _, label = target.partition("#")
        return book.target(label, whole.joined(here, path) if path else here)

    def link(target: str) -> str | None:
        path, _, label = target.partition("#")
        found = at(target) if label else None
        if not label or (path and found is None):
            return path or None
        if found is None:
            return None
        page = "" if found.page == here else quote(whole.relative(found.page, here))
        return f"{page}#{quote(found.heading.replace(' ', '-'))}"

    def title(target: str) -> str:
        found = at(target)
        return found.heading if found else target

    prose = Prose(link, title, book.outcome_map)
    texts = [_shown(cell, prose) for cell in opened.cells]
    if "exercise" in opened.header:
        return [_text(text) for text in _to_read(opened, texts, file.stem, root, here)]
    return [
        _code(cell) if cell.kind == "code" else _text(text)
        for cell, text in zip(opened.cells, texts, strict=True)
    ]


def _shown(cell: Cell, prose: Prose) -> str:
    """Return a cell of prose made plain; an author's slip, which the build reports, leaves it as it is."""
    if cell.kind != "markdown":
        return cell.source
    try:
        return prose.plain(cell.source, cell.line)
    except (EvidenceError, ProseError):
        return cell.source


def _to_read(opened: Page, texts: list[str], name: str, root: Path, here: str) -> Iterator[str]:
    """Yield an exercise's cells as text, the first with a word on where the exercise is done."""
    notebook = f"exercises/{name}/{name}.ipynb"
    there = (root / notebook).is_file()
    place = f"[{notebook}]({whole.relative(notebook, here)})" if there else HANDED_OUT.format(name=name)
    for number, (cell, text) in enumerate(zip(opened.cells, texts, strict=True)):
        if cell.kind == "code":
            checks = cell.metadata.get("nbgrader", {}).get("grade", False)
            fence = three_backticks_or_more(text.split("\n"))
            text = CHECK if checks else f"{fence}python\n{text}\n{fence}"
        yield text if number else f"{text}\n\n{TO_READ.format(place=place)}"


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"editable": False, "deletable": False}, "source": source}


def _code(cell: Cell) -> dict[str, Any]:
    """Return a cell to run: it can be changed and not deleted, and an answer is folded."""
    metadata = {**cell.metadata, "deletable": False, "trusted": True}
    if is_answer(cell):
        metadata["jupyter"] = dict(FOLDED)
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": cell.source,
        "execution_count": None,
        "outputs": [],
    }
