"""What each page should hold is in the page: no chart lost on the way, no path as its text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Exercises are shown as students get them: not run.
SOURCES = [path for path in sorted((ROOT / "book").rglob("*.md")) if path.parent.name != "exercises"]
CALL = re.compile(r"^(?:(?!labs\.)\w+\.\w+\(\)|publish\()$", re.MULTILINE)
LAB = re.compile(r"^labs\.\w+\(\w*\)$", re.MULTILINE)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_each_chart_call_became_a_figure(source: Path, book: Path) -> None:
    """Past mistake: a backend set in the environment silently dropped every figure."""
    page = (book / source.relative_to(ROOT)).with_suffix(".html").read_text(encoding="utf-8")
    cells = re.findall(r"```\{code-cell\}.*?```", source.read_text(encoding="utf-8"), re.DOTALL)
    calls = sum(len(CALL.findall(cell)) for cell in cells)
    assert page.count('<figure class="nq-chart"') == calls


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_lab_has_a_place_and_leaves_no_widget(source: Path, book: Path) -> None:
    """A widget on a static page would be dead, and would load its script from elsewhere."""
    page = (book / source.relative_to(ROOT)).with_suffix(".html").read_text(encoding="utf-8")
    assert page.count('<div class="nq-lab">') == len(LAB.findall(source.read_text(encoding="utf-8")))
    assert "widget" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)


def test_chapters_1_to_5_have_a_lab() -> None:
    chapters = [path for path in SOURCES if re.match("[1-5]-", path.stem)]
    assert [path.stem for path in chapters if not LAB.search(path.read_text(encoding="utf-8"))] == []
    assert len(chapters) == 5


def test_a_labs_sibling_is_where_its_place_says(book: Path) -> None:
    for path in book.glob("book/*.html"):
        for address in re.findall(r'class="nq-lab-sibling" href="([^"]+)"', path.read_text(encoding="utf-8")):
            page, _, anchor = address.partition("#")
            there = (path.parent / page if page else path).read_text(encoding="utf-8")
            assert f'id="{anchor}"' in there


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_page_with_code_offers_its_notebook(source: Path, book: Path) -> None:
    path = (book / source.relative_to(ROOT)).with_suffix(".html")
    page = path.read_text(encoding="utf-8")
    offered = re.findall(r'href="([^"]+)" download>(?:notebook|the package)', page)
    has_code = "\n```{code-cell}" in source.read_text(encoding="utf-8")
    assert len(offered) == (2 if has_code and source.parent.name != "exercises" else 0)
    assert [name for name in offered if not (path.parent / name).is_file()] == []


def test_the_history_chapter_has_its_parts(book: Path) -> None:
    page = (book / "book" / "2-history.html").read_text(encoding="utf-8")
    assert page.count('<figure class="nq-chart"') >= 6
    assert page.count("nq-fact") > 20
    assert "Numbers on this page" in page


def test_every_outcome_is_tested_by_a_question(book: Path) -> None:
    page = (book / "book" / "reference" / "outcomes.html").read_text(encoding="utf-8")
    assert "none yet" not in page
    assert page.count(">question ") >= 6


def test_folded_cells_are_named_by_their_words(book: Path) -> None:
    """Past mistake: a screen reader heard "Toggle hidden content" on each, whatever stood there."""
    pages = [path.read_text(encoding="utf-8") for path in book.glob("book/**/*.html")]
    assert any("Show one answer" in page for page in pages)
    assert [page for page in pages if "Toggle hidden content" in page] == []


def test_alternative_texts_are_sentences(book: Path) -> None:
    """Past mistake: file paths and variable names stood where a description should."""
    for path in book.glob("book/**/*.html"):
        for text in re.findall(r'<img[^>]*alt="([^"]*)"', path.read_text(encoding="utf-8")):
            assert " " in text
            assert not re.search(r"\.(png|svg|jpe?g)$|_", text)
