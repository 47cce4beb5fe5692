"""An exercise's page offers its notebook, and the map of outcomes lists it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from bookkit import project
from tests.sphinx.small_book import QUIZ, Built, build

PRIMER = """\
# Primer

(which-way)=
## Where to run this

Here.

```{outcomes}
1.2: Count.
9.9: Do what nothing tests.
```
"""
MAP = "# Map\n\n```{outcome-map}\n```\n"
EXERCISE = "book/exercises/ex1"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    page = (project.current().book / "exercises" / "ex1.md").read_text(encoding="utf-8")
    return build(tmp_path_factory.mktemp("book"), {"primer": PRIMER, "map": MAP, EXERCISE: page})


def test_the_page_offers_the_notebook_and_says_how_to_open_it(book: Built) -> None:
    page = BeautifulSoup(book.html(EXERCISE), "html.parser")
    offer = page.select_one("h1 + p")
    assert offer is not None
    assert [link["href"] for link in offer.select("a")] == [
        "ex1.ipynb",
        f"../{project.current().wheel}",
        "../../primer.html#which-way",
    ]


def test_the_notebook_is_the_page_with_the_metadata_that_grading_needs(book: Built) -> None:
    notebook = nbformat.read(book.folder / f"{EXERCISE}.ipynb", as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["test-pairs"].metadata.nbgrader.points == 4
    assert cells["pairs"].source == "pairs = None\n# Write your answer here."
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_the_map_lists_the_exercise_with_the_outcomes_it_tests(book: Built) -> None:
    page = BeautifulSoup(book.html("map"), "html.parser")
    rows = {row.td.get_text(strip=True): row for row in page.select("tbody tr")}
    link = rows["1.2"].select("td")[3].a
    assert (link.get_text(), link["href"]) == ("ex1", "book/exercises/ex1.html")
    assert [cell.get_text(strip=True) for cell in rows["9.9"].select("td")[2:]] == ["none yet", "none"]


def test_a_page_elsewhere_offers_no_notebook(tmp_path: Path) -> None:
    built = build(tmp_path, {"chapter": "# A chapter\n\nText.\n", "other": QUIZ.partition("```")[0]})
    assert "ipynb" not in built.html("chapter")
