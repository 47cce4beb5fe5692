"""Reads the list of students as a learning management system exports it.

Recognised are the columns of

- Canvas, Grades, Export: Student, ID, SIS User ID, SIS Login ID, Section; a row “Points Possible” and the
  test student are left out;
- Moodle, Participants or Grades, Export: First name, Last name (Surname), ID number, Email address, Username;
- Brightspace, Grades, Export: OrgDefinedId, Username, Last Name, First Name, Email; a leading # is no part of
  an id (https://kb.wisc.edu/page.php?id=4330);
- ILIAS, Members, Export: Login, First name, Last name, E-Mail, Matriculation number, and the German names;
- and of a plain list: id, name, email, login, section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError
from natoiraq.course.students import Student, check_distinct
from natoiraq.course.tables import read_table

# What a column is -> its names, the best first; compared in small letters, without anything but letters.
NAMES: Final = {
    "id": (
        *("sisuserid", "orgdefinedid", "idnumber", "studentid", "studentnumber", "matriculationnumber"),
        *("matrikelnummer", "matriculation", "idnummer"),
    ),
    "login": ("sisloginid", "username", "login", "loginname", "anmeldename", "benutzername"),
    "email": ("emailaddress", "email", "mail", "emailadresse"),
    "name": ("student", "studentname", "fullname", "name", "vollstandigername"),
    "first": ("firstname", "givenname", "vorname", "first"),
    "last": ("lastname", "surname", "familyname", "nachname", "last"),
    "section": ("section", "group", "groups", "gruppe", "gruppen", "class"),
}
NO_STUDENT: Final = re.compile(r"^\s*points possible|^student, test$|^test student$", re.IGNORECASE)


@dataclass(frozen=True)
class Listed:
    """A list of students as it was read.

    Parameters
    ----------
    students
        In the list's order.
    notes
        What was made of the columns, for people to check.
    """

    students: tuple[Student, ...]
    notes: tuple[str, ...]


def read_list(path: Path) -> Listed:
    """Return the students of an exported list.

    Parameters
    ----------
    path
        A CSV file.

    Raises
    ------
    ToldError
        When no column holds ids, an id is missing or stands twice; the message has row, column and cure.
    """
    rows = read_table(path)
    top = next(number for number, row in enumerate(rows) if any(row))
    header = rows[top]
    places = _places(header)
    key = next((name for name in ("id", "login", "lms_id", "email") if name in places), "")
    if not key:
        raise ToldError(
            f"{path}, row {top + 1}: no column holds an id; there are {', '.join(header)}. "
            "Cure: name the column with the ids “id”, or export the list with ids, logins or addresses."
        )
    hashes = "OrgDefinedId" in header
    found = tuple(_students(path, rows, top + 1, places, key, hashes))
    if not found:
        raise ToldError(f"{path} has no student below its header. Cure: export the list again.")
    check_distinct(found, str(path))
    known = [f"“{header[place]}” is the {NOTED[name]}" for name, place in places.items()]
    return Listed(found, (f"{path.name}: " + ", ".join(known) + ".", *_advice(places)))


NOTED: Final = {
    **{"id": "id", "login": "login", "email": "e-mail address", "lms_id": "number in Canvas"},
    **{"name": "name", "first": "first name", "last": "last name", "section": "section"},
}


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return which column holds what."""
    plain = [re.sub(r"[^a-z]", "", name.lower().replace("ä", "a")) for name in header]
    found = {what: next((name for name in names if name in plain), "") for what, names in NAMES.items()}
    places = {what: plain.index(name) for what, name in found.items() if name}
    if "id" in plain:  # Canvas' own number has that name, too
        canvas = {"student", "section"} <= set(plain) or "sisloginid" in plain
        places["lms_id" if canvas else "id"] = plain.index("id")
    return places


def _students(
    path: Path, rows: list[list[str]], top: int, places: dict[str, int], key: str, hashes: bool
) -> Iterator[Student]:
    for number, row in enumerate(rows[top:], start=top + 1):
        given = {what: row[place] if place < len(row) else "" for what, place in places.items()}
        name = given.get("name") or " ".join(filter(None, [given.get("first"), given.get("last")]))
        if not any(row) or NO_STUDENT.search(given.get("name", "")):
            continue
        if hashes:
            given = {what: value.removeprefix("#") for what, value in given.items()}
        student = given[key]
        if not student and key == "id":  # Canvas leaves the SIS id of guests empty
            student = given.get("login") or given.get("lms_id") or ""
        where = f"{path}, row {number}, column “{rows[top - 1][places[key]]}”"
        if not student:
            raise ToldError(f"{where}: the id is empty. Cure: fill it in, or take the row out.")
        if any(ord(character) < 32 for character in student) or len(student) > 200:
            raise ToldError(f"{where}: {student!r} can be no id. Cure: write it again.")
        rest = {what: given.get(what, "") for what in ("email", "login", "lms_id", "section")}
        yield Student(id=student, name=name, **rest)


def _advice(places: dict[str, int]) -> Iterator[str]:
    if not {"name", "first", "last"} & places.keys():
        yield (
            "The list has no names, and Moodle and Brightspace name the files that students hand in after "
            "them. Add a column “name” and run init again if you use one of these."
        )
