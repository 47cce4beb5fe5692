"""Each exercise stands in the book as students get it, and full points can be reached."""

from __future__ import annotations

import pytest

from bookkit import project
from natoiraq import variants
from natoiraq.exercises.page import page
from tests.conftest import ROOT
from tests.exercises.conftest import NAMES, attempts, folder, standard
from tests.exercises.running import graded_cells, run


@pytest.mark.parametrize("name", NAMES)
def test_its_page_in_the_book_is_what_students_get(name: str) -> None:
    path = project.current().book / "exercises" / f"{name}.md"
    assert path.read_text(encoding="utf-8") == page(folder(name)), "run `make exercise-pages`"
    assert f"- file: book/exercises/{name}\n" in (ROOT / "_toc.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_checks_of_a_part_are_worth_its_points(name: str) -> None:
    """Full points are reachable, and only with all checks."""
    notebook = standard(name)
    done = run(notebook)
    assert done.points == {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in graded_cells(notebook)
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_standard_variant_is_one_that_students_get(name: str) -> None:
    assert variants.standard(name) in list(variants.every(name))
    assert attempts(name)
