"""The course folder: where everything is."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from bookkit import project
from bookkit.errors import ToldError
from bookkit.files import write_bytes
from natoiraq import variants
from natoiraq.course.settings import Settings, read_settings
from natoiraq.course.students import Student, read_students
from natoiraq.exercises.source import names, source_notebook

SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Course:
    """A course folder.

    Parameters
    ----------
    root
        The folder.
    exercises
        Folder with the sources of the exercises, one folder each.
    """

    root: Path
    exercises: Path = field(default_factory=lambda: project.current().exercises)

    @cached_property
    def settings(self) -> Settings:
        """What `course.toml` says."""
        return read_settings(self.root / "course.toml")

    @cached_property
    def students(self) -> list[Student]:
        """The students, in the list's order."""
        return read_students(self.root / "students.csv")

    @cached_property
    def by_folder(self) -> dict[str, Student]:
        """The students by the name of their folders."""
        return {student.folder: student for student in self.students}

    @cached_property
    def secret(self) -> bytes:
        """The key from which variants are drawn.

        Raises
        ------
        ToldError
            When it is lost: a new one would give everybody other numbers.
        """
        path = self.root / "secret.key"
        if not path.is_file():
            raise ToldError(
                f"{path} is missing, and without it nobody can tell who got which numbers. Cure: put the "
                "file back from a copy of the course folder."
            )
        return path.read_bytes()

    def variant(self, exercise: str, student: Student) -> variants.Variant:
        """Return the values that a student was given in an exercise."""
        if not self.settings.variants:
            return variants.standard(exercise, source=self.exercises)
        return variants.variant(exercise, student.id, self.secret, source=self.exercises)

    def title(self, exercise: str) -> str:
        """Return the title of an exercise."""
        return _title(self.exercises / exercise)

    def chosen(self, exercises: Iterable[str]) -> list[str]:
        """Return the exercises that were asked for, all if none was.

        Raises
        ------
        ToldError
            When there is no such exercise.
        """
        known = names(self.exercises)
        asked = list(dict.fromkeys(exercises))
        for name in asked:
            if name not in known:
                raise ToldError(f"there is no exercise {name!r}. Cure: take one of {', '.join(known)}.")
        return asked or known


@cache
def _title(folder: Path) -> str:
    return str(source_notebook(folder).metadata["exercise"]["title"])


def open_course(root: Path) -> Course:
    """Return a course that exists.

    Raises
    ------
    ToldError
        When the folder is none, or its settings or students cannot be read.
    """
    course = Course(root.resolve())
    _ = course.settings, course.students
    return course


def make_secret(path: Path) -> bool:
    """Make the secret if there is none; return whether one was made."""
    if path.exists():
        path.chmod(0o600)
        return False
    write_bytes(path, secrets.token_bytes(SECRET_BYTES), private=True)
    return True


def is_private(root: Path) -> bool:
    """Tell whether nobody but its owner may open a folder, as far as the system has such rights."""
    return os.name != "posix" or not root.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
