"""One HTML document from all built pages, whose links lead inside it or to the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from bs4 import Tag

from bookkit import project
from bookkit.editions.archive import facts_as_of
from bookkit.editions.paper.article import article, with_drawings
from bookkit.editions.paper.order import Part, reading_order
from bookkit.editions.source import Commit
from bookkit.sphinx.look.assets import STYLES

THEME = "natoiraq-theme.css"
CSS = Path(__file__).with_name("paper.css")

COVER = """\
<section class="nq-cover"><p class="nq-title">{title}</p>
<p>Print edition of version {version}. Facts as of {facts}.</p>
<p>An open teaching module. Text, charts and our tables: CC BY 4.0. Code: MIT.</p>
<p class="nq-made">Made from commit {commit}.</p></section>"""
PAGE = """<!DOCTYPE html>
<html lang="en-GB" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>
{styles}<style>{css}</style></head>
<body>{cover}
{contents}
{articles}</body></html>"""


def document(root: Path, made_from: Commit, numbers: Mapping[str, int]) -> str:
    """Return the document; it belongs in a folder beside `_build/html`.

    Parameters
    ----------
    root
        The repository, with the book built.
    made_from
        What the cover names.
    numbers
        {id: page number} for the contents; while empty, the numbers' places are kept.

    Raises
    ------
    ToldError
        When a page of the contents is not built.
    """
    book = project.current()
    parts = reading_order(root / "_toc.yml")
    html = root / "_build" / "html"
    pages = [page for part in parts for page in part.pages]
    drawings: list[str] = []
    articles = {page: article(html, page, set(pages), drawings) for page in pages}
    cover = COVER.format(
        title=book.title, version=project.current().version, facts=facts_as_of(), commit=made_from.title
    )
    sheets = [f'<link rel="stylesheet" href="../html/_static/{style}">\n' for style in (THEME, *STYLES)]
    whole = PAGE.format(
        title=book.title,
        styles="".join(sheets),
        css=CSS.read_text(encoding="utf-8") + "".join(running_heads(articles)),
        cover=cover,
        contents=contents(parts, articles, numbers),
        articles="\n".join(str(found) for found in articles.values()),
    )
    return with_drawings(whole, drawings)


def headings(found: Tag) -> Iterator[tuple[int, str, str]]:
    """Yield level (1 or 2), id and words of a page's title and of its sections."""
    for heading in found.select("h1, h2"):
        section = heading.find_parent("section")
        if isinstance(section, Tag):
            level = int(heading.name[1])
            name = str(found["id"]) if level == 1 else str(section["id"])
            yield level, name, heading.get_text(" ", strip=True)


def contents(parts: list[Part], articles: Mapping[str, Tag], numbers: Mapping[str, int]) -> str:
    """Return the table of contents: parts, pages and their sections, with page numbers."""
    lines = ['<nav class="bd-article nq-contents"><h1>Contents</h1>']
    for part in parts:
        lines.append(f"<h2>{escape(part.caption)}</h2>" if part.caption else "")
        lines.append("<ul>")
        for page in part.pages:
            for level, name, words in headings(articles[page]):
                number = numbers.get(name, "")
                lines.append(
                    f'<li class="nq-level-{level}"><a href="#{name}"><span>{escape(words)}</span>'
                    f'<span class="nq-number">{number}</span></a></li>'
                )
        lines.append("</ul>")
    return "\n".join([*lines, "</nav>"])


def running_heads(articles: Mapping[str, Tag]) -> Iterator[str]:
    """Yield the styles that print a page's title above each of its sheets."""
    for found in articles.values():
        title = next((words for level, _, words in headings(found) if level == 1), "")
        name = f"nq-{found['id']}"
        quoted = title.replace("\\", "").replace('"', "”")
        yield f'.nq-page-{found["id"]}{{page:{name}}}@page {name}{{@top-left{{content:"{quoted}"}}}}\n'
