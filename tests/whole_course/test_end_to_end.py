"""A whole course: twelve students, all exercises, work that is right, wrong, hostile or broken."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from natoiraq.course.folder import Course, open_course
from natoiraq.course.students import Student
from natoiraq.course.totals import totals
from natoiraq.exercises import names, source_notebook
from natoiraq.grading.gradebook import marks, open_gradebook
from tests.course.conftest import SECRET, run, zipped
from tests.exercises.running import run as run_here
from tests.whole_course.hand_ins import attempt, filled, shuffled, solutions, without_end

CLASS = """\
First name,Last name,ID number,Email address,Username
Ada,Lovelace,S01,ada@example.org,ada
Bob,Noyce,S02,bob@example.org,bob
Cleo,Abbott,S03,cleo@example.org,cleo
Dan,Ritchie,S04,dan@example.org,dan
Eve,Online,S05,eve@example.org,eve
Fay,Ajzenberg,S06,fay@example.org,fay
Gus,Hansen,S07,gus@example.org,gus
Hal,Abelson,S08,hal@example.org,hal
Iván,Ñúñez,S09,ivan@example.org,ivan
Jan,O'Neil,=1+1,jan@example.org,jan
学,生,a/b,xue@example.org,xue
Lea,Absent,S12,lea@example.org,lea
"""
HOSTILE = {
    "ex1": {"settled": "import os\nos.system('kill -9 -1')\nos._exit(0)"},
    "ex2": {
        "precision": "from natoiraq import checks\n"
        "checks.Score.total = lambda self: self.points\nprecision = 1",
    },
    "ex3": {
        "minister": "class Yes(float):\n    __eq__ = lambda *_: True\n    __hash__ = None\n\n\n"
        "strongest = without_bed = reached = Yes(-1)",
    },
}
"""Answers to parts on which no other rests."""

BY_HAND = {"words": 3.0, "text": 12.5}
Answers = dict[str, str]


@dataclass
class Taught:
    """A course that was gone through to its end.

    Parameters
    ----------
    course
        The course.
    expected
        {exercise: {student: {part: points}}}, worked out without the engine.
    said
        What each step printed.
    """

    course: Course
    expected: dict[str, dict[str, dict[str, float]]]
    said: dict[str, str]

    def student(self, name: str) -> Student:
        return next(one for one in self.course.students if one.name.startswith(name))


def full(course: Course, student: Student, exercise: str, answers: Answers | None = None) -> dict[str, float]:
    """Return the points that answers deserve, by running them here."""
    source = source_notebook(course.exercises / exercise, course.variant(exercise, student))
    return {name: round(points, 2) for name, points in run_here(source, answers).points.items()}


def hand_ins(course: Course, exercise: str) -> dict[str, tuple[bytes, dict[str, float]]]:
    """Return {first name: file, points of its checks}."""
    by_name = {student.name.split()[0]: student for student in course.students}
    ada, most = by_name["Ada"], full(course, by_name["Ada"], exercise)
    nothing = dict.fromkeys(most, 0.0)

    def plain(name: str, answers: Answers | None = None) -> bytes:
        return filled(course, by_name[name], exercise, answers or {})

    found = {"Ada": (plain("Ada"), most)}
    for name, number in (("Bob", 0), ("Cleo", 3)):
        answers = attempt(course, exercise, number)
        found[name] = plain(name, answers), full(course, by_name[name], exercise, answers)
    if exercise in HOSTILE:
        part = next(iter(HOSTILE[exercise]))
        found["Eve"] = plain("Eve", HOSTILE[exercise]), most | {f"test-{part}": 0.0}
    if exercise == "ex1":
        found["Dan"] = plain("Dan", {"settled": "while True: pass"}), most | {"test-settled": 0.0}
        found["Fay"] = without_end(plain("Fay")), most
        found["Gus"] = plain("Gus").decode().encode("utf-16"), most
        found["Hal"] = (
            found["Ada"][0],
            full(course, by_name["Hal"], exercise, solutions(course, ada, exercise)),
        )
        found["Iván"] = b"", nothing
        found["Jan"] = plain("Jan", {"words": "Write your answer here."}), most
        found["学"] = shuffled(plain("学")), most
    return found


@pytest.fixture(scope="module")
def taught(locked_in: None, tmp_path_factory: pytest.TempPathFactory) -> Taught:
    home = tmp_path_factory.mktemp("taught")
    (home / "participants.csv").write_text(CLASS, encoding="utf-8")
    said = {"init": run("init", home / "course", "--students", home / "participants.csv")}
    (home / "course" / "secret.key").write_bytes(SECRET)
    settings = home / "course" / "course.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("cpu = 60", "cpu = 15"), encoding="utf-8"
    )
    at = "--course", home / "course"
    said["release"] = run("release", *at)
    course = open_course(home / "course")
    expected: dict[str, dict[str, dict[str, float]]] = {}
    said["collect"] = ""
    for exercise in names():
        files = hand_ins(course, exercise)
        people = {student.name.split()[0]: student for student in course.students}
        folders = {
            f"{people[name].name}_{number}_assignsubmission_file/{exercise}.ipynb": raw
            for number, (name, (raw, _)) in enumerate(files.items(), start=4711)
        }
        (home / f"{exercise}.zip").write_bytes(zipped(folders))
        expected[exercise] = {people[name].id: points for name, (_, points) in files.items()}
        said["collect"] += run("collect", home / f"{exercise}.zip", "--exercise", exercise, *at)
    said["grade"] = run("grade", "--all", *at)
    said["again"] = run("grade", *at)
    said["early"] = run("export", "--format", "moodle", *at, code=1)
    _mark(course)
    said["feedback"] = run("feedback", *at)
    for form in ("moodle", "excel"):
        said[form] = run("export", "--format", form, *at)
    said["report"] = run("report", *at)
    return Taught(course, expected, said)


def _mark(course: Course) -> None:
    """Give all marks by hand, as formgrader does."""
    with open_gradebook(course.root) as book:
        for mark in [one for one in marks(course.root) if one.needs_person]:
            grade = book.find_grade(mark.grade_id, mark.exercise, mark.exercise, mark.student)
            grade.manual_score, grade.needs_manual_grade = BY_HAND[mark.grade_id], False
        book.db.commit()


def test_each_check_gives_what_the_work_deserves(taught: Taught) -> None:
    for exercise, expected in taught.expected.items():
        found = {
            one.student.id: {part.grade_id: part.points for part in one.parts if part.grade_id not in BY_HAND}
            for one in totals(taught.course, exercise)
        }
        assert found == {who: pytest.approx(points, abs=0.006) for who, points in expected.items()}, exercise


def test_all_work_was_collected(taught: Taught) -> None:
    assert "Left out" not in taught.said["collect"]
    assert "Nothing yet for ex1 from 1 student\n  Lea Absent (S12)" in taught.said["collect"]


def test_what_had_to_be_repaired_is_told(taught: Taught) -> None:
    said = taught.said["grade"]
    for words in (
        "Dan Ritchie (S04), ex1: Cell settled was stopped: ",
        "Fay Ajzenberg (S06), ex1: The file is damaged",
        "Gus Hansen (S07), ex1: The file is in UTF-16",
        "Iván Ñúñez (S09), ex1: The file handed in is empty",
        "Hal Abelson (S08), ex1: Cell variant was edited although locked",
        "学 生 (a/b), ex1: ",
    ):
        assert words in said
    assert "Ada Lovelace" not in said.partition("Repairs")[2].partition("Marked")[0]


def test_grading_again_skips_everything(taught: Taught) -> None:
    everything = sum(len(people) for people in taught.expected.values())
    assert taught.said["again"].startswith(f"Graded: 0. Skipped, for nothing has changed: {everything}.")


def test_marks_wait_for_a_person_first(taught: Taught) -> None:
    for exercise, waiting in (
        ("ex1", "10 of 11 submissions wait for a person (words)"),
        ("memo", "3 of 3 submissions wait for a person (text)"),
    ):
        assert f"{exercise}: the marks are not final: {waiting}." in taught.said["early"]


def test_moodle_gets_the_sum_of_checks_and_hand_marks(taught: Taught) -> None:
    untouched = {"=1+1"}  # nothing was written: no points, without a person
    for exercise, expected in taught.expected.items():
        path = taught.course.root / "exports" / f"{exercise}-moodle.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        by_email = {student.email: student.id for student in taught.course.students}
        title = taught.course.title(exercise)
        found = {by_email[row["Email address"]]: float(row[title]) for row in rows}
        hand = BY_HAND["text" if exercise == "memo" else "words"]
        assert found == {
            who: pytest.approx(sum(points.values()) + (0 if who in untouched else hand), abs=0.02)
            for who, points in expected.items()
        }


def test_excel_has_everybody_and_runs_nothing(taught: Taught) -> None:
    book = openpyxl.load_workbook(taught.course.root / "exports" / "marks.xlsx")
    rows = list(book["Marks"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [student.id for student in taught.course.students]
    assert [row[1] for row in rows if row[6] is None] == ["Lea Absent"]
    assert "f" not in {cell.data_type for row in book["Marks"] for cell in row}


def test_feedback_goes_back_to_moodle_and_gives_no_check_away(taught: Taught) -> None:
    with zipfile.ZipFile(taught.course.root / "exports" / "feedback-ex1.zip") as archive:
        pages = {name.split("_")[0]: archive.read(name).decode() for name in archive.namelist()}
        assert archive.namelist()[0] == "Ada Lovelace_4711_assignsubmission_file_/ex1.html"
    assert len(pages) == 11
    assert "<svg" in pages["Ada Lovelace"]
    assert "so <code>explode</code> is missing" in pages["Bob Noyce"]
    for page in pages.values():
        assert "HIDDEN" not in page
        assert "_all.merge" not in page
        assert "<script" not in page.lower()


def test_the_report_names_what_has_to_be_looked_at(taught: Taught) -> None:
    page = (taught.course.root / "exports" / "report.html").read_text(encoding="utf-8")
    assert page.count("<h2") == 6
    assert "Hal Abelson (S08) handed in a notebook that was made for" in page
    assert "Ada Lovelace (S01); Hal Abelson (S08)" in page
    assert "so <code>explode</code> is missing" in page


def test_hand_marks_outlive_another_grading(taught: Taught, tmp_path: Path) -> None:
    before = marks(taught.course.root, "memo")
    run("grade", "memo", "--again", "--course", taught.course.root)
    assert marks(taught.course.root, "memo") == before
    assert any(mark.by_hand for mark in before)
