"""Makes the folder of a new exercise from `exercises/template/`, ready to be changed step by step."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.exercises.page import write_page

NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
TEMPLATE: Final = "template"


def new_exercise(name: str, root: Path | None = None) -> list[Path]:
    """Make an exercise, its page in the book and its line in the table of contents.

    Parameters
    ----------
    name
        Its id, such as "ex6".
    root
        The repository; the book's if none is given.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ToldError
        When the name is no slug or is taken.
    """
    root = root or project.current().root
    folder = root / "exercises" / "source" / name
    if not NAME.fullmatch(name):
        raise ToldError(f"{name!r} is no name for an exercise. Cure: lower case, digits, hyphens.")
    if folder.exists():
        raise ToldError(f"{folder} exists already. Cure: choose another name.")
    shutil.copytree(root / "exercises" / TEMPLATE, folder)
    source = (folder / f"{TEMPLATE}.md").rename(folder / f"{name}.md")
    source.write_text(
        source.read_text(encoding="utf-8").replace(f"Exercise {TEMPLATE}", f"Exercise {name}"),
        encoding="utf-8",
    )
    page = write_page(folder, root / "book" / "exercises")
    toc = root / "_toc.yml"
    toc.write_text(_with_page(toc.read_text(encoding="utf-8"), name), encoding="utf-8")
    return [*sorted(folder.iterdir()), page, toc]


def _with_page(toc: str, name: str) -> str:
    """Return a table of contents with the exercise's page after those of the others."""
    lines = toc.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if "- file: book/exercises/" in line)
    indent = lines[last].partition("-")[0]
    return "".join([*lines[: last + 1], f"{indent}- file: book/exercises/{name}\n", *lines[last + 1 :]])
