"""The small course that the page on grading goes through: files as its commands find them."""

from __future__ import annotations

from pathlib import Path

from natoiraq.course.folder import Course, open_course
from tests.course.conftest import zipped
from tests.whole_course.hand_ins import attempt, filled, without_end

STUDENTS = """\
First name,Last name,ID number,Email address,Username
Amal,Haddad,S101,amal@example.org,ahaddad
Ben,Fischer,S102,ben@example.org,bfischer
Chiara,Rossi,S103,chiara@example.org,crossi
Dara,Saleh,S104,dara@example.org,dsaleh
"""
NEW = "Ewa,Nowak,S105,ewa@example.org,enowak\n"
WORDS = """\
I would merge intelligence first.
On my list it is the job that most bodies share, and several answer to the same office.
So one order could begin it.
The cost: each service would lose its own sources and its budget, and the prime minister a second opinion.
My count shows names and not work; it knows nothing of place, law or size.
"""


def write_lists(home: Path) -> None:
    """Write the list of students as Moodle exports it, before and after somebody joined."""
    (home / "participants.csv").write_text(STUDENTS, encoding="utf-8")
    (home / "participants-new.csv").write_text(STUDENTS + NEW, encoding="utf-8")


def write_download(home: Path, course: Course) -> None:
    """Write what students handed in as Moodle zips it: right, wrong, damaged, and one that is nobody's."""
    amal, ben, chiara, dara = course.students
    wrong = attempt(course, "ex1", 3) | {"words": "I would merge the police first."}
    files = {
        "Amal Haddad_5011": filled(course, amal, "ex1", {"words": WORDS}),
        "Ben Fischer_5012": filled(course, ben, "ex1", wrong),
        "Chiara Rossi_5013": without_end(filled(course, chiara, "ex1", {})),
        "Dara Salih_5014": (theirs := filled(course, dara, "ex1", {})),
    }
    _zip(home / "Exercise 1.zip", files)
    (home / "S104.ipynb").write_bytes(theirs)


def write_later_download(home: Path, root: Path) -> None:
    """Write what came later: one hands in again, with another text, and who joined hands in."""
    course = open_course(root)
    _, ben, _, _, ewa = course.students
    files = {
        "Ben Fischer_5012": filled(course, ben, "ex1", {}),
        "Ewa Nowak_5015": filled(course, ewa, "ex1", {}),
    }
    _zip(home / "Exercise 1 later.zip", files)


def _zip(path: Path, files: dict[str, bytes]) -> None:
    path.write_bytes(
        zipped({f"{name}_assignsubmission_file/ex1.ipynb": content for name, content in files.items()})
    )
