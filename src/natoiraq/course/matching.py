"""Finds the student of a file; whoever cannot be told for sure is left to a person."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from natoiraq.course.owners import Owner
from natoiraq.course.students import Student

UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


def plain(text: str) -> str:
    """Return a text for comparing ids: letters' case and ways to write an accent make no difference."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def fold(text: str) -> str:
    """Return a name's letters and digits alone, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if character.isalnum())


def spellings(name: str) -> set[str]:
    """Return how systems write a name: words turned round and run together, accents left or written out."""
    words = name.replace(",", " ").split()
    orders = ["".join(words[place:] + words[:place]) for place in range(len(words))]
    return {fold(way) for order in orders for way in (order, order.casefold().translate(UMLAUTS))}


class Roster:
    """The students of a course, to be found by what downloads say.

    Parameters
    ----------
    students
        All of them.
    """

    def __init__(self, students: Sequence[Student]) -> None:
        self.students = students
        self._exact: dict[str, set[Student]] = defaultdict(set)
        self._ids: dict[str, set[Student]] = defaultdict(set)
        self._names: dict[str, set[Student]] = defaultdict(set)
        self._numbers: dict[str, set[Student]] = defaultdict(set)
        for student in students:
            for key in filter(None, (student.id, student.login, student.email, student.folder)):
                self._ids[plain(key)].add(student)
            if student.name:
                self._exact[plain(student.name)].add(student)
            for spelling in spellings(student.name):
                self._names[spelling].add(student)
            if student.lms_id:
                self._numbers[student.lms_id].add(student)

    def find(self, owner: Owner) -> Student | str:
        """Return the student, or why nobody was found: a sentence without its end."""
        named = self._named(owner)
        if owner.kind == "Canvas":
            return self._by_number(owner, named)
        if owner.kind == "ILIAS":
            return self._by_login(owner)
        if owner.kind == "plain":
            first = next((stem for stem in owner.stems if plain(stem) in self._ids), "")
            known = {student for key in (first, *owner.ids) for student in self._ids.get(plain(key), ())}
            return _one(known or named, "no part of its name is an id, login or name of a student")
        return _one(named, f"nobody of the course is called “{owner.names[0]}”{_hidden(owner.names[0])}")

    def _named(self, owner: Owner) -> set[Student]:
        if same := {student for name in owner.names for student in self._exact.get(plain(name), ())}:
            return same
        found = {
            student for name in owner.names for way in spellings(name) for student in self._names.get(way, ())
        }
        return found or set(self._in_group(owner))

    def _in_group(self, owner: Owner) -> Iterable[Student]:
        """Moodle writes the group before the name: “Group A-Ada Lovelace”."""
        for name in owner.names if owner.kind == "Moodle" else ():
            for student in self.students:
                group = fold(student.section)
                if group and fold(name) in {group + way for way in spellings(student.name)}:
                    yield student

    def _by_number(self, owner: Owner, named: set[Student]) -> Student | str:
        numbered = self._numbers.get(owner.number, set())
        if len(numbered) == 1 and named and not numbered & named:
            return (
                f"Canvas' number {owner.number} is that of {next(iter(numbered)).label}, and the name "
                f"that of {next(iter(named)).label}"
            )
        # Whoever has another number of Canvas is somebody else.
        free = {student for student in named if not student.lms_id}
        return _one(
            numbered or free, f"nobody has Canvas' number {owner.number} or the name “{owner.names[0]}”"
        )

    def _by_login(self, owner: Owner) -> Student | str:
        text = plain(owner.names[0])
        found = set()
        for student in self.students:
            login = plain(student.login or student.id)
            rest = text.removesuffix("_" + login)
            if rest != text and (
                not student.name or spellings(rest.replace("_", " ")) & spellings(student.name)
            ):
                found.add(student)
        return _one(found, f"nobody has the login and the name of “{owner.names[0]}”")


def _one(found: set[Student], otherwise: str) -> Student | str:
    if len(found) == 1:
        return next(iter(found))
    if found:
        labels = " or ".join(sorted(student.label for student in found))
        return f"it may be of {labels}. Cure: name the file after the id of one of them and collect it alone"
    return otherwise


def _hidden(name: str) -> str:
    return (
        "; the system hid the names" if fold(name).startswith(("participant", "anon", "teilnehmer")) else ""
    )
