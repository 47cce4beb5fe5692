"""The students of a course: who they are, under which ids, and where their work lies."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path

from bookkit.errors import ToldError
from natoiraq.course.tables import read_table
from natoiraq.exercises.handout import folder_name


@dataclass(frozen=True)
class Student:
    """One student.

    Parameters
    ----------
    id
        The id that decides the variant; as the list gave it.
    name
        Full name, in whatever order the list has it.
    email, login, lms_id, section
        What the list gave besides; may be empty. `lms_id` is Canvas' own number.
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    lms_id: str = ""
    section: str = ""

    @cached_property
    def folder(self) -> str:
        """Name of the student's folders, and the id in nbgrader's gradebook."""
        return folder_name(self.id)

    @property
    def label(self) -> str:
        """How messages name the student."""
        return f"{self.name} ({self.id})" if self.name else self.id

    @property
    def names(self) -> tuple[str, str]:
        """First name and last name, as far as one can tell."""
        last, comma, first = self.name.partition(",")
        if comma:
            return first.strip(), last.strip()
        first, _, last = self.name.rpartition(" ")
        return first, last


COLUMNS = [field.name for field in fields(Student)]


def read_students(path: Path) -> list[Student]:
    """Return the students of a course, as `write_students` wrote them.

    Raises
    ------
    ToldError
        When the file was changed so that it cannot be used; the message has row and column.
    """
    rows = read_table(path)
    if rows[0][:1] != ["id"]:
        raise ToldError(f"{path}, row 1: the first column is not “id”. Cure: put the column back.")
    places = {name: rows[0].index(name) for name in COLUMNS if name in rows[0]}
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        given = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if not given["id"]:
            raise ToldError(f"{path}, row {number}, column id: it is empty. Cure: write the student's id.")
        found.append(Student(**given))
    check_distinct(found, str(path))
    return found


def as_csv(students: Iterable[Student]) -> str:
    """Return the text of `students.csv`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(student) for student in students)
    return out.getvalue()


def check_distinct(students: Sequence[Student], where: str) -> None:
    """Make sure that no two students share an id, or a folder on a disk that ignores case.

    Raises
    ------
    ToldError
        With both ids.
    """
    twice = [name for name, count in Counter(student.id for student in students).items() if count > 1]
    if twice:
        raise ToldError(
            f"{where}: the id {twice[0]!r} stands there twice. Cure: keep one row for each student."
        )
    seen: dict[str, Student] = {}
    for student in students:
        other = seen.setdefault(student.folder.casefold(), student)
        if other is not student:
            raise ToldError(
                f"{where}: the ids {other.id!r} and {student.id!r} would share the folder {student.folder}. "
                "Cure: give one of them another id, for example the e-mail address."
            )
