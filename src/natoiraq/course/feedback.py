"""Writes students' feedback, and a zip that a learning management system takes back.

The zip keeps what the system wrote into the names of its download, so that it knows whose page is whose:
Moodle, “Upload multiple feedback files in a zip” (mod/assign/feedback/file/importziplib.php); Canvas, “Upload
Submissions” (lib/content_zipper.rb); Brightspace, “Add Feedback Files”; ILIAS, “Multi-Feedback”.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bookkit.files import write_zip
from natoiraq.course.collect import read_notes
from natoiraq.course.folder import Course
from natoiraq.course.students import Student
from natoiraq.course.totals import Total, totals
from natoiraq.course.words import at, count
from natoiraq.grading.feedback import write_feedback


def pages(course: Course, exercise: str) -> Iterator[tuple[Student, Path]]:
    """Write the feedback of each student whose work was graded, one after the other.

    Parameters
    ----------
    course
        The course.
    exercise
        Id of the exercise.

    Yields
    ------
    student : Student
    page : Path
        The page of this student.
    """
    for one in totals(course, exercise):
        who = one.student
        name = " ".join(filter(None, who.names)) or who.id
        yield who, write_feedback(course.root, who.folder, exercise, name, course.settings.patience)


def pack(course: Course, exercise: str, written: list[tuple[Student, Path]]) -> Iterator[str]:
    """Put the pages of an exercise into one zip, and say what there is.

    Yields
    ------
    str
        A sentence each.
    """
    if not written:
        yield f"{exercise}: skipped, nothing was graded yet."
        return
    target = course.root / "exports" / f"feedback-{exercise}.zip"
    files = ((_name(course, who, exercise), page.read_bytes()) for who, page in written)
    write_zip(target, files, private=True)
    folder = at(course.root / "feedback")
    yield f"{exercise}: {count(len(written), 'page')} in {folder}, together in {at(target)}."
    if still := _open(totals(course, exercise)):
        yield f"{exercise}: {count(still, 'page says', 'pages say')} that a part is not marked yet."


def _name(course: Course, who: Student, exercise: str) -> str:
    reply = read_notes(course, who, exercise).get("reply") or f"{who.folder}/"
    return f"{reply}{exercise}.html"


def _open(found: list[Total]) -> int:
    return sum(bool(one.open) for one in found)
