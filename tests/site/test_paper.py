"""The print edition: the whole book in order, every link alive, nothing folded, numbers on the sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from bookkit.editions.paper.document import document
from bookkit.editions.paper.order import reading_order
from bookkit.editions.paper.pdf import print_book
from bookkit.editions.source import Commit, git
from bookkit.errors import ToldError
from tests.conftest import ROOT

MADE_FROM = Commit("0" * 40, 1_700_000_000, clean=True)
PAGE = """<html><head>{head}</head><body><p>Not printed: the sidebar.</p><article class="bd-article">
<section id="{id}"><h1>{title}<a class="headerlink" href="#{id}">#</a></h1>{body}</section>
</article></body></html>"""
CHART = """\
<figure class="nq-chart" id="chart-a" aria-labelledby="chart-a-title">
<figcaption id="chart-a-title">Finding</figcaption>
<div class="nq-chart-view"><noscript><svg viewBox="0 0 100 50" width="100">
<text y="20" font-size="9">Mark in the chart</text></svg></noscript></div>
<p>Data: <a href="reference/codebook.html#table-a">Table A</a>.</p>
<details class="nq-chart-table"><summary>Data table</summary>
<table><tr><td>Cell of the table</td></tr></table></details>
<script type="application/json">{}</script></figure>"""
LONG = "<section id='far'><h2>Far down</h2><p>End.</p></section>"
CODEBOOK = """<h2 id="table-a">Table A</h2>
<a class="download" download="" href="../../_downloads/0123/heads.csv">heads.csv</a>
<a href="../1-first.html#far">back</a>
<a href="https://example.org/source">A source</a>"""
CONTENTS = """\
format: jb-book
root: book/index
parts:
  - caption: Chapters
    chapters: [{file: book/1-first, sections: [{file: book/reference/codebook}]}]
"""


def lay_out(root: Path, site: str = "") -> Path:
    """Put a built book of three pages into a repository."""
    bodies = {
        "book/index": ("Front", '<p>Read <a href="1-first.html">the first</a>.</p>'),
        "book/1-first": ("First", CHART + '<p style="height: 40cm">Long.</p>' + LONG),
        "book/reference/codebook": ("Codebook", CODEBOOK),
    }
    for name, (title, body) in bodies.items():
        path = root / "_build" / "html" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f'<link rel="canonical" href="{site}{name}.html">' if site else ""
        path.write_text(PAGE.format(head=head, id=title.lower(), title=title, body=body), encoding="utf-8")
    (root / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The book of three pages as a PDF."""
    root = lay_out(tmp_path_factory.mktemp("paper"))
    git(root, "init", "-q")
    git(
        root,
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    )
    context = browser.new_context(java_script_enabled=False)
    made = print_book(root, context.new_page())
    context.close()
    return PdfReader(made)


def text(printed: PdfReader) -> list[str]:
    return [page.extract_text() for page in printed.pages]


def titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


def test_it_has_cover_contents_and_pages_in_reading_order(printed: PdfReader) -> None:
    sheets = text(printed)
    assert "NATO in Iraq" in sheets[0]
    assert re.search(r"Facts as of \d+ \w+ \d{4}", sheets[0])
    assert "Contents" in sheets[1]
    found = [
        next(number for number, sheet in enumerate(sheets[2:]) if word in sheet)
        for word in ("Front", "First")
    ]
    assert found == [0, 1]
    assert "heads.csv" in sheets[-1]
    assert "sidebar" not in "".join(sheets)


def test_every_sheet_but_the_cover_has_its_number_and_title(printed: PdfReader) -> None:
    sheets = text(printed)
    assert not re.search(r"^1$", sheets[0], re.MULTILINE)
    for number, sheet in enumerate(sheets[1:], start=2):
        assert re.search(rf"^{number}$", sheet, re.MULTILINE), sheet
    assert sheets[4].startswith(("First", "5"))


def test_contents_name_the_sheet_on_which_each_section_stands(printed: PdfReader) -> None:
    sheets = text(printed)
    listed = dict(re.findall(r"^(Front|First|Far down|Codebook) (\d+)$", sheets[1], re.MULTILINE))
    assert len(listed) == 4
    for title, number in listed.items():
        assert title in sheets[int(number) - 1]
    assert int(listed["Far down"]) > int(listed["First"])


def test_bookmarks_lead_to_pages_and_sections(printed: PdfReader) -> None:
    assert list(titles(printed.outline)) == [
        "Contents",
        "Chapters",
        "Front",
        "First",
        "Far down",
        "Codebook",
        "Table A",
    ]


def test_links_lead_into_the_document_or_to_the_web(printed: PdfReader) -> None:
    annotations = [note.get_object() for page in printed.pages for note in page.get("/Annots", [])]
    outside = {str(note["/A"]["/URI"]) for note in annotations if "/A" in note and "/URI" in note["/A"]}
    inside = [str(note["/Dest"]) for note in annotations if "/Dest" in note]
    assert outside == {"https://example.org/source"}
    assert inside
    assert set(inside) <= set(printed.named_destinations)


def test_charts_and_folded_tables_are_on_paper(printed: PdfReader) -> None:
    everything = "\n".join(text(printed))
    assert "Mark in the chart" in everything
    assert "Cell of the table" in everything


def test_a_table_to_download_is_named_as_the_archive_has_it(tmp_path: Path) -> None:
    html = document(lay_out(tmp_path), MADE_FROM, {})
    assert "heads.csv (in the offline archive: data/heads.csv)" in html


def test_with_a_web_address_it_leads_there(tmp_path: Path) -> None:
    html = document(lay_out(tmp_path, "https://school.example/nato/"), MADE_FROM, {})
    assert 'href="https://school.example/nato/_downloads/0123/heads.csv"' in html


def test_a_page_that_is_not_built_stops_it(tmp_path: Path) -> None:
    (lay_out(tmp_path) / "_build" / "html" / "book" / "1-first.html").unlink()
    with pytest.raises(ToldError, match=r"1-first is in _toc\.yml and is not built"):
        document(tmp_path, MADE_FROM, {})


def test_no_link_of_our_book_is_lost_on_paper() -> None:
    assert (ROOT / "_build" / "html" / "index.html").exists(), (
        "There is no built book. Run `make book` first."
    )
    html = document(ROOT, MADE_FROM, {})
    ids = re.findall(r'<[^>]*\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'<a [^>]*href="([^"]*)"', html))
    assert {target for target in targets if not target.startswith(("#", "http"))} == set()
    assert {unescape(target[1:]) for target in targets if target.startswith("#")} <= set(ids)
    pages = [page for part in reading_order(ROOT / "_toc.yml") for page in part.pages]
    assert re.findall(r'<article [^>]*id="([^"]*)"', html) == [page.replace("/", "-") for page in pages]
