"""Reads an exercise's source and fills in what its author need not write: metadata, variant, parts."""

from __future__ import annotations

import copy
import pprint
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bookkit import project
from bookkit.errors import ToldError
from bookkit.files import write_text
from bookkit.notebooks import install
from natoiraq import variants
from natoiraq.exercises import rules

if TYPE_CHECKING:
    from nbformat import NotebookNode

VARIANT_NOTE: Final = "# Your own values. Leave this cell as it is: your answers are checked against it."


def names(sources: Path | None = None) -> list[str]:
    """Return the ids of the exercises, in order.

    Parameters
    ----------
    sources
        The folder that holds a folder for each; the book's if none is given.
    """
    folders = sorted(path for path in (sources or project.current().exercises).iterdir() if path.is_dir())
    return [folder.name for folder in folders if (folder / f"{folder.name}.md").is_file()]


def source_notebook(folder: Path, variant: Mapping[str, Any] | None = None) -> NotebookNode:
    """Return the instructor's notebook of an exercise, with solutions and hidden tests.

    Parameters
    ----------
    folder
        The exercise: holds `<name>.md` and `variants.yml`.
    variant
        The values for the cell `variant`; by default the standard variant.

    Raises
    ------
    ToldError
        When the source breaks a rule of `natoiraq.exercises.rules`; the message has the cell and the cure.
    """
    path = folder / f"{folder.name}.md"
    if not path.is_file():
        raise ToldError(f"{path}: the source is missing. Cure: name it after its folder.")
    notebook = copy.deepcopy(_checked(path, path.read_text(encoding="utf-8")))
    _write_variant(
        notebook, variants.standard(folder.name, source=folder.parent) if variant is None else variant
    )
    _write_about(notebook)
    return notebook


@lru_cache(maxsize=16)
def _checked(path: Path, text: str) -> NotebookNode:
    """Return a source as a notebook that keeps the rules: read once for all the variants of a class."""
    import jupytext

    notebook: NotebookNode = jupytext.reads(text, fmt="md:myst")
    for cell in notebook.cells:
        _complete(cell)
    if problems := rules.problems(notebook):
        raise ToldError("\n".join(f"{path}: {problem}" for problem in problems))
    _tidy(notebook)
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as a file, whole or not at all."""
    import nbformat

    write_text(path, nbformat.writes(notebook) + "\n")


def _complete(cell: NotebookNode) -> None:
    """Give a cell with a `grade_id` all of nbgrader's metadata: points mean marks, the rest is locked."""
    given = cell.metadata.get("nbgrader")
    if not isinstance(given, dict):
        return
    solution = bool(given.get("solution", False))
    full = {
        "schema_version": 3,
        "grade_id": str(given.get("grade_id", "")),
        "grade": "points" in given,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "cell_type": cell.cell_type,
        **({"points": given["points"]} if "points" in given else {}),
    }
    unknown = {name: value for name, value in given.items() if name not in full}
    cell.metadata["nbgrader"] = {**full, **unknown}
    if full["grade"] and cell.cell_type == "code":
        # A check is run and its sentences are read; its code is many lines that no student needs.
        cell.metadata["jupyter"] = {"source_hidden": True}


def _tidy(notebook: NotebookNode) -> None:
    """Name the cells after what they are, so that building twice gives the same file."""
    for number, cell in enumerate(notebook.cells, start=1):
        given = cell.metadata.get("nbgrader", {})
        cell["id"] = given.get("grade_id", f"cell-{number}")
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    exercise = notebook.metadata["exercise"]
    notebook.metadata = {
        "exercise": exercise,
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }


def _write_variant(notebook: NotebookNode, variant: Mapping[str, Any]) -> None:
    values = pprint.pformat(dict(variant), width=90, sort_dicts=False)
    cell = next(cell for cell in notebook.cells if rules.grade_id(cell) == "variant")
    cell.source = f"{VARIANT_NOTE}\nvariant = {values}"


def _write_about(notebook: NotebookNode) -> None:
    """Write the cell `about`: purpose, outcomes, minutes, data, and the points of each part."""
    about = notebook.metadata["exercise"]
    points: dict[str, tuple[float, set[str]]] = {}
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = [line[3:].strip() for line in cell.source.splitlines() if line.startswith("## ")]
            heading = found[-1] if found else heading
        given = cell.metadata.get("nbgrader", {})
        if given.get("grade"):
            total, by = points.get(heading, (0, set()))
            points[heading] = (
                total + given["points"],
                by | {"by hand" if given["solution"] else "by checks"},
            )
    rows = [f"| {part} | {total:g} | {' and '.join(sorted(by))} |" for part, (total, by) in points.items()]
    outcomes = ", ".join(about["outcomes"])
    whole = sum(total for total, _ in points.values())
    data = ", ".join(f"`{table}`" for table in about["data"])
    book = project.current()
    lines = [
        f"**Purpose.** {about['purpose']}",
        "",
        f"**Outcomes tested.** {outcomes}, as listed at the head of their chapters.",
        "",
        f"**Time.** About {about['minutes']} minutes, once you have worked through the primer.",
        "",
        f"**Tables used.** {data}." if about["data"] else "**Tables used.** None.",
        "",
        "| Part | Points | Marked |",
        "| --- | --- | --- |",
        *rows,
        f"| **In all** | {whole:g} | |",
        "",
        "**How to work.** Run the cells from top to bottom with Shift and Enter.",
        "Write your code where a cell says so, run it, then run the checks below it as often as you like.",
        f"If the first code cell says that there is no module `{book.package}`, put `{book.wheel}` beside "
        f"this notebook, run `{install.cell(book.wheel)}` in a new cell of its own, and restart the kernel.",
        install.RENAMED.format(wheel=book.wheel),
        "Hand in this one file.",
    ]
    next(cell for cell in notebook.cells if rules.grade_id(cell) == "about").source = "\n".join(lines)
