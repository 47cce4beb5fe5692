"""The project's own pages, charts and tables break no rule: what `natoiraq check` says of them is nothing."""

from __future__ import annotations

import pytest

from natoiraq.proofreading.book import Book
from natoiraq.proofreading.command import shown
from natoiraq.proofreading.rules import RULES, Rule
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_page_breaks_it(book: Book, rule: Rule) -> None:
    assert [shown(problem) for problem in rule(book)] == []


def test_there_is_much_to_look_at(book: Book) -> None:
    """The rules must have something to bite on."""
    assert len(book.checked) > 30
    assert len(book.chapters) == 7
    assert len(book.anchors) > 200
    assert len(book.words) > 5000
    files = {line.file for line in book.words}
    assert {"data/datapackage.json", "README.md", "src/natoiraq/charts/history.py"} <= files
    assert "exercises/source/ex1/ex1.md" in files
    assert book.unreadable == []
