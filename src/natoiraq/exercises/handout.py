"""Hands an exercise out: a folder with the notebook, the package with its data, and instructions."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bookkit import project
from bookkit.errors import ToldError
from bookkit.files import folder_written_whole
from bookkit.notebooks import install
from bookkit.notebooks.wheel import write_wheel
from natoiraq import variants
from natoiraq.exercises.release import release_notebook
from natoiraq.exercises.source import write_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

INSTRUCTIONS: Final = f"""\
# {{title}}

Open `{{name}}.ipynb`, work through it from top to bottom, and hand in that one file.

First keep `{{name}}.ipynb` and `{{wheel}}` together in one folder of your own, and not in a zip.
{install.RENAMED}
Then take one of the ways below; the page *Which way for my machine?* of the book helps to choose.

**JupyterLab on your machine**, with {install.PYTHONS}. Open a terminal and type these lines, with Enter
after each. The last one opens JupyterLab, today and on every other day; the lines before it are needed once.

Debian and Ubuntu (their own Python will do from Debian 12 and Ubuntu 24.04 on):

{install.terminal("Debian and Ubuntu")}

macOS, with Python from python.org:

{install.terminal("macOS")}

Windows, with Python from python.org (with an ARM processor, too, take the installer named *64-bit*):

{install.terminal("Windows")}

In JupyterLab find the folder on the left and open the notebook. Make a new first cell and run in it, once:

    {{line}}

Then choose *Restart Kernel and Run All Cells* from the menu *Kernel*.

**VS Code.** Install the extensions Python and Jupyter, and open the folder and the notebook. Click
*Select Kernel*, *Python Environments*, *Create Python Environment*, *Venv*. Then run the same line in a new
first cell, click *Restart*, then *Run All*.

**Binder.** With a Binder address of your course the package is there already: upload the notebook.

**Google Colab**, if your course allows it. Upload the notebook, then the package under *Files*. Run the same
line in a new first cell. Lines in red about other packages do not concern the notebook. Then choose
*Restart session* from the menu *Runtime*, then *Run all*.

The tables of the book come with the package, so nothing else has to be downloaded.
"""


def hand_out(
    folder: Path,
    target: Path,
    students: Path | None = None,
    secret: Path | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[Path]:
    """Write what students get of one exercise.

    Parameters
    ----------
    folder
        The exercise.
    target
        Folder to write, such as `_build/release/ex1`; replaced when all is ready.
    students
        A CSV file whose first column holds the students' ids, for a variant each; without one, everybody
        gets the standard variant.
    secret
        File with the course's secret; needed with `students`.
    progress
        Called after each notebook.

    Returns
    -------
    list of Path
        The notebooks: one, or one in a folder for each student.

    Raises
    ------
    ToldError
        When a file is missing or an id stands twice.
    """
    chosen = list(_chosen(folder, students, secret))
    with folder_written_whole(target) as fresh:
        wheel = write_wheel(project.current().root, fresh)
        written: list[Path] = []
        made: dict[str, NotebookNode] = {}  # students share variants, and each is built once
        for place, variant in chosen:
            key = json.dumps(variant)
            made[key] = notebook = made.get(key) or release_notebook(folder, variant)
            path = fresh / place / f"{folder.name}.ipynb"
            write_notebook(notebook, path)
            written.append(target / path.relative_to(fresh))
            progress()
        text = instructions(notebook.metadata["exercise"]["title"], folder.name, wheel.name)
        (fresh / "README.md").write_text(text, encoding="utf-8")
    return written


def instructions(title: str, name: str, wheel: str) -> str:
    """Return what stands beside an exercise: how to open it, on each system and in each service.

    Parameters
    ----------
    title, name
        The exercise's title and its id.
    wheel
        File name of the package.
    """
    return INSTRUCTIONS.format(title=title, name=name, wheel=wheel, line=install.cell(wheel))


def read_students(path: Path) -> list[str]:
    """Return the ids in the first column of a CSV file, under its header."""
    if not path.is_file():
        raise ToldError(f"{path} is missing. Cure: give a CSV file whose first column holds the ids.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        ids = [row[0].strip() for row in csv.reader(file) if row and row[0].strip()][1:]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise ToldError(f"{path}: the id {sorted(twice)[0]!r} stands there twice. Cure: keep one row.")
    if not ids:
        raise ToldError(f"{path} has no ids below its header. Cure: write one row for each student.")
    return ids


def folder_name(student: str) -> str:
    """Return a safe folder name for a student's id: the id where it is plain, else with a short hash."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", student).strip("-")
    if plain == student:
        return student
    return f"{plain or 'student'}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def _chosen(
    folder: Path, students: Path | None, secret: Path | None
) -> Iterator[tuple[str, variants.Variant]]:
    if students is None:
        yield "", variants.standard(folder.name, source=folder.parent)
        return
    if secret is None or not secret.is_file():
        raise ToldError("a variant for each student needs the course's secret. Cure: give SECRET=file.")
    key = secret.read_bytes()
    for student in read_students(students):
        yield folder_name(student), variants.variant(folder.name, student, key, source=folder.parent)
