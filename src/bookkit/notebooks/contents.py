"""What JupyterLab opens: pages whose prose reads as in the book, over files that keep their directives.

A page's text comes with its directives and roles resolved, and can be neither edited nor deleted there.
Saving writes back the code that was changed and nothing else: whatever happens to cells in the browser, the
file keeps its text, its cells' metadata and its header. Results and cells of the reader's own are kept apart
from the book (`bookkit.notebooks.kept`). Authors edit the text in a text editor.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints
from jupytext import AsyncTextFileContentsManager
from tornado.web import HTTPError
from traitlets import default

from bookkit.errors import ToldError
from bookkit.notebooks import kept, own, page
from bookkit.notebooks.page import Page
from bookkit.notebooks.readable import readable

LOCKED: Final = ("editable", "deletable")
CHANGED: Final = (
    "{name} was changed on disk after it was opened here, so nothing was saved. "
    "Cure: copy what you wrote, choose “Reload Notebook from Disk” in the File menu, and write it again."
)


class Checkpoints(AsyncFileCheckpoints):
    """JupyterLab's checkpoints, kept with the reader's things: the book's folders hold nothing but pages."""

    def checkpoint_path(self, checkpoint_id: str, path: str) -> str:
        """Return where the checkpoint of a file is."""
        folder = own.folder_for(self.root_dir) / "checkpoints"
        folder.mkdir(parents=True, exist_ok=True)
        # A name of a fixed length: one made of the path may be longer than a file system allows.
        name = hashlib.sha256(f"{path}-{checkpoint_id}".encode()).hexdigest()[:16]
        return str(folder / f"{name}{Path(path).suffix}")


class PageContents(AsyncTextFileContentsManager):  # type: ignore[misc]  # jupytext has no types
    """Jupytext's contents manager, with pages of the book opened to be read and run."""

    @default("checkpoints_class")
    def _keep_checkpoints_apart(self) -> type[Checkpoints]:
        return Checkpoints

    async def get(
        self, path: str, content: bool = True, type: str | None = None, format: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Return a file as Jupyter's contents API does."""
        if type not in (None, "notebook") or not self._is_page(path):
            model: dict[str, Any] = await super().get(path, content, type, format, **more)
            return model
        model = await super().get(path, content=False, type="notebook", **more)
        model["writable"] = True  # what cannot be written into the page is kept beside it
        if content:
            notebook = self._opened(page.read(await self._text(path)), path)
            model |= {"content": notebook, "format": "json", "mimetype": None}
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a file; of a page of the book, the code that was changed."""
        if model.get("type") == "notebook" and model.get("content"):
            if self._is_page(path):
                await self._save_page(model["content"], path)
                saved: dict[str, Any] = await self.get(path, content=False, type="notebook")
                return saved
            _make_own(model["content"])  # a copy under another name is the reader's
        saved = await super().save(model, path)
        return saved

    def _file(self, path: str) -> Path:
        return Path(self._get_os_path(path.strip("/")))

    def _is_page(self, path: str) -> bool:
        return path.endswith(".md") and page.in_book(self._file(path))

    def _kept(self, path: str) -> Path:
        return (own.folder_for(self.root_dir) / path.strip("/")).with_suffix(".ipynb")

    async def _text(self, path: str) -> str:
        model = await super().get(path, type="file", format="text")
        text: str = model["content"]
        return text

    def _opened(self, opened: Page, path: str) -> dict[str, Any]:
        """Return a page as the notebook that the browser gets."""
        shown = readable(opened, self._file(path))
        cells = [cell | {"id": kept.name_of(number)} for number, cell in enumerate(shown)]
        return {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": _kernel() | {kept.MARK: opened.skeleton},
            "cells": kept.restored(cells, kept.keys(opened.cells), kept.read(self._kept(path))),
        }

    async def _save_page(self, notebook: dict[str, Any], path: str) -> None:
        """Write changed code into the page, and keep the rest of what the browser holds beside it."""
        text = await self._text(path)
        opened = page.read(text)
        if notebook["metadata"].get(kept.MARK) != opened.skeleton:
            raise HTTPError(409, CHANGED.format(name=path))
        new = await self._written(path, text, opened, _code(notebook["cells"], opened))
        cells = list(_to_keep(notebook["cells"], page.read(new), opened))
        place = self._kept(path)
        if kept.worth_keeping(cells) or place.exists():
            try:
                kept.write(place, cells, _kernel())
            except ToldError as error:
                self.log.error("The results of %s were not kept: %s", path, error)

    async def _written(self, path: str, text: str, opened: Page, code: dict[int, str]) -> str:
        """Write a page's file if its code was changed; return the text that it has then."""
        file = self._file(path)
        try:
            new = page.with_code(text, code)
        except ValueError:  # a page cannot hold it; it is kept beside the page
            return text
        if new == text or not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
            return text  # nothing was changed, or the page is somebody else's, as in a computer pool
        await super().save({"type": "file", "format": "text", "content": new}, path)
        return new


def _kernel() -> dict[str, Any]:
    """Return what a notebook says of its kernel, word for word what JupyterLab would put there itself.

    So a page is not taken for changed as soon as it is opened, and none asks which kernel to take.
    """
    name = "python3"
    spec = KernelSpecManager().get_kernel_spec(name)
    version = sys.version_info
    language = {
        "codemirror_mode": {"name": "ipython", "version": version.major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{version.major}",
        "version": platform.python_version(),
    }
    about = {"display_name": spec.display_name, "language": spec.language, "name": name}
    return {"kernelspec": about, "language_info": language}


def _from_page(cells: list[dict[str, Any]], opened: Page) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """Yield each cell of the browser with its number in the page; None for one of the reader's own."""
    numbers = {kept.name_of(number): number for number in range(len(opened.cells))}
    for cell in cells:
        number = numbers.pop(cell.get("id", ""), None)  # a second one with this id is a copy
        there = number is not None and cell["cell_type"] == _kind(opened, number)
        yield (number if there else None), cell


def _kind(opened: Page, number: int) -> str:
    """Return the kind that a page's cell has in the browser, where exercises are text."""
    return "markdown" if "exercise" in opened.header else opened.cells[number].kind


def _code(cells: list[dict[str, Any]], opened: Page) -> dict[int, str]:
    """Return the code that the browser holds for the page's cells."""
    found = _from_page(cells, opened)
    return {n: cell["source"] for n, cell in found if n is not None and cell["cell_type"] == "code"}


def _to_keep(cells: list[dict[str, Any]], now: Page, opened: Page) -> Iterator[dict[str, Any]]:
    """Yield the cells to keep beside a page, those of the page with the mark of what it holds now."""
    for place, (number, cell) in enumerate(_from_page(cells, opened)):
        if number is not None:
            mark = kept.mark_of(now.cells[number].kind, now.cells[number].source)
            yield cell | {"metadata": {**cell["metadata"], kept.MARK: mark}}
        elif cell["source"].strip():
            copied = cell.get("id", kept.PAGE).startswith(kept.PAGE)
            name = {"id": f"own-{place}"} if copied else {}
            yield cell | {"metadata": _unlocked(cell["metadata"])} | name


def _unlocked(metadata: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in metadata.items() if name not in (*LOCKED, kept.MARK)}


def _make_own(notebook: dict[str, Any]) -> None:
    """Make a page that is saved under another name a notebook like any other, in place."""
    if notebook["metadata"].pop(kept.MARK, None):
        for cell in notebook["cells"]:
            cell["metadata"] = _unlocked(cell["metadata"])
