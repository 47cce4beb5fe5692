"""The book's page of an exercise: the student's notebook of the standard variant, as MyST Markdown.

Pages are committed, because the book is built without nbgrader; a test holds them equal to their sources.
"""

from __future__ import annotations

from pathlib import Path

from bookkit import project
from bookkit.files import write_text
from natoiraq.exercises.release import release_notebook


def page(folder: Path) -> str:
    """Return the page of the exercise in a folder.

    Raises
    ------
    ToldError
        When the source breaks a rule.
    """
    import jupytext

    notebook = release_notebook(folder)
    notebook.metadata["jupytext"] = {"notebook_metadata_filter": "exercise,kernelspec"}
    text = jupytext.writes(notebook, fmt="md:myst")
    return str(text)


def write_page(folder: Path, pages: Path | None = None) -> Path:
    """Write the page of the exercise in a folder, among the book's if no other `pages` are given."""
    path = (pages or project.current().book / "exercises") / f"{folder.name}.md"
    write_text(path, page(folder))
    return path
