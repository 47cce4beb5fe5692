"""Makes a course folder, or brings its list of students up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError
from bookkit.files import write_text
from natoiraq.course.folder import Course, make_secret
from natoiraq.course.lists import read_list
from natoiraq.course.settings import template
from natoiraq.course.students import Student, as_csv, check_distinct

NBGRADER: Final = '''\
"""Lets nbgrader's own tools, formgrader above all, work in this folder."""

import os

from natoiraq.course.formgrader import protect

c = get_config()  # nbgrader defines it

protect(c, os.path.dirname(os.path.abspath(__file__)))
'''
FOLDERS: Final = ("source", "release", "submitted", "autograded", "feedback", "exports")


def init(root: Path, given: Path, title: str = "NATO in Iraq") -> Iterator[str]:
    """Make a course folder; in one that exists, add new students and nothing else.

    Parameters
    ----------
    root
        The folder.
    given
        The list of students, a CSV file.
    title
        Name of the course, for a new folder.

    Yields
    ------
    str
        What was done, a sentence each.

    Raises
    ------
    ToldError
        When the list cannot be used, or the folder holds something else.
    """
    listed = read_list(given)
    if root.exists() and not root.is_dir():
        raise ToldError(f"{root} is a file. Cure: give the name of a folder.")
    new = not (root / "course.toml").exists()
    if new and root.is_dir() and any(root.iterdir()) and not (root / "secret.key").exists():
        raise ToldError(f"{root} holds other files. Cure: give the name of a new folder.")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    root.chmod(0o700)
    for name in FOLDERS:
        (root / name).mkdir(exist_ok=True, mode=0o700)
    yield from listed.notes
    if make_secret(root / "secret.key"):
        yield "A secret key was made. Keep a copy of the folder: nobody can make the same key again."
    elif not new:
        yield "The secret key was kept."
    refresh(root)
    yield from _take(root, listed.students)
    if new:  # last, so that an interrupted step is no course folder yet
        write_text(root / "course.toml", template(title), private=True)
        yield f"{root} is ready. Its settings are in course.toml."


def refresh(root: Path) -> None:
    """Bring nbgrader's settings up to date: they keep students' work from acting in your browser."""
    path = root / "nbgrader_config.py"
    if not path.exists() or path.read_text(encoding="utf-8") != NBGRADER:
        write_text(path, NBGRADER, private=True)


def _take(root: Path, listed: tuple[Student, ...]) -> Iterator[str]:
    """Write `students.csv`: those who are there already stay as they are."""
    path = root / "students.csv"
    there = Course(root).students if path.exists() else []
    known = {student.id: student for student in there}
    added = [student for student in listed if student.id not in known]
    students = [*there, *added]
    check_distinct(students, str(path))
    if added or not path.exists():
        write_text(path, as_csv(students), private=True)
    yield f"Students added: {len(added)}. In all: {len(students)}."
    for student in listed:
        old = known.get(student.id, student)
        for name, value in asdict(student).items():
            if value != (before := getattr(old, name)):
                yield (
                    f"{old.label}: the list says {name} “{value}”, the course says “{before}”, which was "
                    "kept. Change it in students.csv if the list is right."
                )
    ids = {student.id for student in listed}
    for student in there:
        if student.id not in ids:
            yield f"{student.label} is not in the list any more, and was kept."
