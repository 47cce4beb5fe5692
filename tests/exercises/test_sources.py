"""Each exercise says what it is, sends to passages that exist, and stands in the book as students get it."""

from __future__ import annotations

import re

import pytest

from natoiraq import evidence, variants
from natoiraq.exercises.page import BOOK, page
from tests.conftest import ROOT
from tests.exercises.conftest import NAMES, attempts, folder, standard
from tests.exercises.running import graded_cells, run

CHAPTERS = sorted((ROOT / "book").glob("*.md"))
OUTCOMES = {
    name
    for chapter in CHAPTERS
    for block in re.findall(r"```\{outcomes\}\n(.*?)```", chapter.read_text(encoding="utf-8"), re.DOTALL)
    for name in re.findall(r"^([\w.]+):", block, re.MULTILINE)
}
PASSAGE = re.compile(r"(the primer|chapter \d), “((?:[^“”]|“[^”]*”)+)”")


def headings(where: str) -> set[str]:
    """Return the headings of the primer or of a chapter."""
    stem = "primer" if where == "the primer" else f"{where.removeprefix('chapter ')}-"
    path = next(chapter for chapter in CHAPTERS if chapter.name.startswith(stem))
    return set(re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_tests_and_what_it_uses(name: str) -> None:
    about = standard(name).metadata["exercise"]
    assert set(about["outcomes"]) <= OUTCOMES
    assert set(about["data"]) <= set(evidence.table_names())
    assert (ROOT / "book" / f"{about['after']}.md").is_file()
    assert about["minutes"] % 5 == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_sends_to_passages_that_exist(name: str) -> None:
    sources = [cell.source for cell in standard(name).cells]
    sent = {found for source in sources for found in PASSAGE.findall(source)}
    assert sent
    assert [title for where, title in sent if title not in headings(where)] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_page_in_the_book_is_what_students_get(name: str) -> None:
    path = BOOK / f"{name}.md"
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
