"""A mistake in a source stops the build, and the message has the file, the cell and the cure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bookkit import project
from bookkit.errors import ToldError
from natoiraq import exercises

TEMPLATE = (project.current().exercises.parent / "template" / "template.md").read_text(encoding="utf-8")


def make(folder: Path, text: str) -> Path:
    folder = folder / "made"
    folder.mkdir()
    (folder / "made.md").write_text(text, encoding="utf-8")
    shutil.copy(project.current().exercises.parent / "template" / "variants.yml", folder)
    return folder


def test_the_template_breaks_no_rule(tmp_path: Path) -> None:
    assert exercises.source_notebook(make(tmp_path, TEMPLATE)).cells


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("grade_id: share,", "grade_id: rows,", "cell `rows`: 2 cells have this grade_id."),
        ("grade_id: imports", "grade_id: Imports here", "cell `Imports here`: its grade_id is no slug."),
        (":nbgrader: {grade_id: imports}\n", "", "cell 3: a code cell without a grade_id may be lost"),
        ("grade_id: variant}", "grade_id: mine}", "no cell has the grade_id `variant`. Cure: add the cell"),
        ("grade_id: test-rows, points: 2", "grade_id: test-rows", "it hides tests and has no points."),
        (
            "grade_id: test-rows, points: 2",
            "grade_id: test-rows, points: 0",
            "its points are no number above 0.",
        ),
        (
            "grade_id: test-rows, points: 2",
            "grade_id: test-rows, points: 3",
            "`checks.Score(...)` and its points differ",
        ),
        ("grade_id: test-rows, points: 2", "grade_id: test-rows, point: 2", "nbgrader knows no `point`."),
        (
            "    ### BEGIN SOLUTION\n    return 100 * part / whole\n    ### END SOLUTION",
            "    return 100 * part / whole",
            "cell `share`: its solution stands outside markers, so students would see it.",
        ),
        (
            "rows = len(partners[partners",
            "### BEGIN SOLUTION\nrows = len(partners[partners",
            "cell `rows`: `### BEGIN SOLUTION` and `### END SOLUTION` do not pair up.",
        ),
        (
            "grade_id: rows, solution: true",
            "grade_id: rows",
            "cell `rows`: it holds a solution and is locked",
        ),
        ("score.check(1, checks.number", "print(1, checks.number", "students see no check in it."),
        ("### END HIDDEN TESTS\nscore.total()", "### END HIDDEN TESTS", "its last line gives no points."),
        ("What meets the mark", "What is good", "cell `words`: no text before it says how it is marked."),
        ("  minutes: 15", "  minutes: many", "the header's `exercise:` has no `minutes` (int)."),
        ("exercise:\n", "exercises:\n", "the header has no `exercise:`. Cure: give it title, purpose"),
        (
            '{"grade_id": "words", "solution": true, "points": 2}',
            '{"grade_id": "words", "points": 2}',
            "cell `words`: it has points and is text without `solution: true`.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in TEMPLATE
    folder = make(tmp_path, TEMPLATE.replace(old, new))
    with pytest.raises(ToldError, match=re.escape(str(folder / "made.md"))) as caught:
        exercises.source_notebook(folder)
    found = str(caught.value).splitlines()
    assert [problem for problem in found if says in problem], found
    assert all("Cure: " in problem for problem in found)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(ToldError, match=r"none\.md: the source is missing\. Cure: name it after"):
        exercises.source_notebook(tmp_path / "none")
