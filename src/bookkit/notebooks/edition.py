"""The notebook of a page to take away: plain Markdown, the page's code, and a first cell on how to run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from bookkit import evidence, project
from bookkit.notebooks import install, page, whole
from bookkit.notebooks.page import Cell
from bookkit.notebooks.prose import FOLDED, Prose, is_answer

FIRST: Final = """\
This notebook is a page of {book}, with facts up to {day}.
It runs by itself and without the network once the book’s package is installed.
{get}Run this line once, in a new cell of its own:

```
{line}
```

Then choose *Restart Kernel and Run All Cells* from the menu *Kernel*.
If the line ends in an error, or something is missing, {ways} of the book has the way for your machine; \
{pythons} is needed."""
GET: Final = f"""\
Download `{{wheel}}` from the page that this notebook came from, and put it beside the notebook.
{install.RENAMED}
"""
WAYS: Final = "reference/which-way.html"


def edition(file: Path, name: str, wheel: str, site: str = "") -> dict[str, Any]:
    """Return the notebook of a page.

    Parameters
    ----------
    file
        The page, in MyST Markdown.
    name
        Its name in the book, such as "book/2-history".
    wheel
        File name of the package, which stands beside the notebook in the built book.
    site
        Address of the published book, with a slash at its end; empty where it is not known. Links into the
        book are then left out, since the notebook may be moved to where they lead nowhere.

    Raises
    ------
    EvidenceError
        If the page names an unknown fact.
    """

    def link(target: str) -> str | None:
        if not site:
            return None
        path, _, anchor = target.partition("#")
        book = whole.whole(whole.root_of(file)) if anchor and not path else None
        found = book.target(anchor, f"{name}.md") if book else None
        there = found.page if found else whole.joined(name, path) if path else f"{name}.md"
        return f"{site}{there.removesuffix('.md')}.html{'#' + anchor if anchor else ''}"

    prose = Prose(link)
    opened = page.read(file.read_text(encoding="utf-8"))
    cells = [_text(_first(site, name, wheel)), *(_cell(cell, prose) for cell in opened.cells)]
    if prose.facts:
        cells.append(
            _text(
                f"## Numbers on this page\n\nEach with its date, source and confidence.\n\n{prose.numbers()}"
            )
        )
    # The same file from the same page: nbformat would draw the ids by lot.
    cells = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)]
    metadata = {"kernelspec": opened.header["kernelspec"], "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def written(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _text(markdown: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": markdown}


def _cell(cell: Cell, prose: Prose) -> dict[str, Any]:
    """Return a cell for the notebook: prose made plain, a worked answer folded."""
    if cell.kind == "markdown":
        return _text(prose.plain(cell.source))
    metadata = {"jupyter": FOLDED} if is_answer(cell) else {}
    code = {"cell_type": "code", "metadata": metadata, "source": cell.source.strip("\n")}
    return code | {"execution_count": None, "outputs": []}


def _first(site: str, name: str, wheel: str) -> str:
    """Return the first cell: what this is, and the one line that installs what it needs."""
    day, folder = evidence.facts_as_of(), name.rpartition("/")[0]
    title = f"*{project.current().name}*"
    book = f"[{title}]({site}{name}.html)" if site else title
    line = install.cell(
        f"{project.current().package}[labs] @ {site}{folder}/{wheel}" if site else f"{wheel}[labs]"
    )
    get = "" if site else GET.format(wheel=wheel)
    page = "the page *Which way for my machine?*"
    ways = f"[{page}]({site}{folder}/{WAYS})" if site else page
    when = f"{day.day} {day:%B %Y}"
    return FIRST.format(book=book, day=when, get=get, line=line, ways=ways, pythons=install.PYTHONS)
