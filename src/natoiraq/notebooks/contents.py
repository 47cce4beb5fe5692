"""What JupyterLab opens: pages whose prose reads as in the book, over files that keep their directives.

A page's cells of prose come with their directives and roles resolved, cannot be edited there, and remember
their source. Saving puts that back, so running and saving a page never rewrites its text; authors open the
page with the text editor instead.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints
from jupytext import AsyncTextFileContentsManager
from traitlets import default

from natoiraq.evidence import EvidenceError
from natoiraq.notebooks.prose import FOLDED, Prose, is_answer

KEPT: Final = "natoiraq_source"


class Checkpoints(AsyncFileCheckpoints):
    """JupyterLab's checkpoints, kept in the environment: the book's folders hold pages and nothing else."""

    def checkpoint_path(self, checkpoint_id: str, path: str) -> str:
        """Return where the checkpoint of a file is."""
        folder = Path(sys.prefix, "share", "jupyter", "checkpoints")
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder / quote(f"{self.root_dir}/{path}-{checkpoint_id}", safe=""))


class PageContents(AsyncTextFileContentsManager):  # type: ignore[misc]  # jupytext has no types
    """Jupytext's contents manager, with the prose of MyST pages made readable."""

    @default("checkpoints_class")
    def _keep_checkpoints_apart(self) -> type[Checkpoints]:
        return Checkpoints

    async def get(
        self, path: str, content: bool = True, type: str | None = None, format: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Return a file as Jupyter's contents API does."""
        model: dict[str, Any] = await super().get(path, content=content, type=type, format=format, **more)
        if content and model["type"] == "notebook" and path.endswith(".md"):
            make_readable(model["content"])
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a file with the prose that was read from it; a page whose cells are the same is left alone."""
        if model.get("type") == "notebook" and model.get("content") and path.endswith(".md"):
            put_back(model["content"])
            if await self.file_exists(path):
                there: dict[str, Any] = await super().get(path, type="notebook")
                if _cells(there["content"]) == _cells(model["content"]):
                    return there | {"content": None, "format": None, "mimetype": None}
        saved: dict[str, Any] = await super().save(model, path)
        return saved


def _cells(notebook: Any) -> list[tuple[str, str]]:
    return [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]


def make_readable(notebook: Any) -> None:
    """Resolve the directives and roles of a notebook's prose in place; links to other pages open these."""
    prose = Prose(link=lambda target: target if ".md" in target else None)
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            if is_answer(cell):
                cell["metadata"]["jupyter"] = dict(FOLDED)
            continue
        try:
            plain = prose.plain(cell["source"])
        except (EvidenceError, KeyError):  # an author's slip, which the build reports; here the text stays
            continue
        if plain != cell["source"]:
            cell["metadata"] |= {KEPT: cell["source"], "editable": False}
            cell["source"] = plain


def put_back(notebook: Any) -> None:
    """Undo `make_readable` in place."""
    for cell in notebook["cells"]:
        if is_answer(cell):
            cell["metadata"].pop("jupyter", None)
        if KEPT in cell["metadata"]:
            cell["source"] = cell["metadata"].pop(KEPT)
            cell["metadata"].pop("editable", None)
