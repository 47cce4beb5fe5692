"""The gradebook holds what nbgrader would have written, and what a person gave stays."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveAutoGrades
from traitlets.config import Config

from bookkit.errors import GradingError
from natoiraq.grading import gradebook as books
from natoiraq.grading.driver import Summary, grade_all
from natoiraq.grading.gradebook import Mark, Student, marks
from natoiraq.grading.record import read_record
from tests.grading import standin
from tests.grading.conftest import comment_by_hand, hand_in, mark_by_hand, points


def grade(course: Path, raw: bytes, **options: Any) -> Summary:
    submissions = hand_in(course, {"ada": raw})
    return grade_all(
        course, submissions, job_for=lambda one: standin.job(), work=standin.grade, workers=1, **options
    )


def notes(course: Path) -> tuple[str, ...]:
    record = read_record(course, "ada", "ex")
    assert record is not None
    return record.notes


def rows(course: Path, student: str) -> dict[str, Any]:
    with books.open_gradebook(course) as gradebook:
        row = gradebook.find_submission_notebook("ex", "ex", student)
        grades = {one.name: (one.auto_score, one.max_score, one.needs_manual_grade) for one in row.grades}
        return {"grades": grades, "comments": {one.name: one.auto_comment for one in row.comments}}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
@pytest.mark.parametrize(
    "raw",
    [
        standin.handed_in(),
        standin.handed_in("one = 3", "", "Write your answer here."),
        standin.job(standin.handed_in()).release.encode(),
    ],
    ids=["right", "partly", "untouched"],
)
def test_what_we_write_is_what_nbgrader_would_write(course: Path, raw: bytes) -> None:
    """A part that a person marks and nobody touched is zero at once, by nbgrader's checksum."""
    grade(course, raw)
    notebook = nbformat.read(course / "autograded" / "ada" / "ex" / "ex.ipynb", as_version=4)
    with books.open_gradebook(course) as gradebook:
        gradebook.add_submission("ex", "bob")
        place = {"notebook": "ex", "assignment": "ex", "student": "bob", "db_url": str(gradebook.engine.url)}
    SaveAutoGrades().preprocess(notebook, {"nbgrader": place})
    assert rows(course, "ada") == rows(course, "bob")


def test_a_mark_by_hand_outlives_a_regrade(course: Path) -> None:
    grade(course, standin.handed_in("one = 1"))
    mark_by_hand(course, "ada", "words", 2.5)
    mark_by_hand(course, "ada", "test-one", None, extra=1)
    comment_by_hand(course, "ada", "words", "Well argued.")
    grade(course, standin.handed_in("one = 1"), again=True)
    assert points(course)["ada"] == [2, 2, 2.5]
    assert marks(course)[2] == Mark("ada", "ex", "words", 2.5, 3, True, False, "Well argued.")
    assert notes(course) == ()


def test_a_changed_answer_keeps_its_mark_and_asks_for_a_person(course: Path) -> None:
    grade(course, standin.handed_in(words="Mine."))
    mark_by_hand(course, "ada", "words", 2)
    grade(course, standin.handed_in(words="Mine, but better."))
    doubt = ("words: the answer changed after a person marked it; the mark was kept.",)
    assert points(course)["ada"] == [4, 2, 2]
    assert marks(course)[2].needs_person
    assert notes(course) == doubt
    grade(course, standin.handed_in(words="Mine, but better."), again=True)
    assert notes(course) == doubt  # until a person has looked
    mark_by_hand(course, "ada", "words", 3)
    grade(course, standin.handed_in(words="Mine, but better."), again=True)
    assert not marks(course)[2].needs_person
    assert notes(course) == ()


def test_a_change_elsewhere_leaves_a_mark_in_peace(course: Path) -> None:
    grade(course, standin.handed_in("one = 1"))
    mark_by_hand(course, "ada", "test-two", 1)
    mark_by_hand(course, "ada", "words", 2)
    grade(course, standin.handed_in("one = 4"))
    assert points(course)["ada"] == [4, 1, 2]
    assert [mark.needs_person for mark in marks(course)] == [False, False, False]


def test_a_comment_on_an_answer_stands_with_the_points_it_earned(course: Path) -> None:
    grade(course, standin.handed_in())
    comment_by_hand(course, "ada", "two", "Shorter than mine.")
    assert [mark.comment for mark in marks(course)] == ["", "Shorter than mine.", ""]
    assert marks(course, student="bob") == marks(course, exercise="other") == []


def test_students_are_added_once_and_kept_up_to_date(course: Path) -> None:
    with books.open_gradebook(course) as gradebook:
        books.add_students(gradebook, [Student("ada", "Ada", "King", "ada@example.org", "11")])
        found = gradebook.find_student("ada").to_dict()
        assert len(gradebook.students) == 3
    expected = {"first_name": "Ada", "last_name": "King", "email": "ada@example.org", "lms_user_id": "11"}
    assert expected.items() <= found.items()


def test_an_exercise_is_added_again_while_its_cells_stay(course: Path) -> None:
    grade(course, standin.handed_in())
    source = standin.source_notebook()
    with books.open_gradebook(course) as gradebook:
        books.add_exercise(gradebook, "ex", source)
        del source.cells[1:3]
        with pytest.raises(GradingError, match="cells came or went"):
            books.add_exercise(gradebook, "ex", source)
    assert points(course)["ada"] == [4, 2, None]


def test_nbgraders_own_tools_find_it_all(course: Path) -> None:
    """Formgrader asks this interface, and opens the autograded notebook."""
    grade(course, standin.handed_in())
    api = NbGraderAPI(CourseDirectory(config=Config({"CourseDirectory": {"root": str(course)}})))
    (found,) = api.get_notebook_submissions("ex", "ex")
    assert (found["student"], found["score"], found["max_score"]) == ("ada", 6, 9)
    assert found["needs_manual_grade"]


def test_the_gradebook_is_one_private_file_when_nobody_writes(course: Path) -> None:
    grade(course, standin.handed_in())
    assert [path.name for path in course.glob("gradebook*")] == ["gradebook.db"]
    assert stat.S_IMODE((course / "gradebook.db").stat().st_mode) == 0o600


def test_a_gradebook_that_is_none_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("no database", encoding="utf-8")
    with (
        pytest.raises(GradingError, match=r"gradebook\.db: file is not a database"),
        books.open_gradebook(tmp_path),
    ):
        pass


def test_reading_marks_makes_no_gradebook(tmp_path: Path) -> None:
    assert marks(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
