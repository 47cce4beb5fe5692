"""The report shows what an instructor has to know, and nothing that a student wrote acts in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natoiraq.course.findings import findings
from natoiraq.course.folder import Course
from natoiraq.course.same import others_numbers, same_answers
from natoiraq.exercises import release_notebook
from natoiraq.exercises.source import write_notebook
from tests.course.conftest import make_course, put_result, run

NAMES = "id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(1, 7))
COPIED = "pairs = bodies.copy()  # a line of some length that two people share"
TRAP = "<script>window.caught = 1</script>"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("report") / "course", NAMES)
    for number in range(1, 6):
        answers = {"most": "most_shared = 1", "pairs": COPIED if number < 3 else f"pairs = {number}"}
        said = {"test-pairs": f"“pairs” has {number} rows too many. {TRAP}"} if number < 4 else {}
        points = {"test-pairs": 1.0 if number < 4 else 4.0, "test-chart": 0.0, "words": 6.0}
        notes = (f"Cell {TRAP} was left out.",) if number == 5 else ()
        put_result(course, f"s{number}", points, answers=answers, messages=said, notes=notes)
    return course


def test_the_hardest_part_comes_first(graded: Course) -> None:
    parts = findings(graded, "ex1").parts
    assert parts[0][:2] == ("A chart", 0.0)
    assert parts[1][0] == "One row for each job"
    assert parts[1][1] == pytest.approx((3 * 0.25 + 2) / 5)


def test_mistakes_are_counted_by_message_whatever_their_numbers(graded: Course) -> None:
    assert findings(graded, "ex1").messages == [
        ("One row for each job", f"“pairs” has … rows too many. {TRAP.replace('1', '…')}", 3)
    ]


def test_the_same_words_are_told_unless_everybody_gave_them(graded: Course) -> None:
    found = same_answers(graded, "ex1", graded.students)
    assert [([who.id for who in same.students], same.parts) for same in found] == [(["s1", "s2"], ("pairs",))]
    assert found[0].words == len(COPIED.split())


def test_answers_that_nobody_touched_are_nobodys(graded: Course) -> None:
    assert all("words" not in same.parts for same in same_answers(graded, "ex1", graded.students))


def test_a_notebook_made_for_somebody_else_is_told(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", NAMES)
    numbers = {who: json.dumps(course.variant("ex1", who)) for who in course.students}
    thief = course.students[0]
    owner = next(who for who in course.students if numbers[who] != numbers[thief])
    for who, whose in ((thief, owner), (owner, owner)):
        path = course.root / "submitted" / who.folder / "ex1" / "ex1.ipynb"
        path.parent.mkdir(parents=True)
        write_notebook(release_notebook(course.exercises / "ex1", course.variant("ex1", whose)), path)
    owners = [who for who in course.students if numbers[who] == numbers[owner]]
    assert others_numbers(course, "ex1", course.students) == [(thief, owners)]


def test_the_command_names_the_page(graded: Course) -> None:
    said = run("report", "ex1", "--course", graded.root)
    assert f"The report is in {graded.root / 'exports' / 'report-ex1.html'}." in said
    assert "it names students" in said
