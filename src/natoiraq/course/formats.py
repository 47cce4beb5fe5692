"""The files of marks that learning management systems read, each by its own published rules.

Canvas, Grades, Import (“How do I import grades in the Gradebook?”, and lib/gradebook_importer.rb): the
columns Student, ID, SIS User ID, SIS Login ID, Section, in that order, then one with the assignment's name; a
row “Points Possible”. A student is found by ID, else by SIS User ID, else by SIS Login ID, else by name; an
assignment by “name (number)”, else by name, else it is made.

Moodle, Grades, Import, CSV file (https://docs.moodle.org/en/Grade_import): any columns under a header; on the
next page people choose by which one students are found (ID number, username or e-mail address, exactly as in
Moodle) and which one holds the grades. Feedback is left out, since importing it alone deletes grades.

Brightspace, Enter Grades, Import (https://community.d2l.com/brightspace/kb/articles/3538-importing-grades):
OrgDefinedId and Username, or one of them, first; then “<grade item> Points Grade”; End-of-Line Indicator with
# last. A # before an id is no part of it (https://kb.wisc.edu/page.php?id=4330).

A cell that begins with = + - @ or a tab would be run by a spreadsheet. A name gets an apostrophe before it.
An id must stay what it is, so it is left out where another id finds the student; Brightspace's # makes it
harmless.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from natoiraq.course.students import Student
from natoiraq.course.totals import Total

Format = Literal["canvas", "moodle", "brightspace", "plain", "excel"]
Made = tuple[str, list[Student]]

RUNS: Final = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
# Brightspace allows none of these in the name of a grade item.
NO_ITEM: Final = re.compile(r"""[/"*<>+=|,%]+""")


def number(points: float) -> str:
    """Return points as text with at most two decimals and a full stop."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and does not run."""
    return f"'{text}" if RUNS.search(text) else text


def canvas(found: Sequence[Total], column: str, most: float) -> Made:
    """Return Canvas' file, and the students whom no harmless id finds."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]
    possible = ["    Points Possible", "", "", "", "", number(most)]
    rows, lost = [], []
    for one in found:
        who = one.student
        keys = [_key(who.lms_id), _key(who.id), _key(who.login)]
        if any(keys):
            rows.append([harmless(who.name), *keys, harmless(who.section), number(one.points)])
        else:
            lost.append(who)
    return _text([header, possible, *rows]), lost


def moodle(found: Sequence[Total], column: str, most: float) -> Made:
    """Return Moodle's file, and the students whom no harmless id finds."""
    header = ["ID number", "Username", "Email address", "Full name", column]
    rows, lost = [], []
    for one in found:
        who = one.student
        keys = [_key(who.id), _key(who.login), _key(who.email)]
        if any(keys):
            rows.append([*keys, harmless(who.name), number(one.points)])
        else:
            lost.append(who)
    return _text([header, *rows]), lost


def brightspace(found: Sequence[Total], column: str, most: float) -> Made:
    """Return Brightspace's file."""
    logins = any(one.student.login for one in found)
    item = " ".join(NO_ITEM.sub(" ", column).split())
    names = ["OrgDefinedId", *(["Username"] if logins else [])]
    rows = [[*names, f"{item} Points Grade", "End-of-Line Indicator"]]
    for one in found:
        keys = [one.student.id, *([one.student.login] if logins else [])]
        rows.append([*(f"#{key}" if key else "" for key in keys), number(one.points), "#"])
    return _text(rows), []


WRITERS: Final[dict[Format, Callable[[Sequence[Total], str, float], Made]]] = {
    "canvas": canvas,
    "moodle": moodle,
    "brightspace": brightspace,
}


def plain(rows: Iterable[Sequence[str | float | None]]) -> str:
    """Return rows as CSV, each text harmless."""
    return _text(
        ["" if cell is None else harmless(cell) if isinstance(cell, str) else number(cell) for cell in row]
        for row in rows
    )


def _key(key: str) -> str:
    return "" if RUNS.search(key) else key


def _text(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)  # RFC 4180
    return out.getvalue()
