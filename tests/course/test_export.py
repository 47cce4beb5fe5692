"""Each file of marks keeps the published rules of who reads it, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from natoiraq.course.folder import Course
from natoiraq.course.formats import harmless, number
from tests.course.conftest import LIST, make_course, mark_by_hand, put_result, run

EVIL = """\
id,name,email,login,section
=1+1,"=HYPERLINK(""x"")",e@example.org,eve,@A
-2,+Bob,,,
S3,Ann,,ann,
"""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("marked") / "course", LIST)
    put_result(course, "S1", {})
    put_result(course, "S2", {"test-pairs": 1, "test-duplication": 1.125, "words": 0.0})
    mark_by_hand(course, "S1", "words", 5.5)
    return course


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("evil") / "course", EVIL)
    for student in course.students:
        put_result(course, student.folder, {"words": 0.0})
    return course


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def exported(course: Course, form: str, *more: str) -> list[list[str]]:
    run("export", "ex1", "--format", form, "--course", course.root, *more)
    return rows(course.root / "exports" / f"ex1-{form}.csv")


def test_canvas_gets_its_columns_in_its_order(marked: Course) -> None:
    assert exported(marked, "canvas", "--column", "Exercise 1 (4711)") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Exercise 1 (4711)"],
        ["    Points Possible", "", "", "", "", "32"],
        ["Lovelace, Ada", "101", "S1", "ada", "A", "31.5"],
        ["Babbage, Charles", "102", "S2", "charles", "A", "18.12"],
    ]


def test_moodle_gets_every_id_that_it_can_match(marked: Course) -> None:
    assert exported(marked, "moodle") == [
        ["ID number", "Username", "Email address", "Full name", "Who does what"],
        ["S1", "ada", "", "Lovelace, Ada", "31.5"],
        ["S2", "charles", "", "Babbage, Charles", "18.12"],
    ]


def test_brightspace_gets_hashes_and_an_end_of_line(marked: Course) -> None:
    assert exported(marked, "brightspace", "--column", 'Ex, 1 * "new"') == [
        ["OrgDefinedId", "Username", "Ex 1 new Points Grade", "End-of-Line Indicator"],
        ["#S1", "#ada", "31.5", "#"],
        ["#S2", "#charles", "18.12", "#"],
    ]


def test_the_plain_file_names_all_students(marked: Course) -> None:
    run("export", "--course", marked.root)
    assert rows(marked.root / "exports" / "marks.csv") == [
        ["id", "name", "email", "login", "lms_id", "section", "ex1 (of 32)", "waits for a person"],
        ["S1", "Lovelace, Ada", "", "ada", "101", "A", "31.5", ""],
        ["S2", "Babbage, Charles", "", "charles", "102", "A", "18.12", ""],
        ["S3", "Müller-Lüdenscheidt, Jörg Ümit", "", "jmueller", "103", "B", "", ""],
    ]


def test_excel_gets_texts_and_numbers_and_every_part(marked: Course) -> None:
    run("export", "ex1", "--format", "excel", "--course", marked.root)
    book = openpyxl.load_workbook(marked.root / "exports" / "marks.xlsx")
    assert [cell.value for cell in book["Marks"][2]] == [
        "S1",
        "Lovelace, Ada",
        None,
        "ada",
        "101",
        "A",
        31.5,
        None,
    ]
    parts = {(row[1], row[8]): row[3:7] for row in book["Parts"].iter_rows(min_row=2, values_only=True)}
    assert parts["S1", "words"] == ("In your own words", 5.5, 6, "a person")
    assert parts["S2", "test-pairs"] == ("One row for each job", 1, 4, "checks")


def test_lms_files_leave_out_who_handed_nothing_in(marked: Course) -> None:
    said = run("export", "ex1", "--format", "canvas", "--course", marked.root)
    assert "ex1: 1 student handed nothing in. Such students are not in the file" in said


def test_canvas_and_moodle_leave_an_id_that_would_run_to_another_id(evil: Course) -> None:
    canvas = exported(evil, "canvas")
    assert canvas[2][:5] == ['\'=HYPERLINK("x")', "", "", "eve", "'@A"]
    assert [row[3] for row in canvas[2:]] == ["eve", "ann"]
    assert exported(evil, "moodle")[1][:4] == ["", "eve", "e@example.org", '\'=HYPERLINK("x")']
    said = run("export", "ex1", "--format", "canvas", "--course", evil.root)
    assert (
        "+Bob (-2) is left out: a spreadsheet would run the id as a formula. Enter this mark by hand." in said
    )


def test_brightspace_keeps_every_id(evil: Course) -> None:
    assert [row[0] for row in exported(evil, "brightspace")[1:]] == ["#=1+1", "#-2", "#S3"]


@pytest.mark.parametrize("form", ["canvas", "moodle", "brightspace"])
def test_no_cell_for_an_lms_begins_like_a_formula(evil: Course, form: str) -> None:
    assert [cell for row in exported(evil, form) for cell in row if cell[:1] in set("=+-@\t\r")] == []


def test_no_cell_for_people_is_a_formula(evil: Course) -> None:
    run("export", "ex1", "--course", evil.root)
    cells = [cell for row in rows(evil.root / "exports" / "marks.csv") for cell in row]
    assert "'=1+1" in cells
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    run("export", "ex1", "--format", "excel", "--course", evil.root)
    book = openpyxl.load_workbook(evil.root / "exports" / "marks.xlsx")
    assert book["Marks"]["A2"].value == "=1+1"
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr"}


def test_marks_that_are_not_final_need_a_word(course: Course) -> None:
    put_result(course, "S1", {})
    put_result(course, "S2", {"words": 0.0})
    said = run("export", "ex1", "--format", "canvas", "--course", course.root, code=1)
    assert "ex1: the marks are not final: 1 of 2 submissions wait for a person (words)." in said
    assert "or give --provisional to write what there is; open parts then count nothing" in said
    assert list((course.root / "exports").iterdir()) == []
    said = run("export", "ex1", "--format", "canvas", "--provisional", "--course", course.root)
    assert "the marks are not final" in said
    assert [path.name for path in (course.root / "exports").iterdir()] == ["ex1-canvas-provisional.csv"]


def test_work_collected_since_is_not_forgotten(course: Course) -> None:
    put_result(course, "S1", {"words": 0.0})
    handed_in = course.root / "submitted/S2/ex1/ex1.ipynb"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_bytes(b"{}")
    said = run("export", "ex1", "--course", course.root, code=1)
    assert "ex1: the marks are not final: 1 submission was collected and is not graded yet." in said


def test_nothing_graded_is_said(course: Course) -> None:
    assert "nothing was graded yet. Cure: run `natoiraq-course grade`" in run(
        "export", "--course", course.root, code=1
    )
    assert "ex1: nothing was graded yet. Cure" in run("export", "ex1", "--course", course.root, code=1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1", "'=1"), ("\t=1", "'\t=1"), (" -1", "' -1"), ("＝1", "'＝1"), ("Ann-Lee", "Ann-Lee"), ("", "")],
)
def test_a_formula_is_seen_through_its_disguise(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("points", "text"), [(0, "0"), (40.0, "40"), (1.005, "1"), (0.1 + 0.2, "0.3"), (12345.5, "12345.5")]
)
def test_points_have_two_decimals_at_most(points: float, text: str) -> None:
    assert number(points) == text
