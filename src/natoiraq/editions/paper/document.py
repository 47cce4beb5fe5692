"""One HTML document from all built pages, whose links lead inside it or to the web.

No script runs in it: charts are the pictures that readers without JavaScript see, and self-checks have the
form that they have on paper.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from natoiraq import __version__
from natoiraq.editions.archive import TITLE, facts_as_of
from natoiraq.editions.errors import EditionError
from natoiraq.editions.paper.order import Part, reading_order
from natoiraq.editions.source import Commit

STYLES = ("natoiraq-theme", "natoiraq", "natoiraq-charts", "natoiraq-quiz", "natoiraq-forecast")
CSS = Path(__file__).with_name("paper.css")
# Attributes whose value is an id, or several.
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list")
ONLY_ON_SCREEN = "a.headerlink, button, script, datalist, .nq-launch"
# Drawings are most of a page's bytes and are taken as they are.
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
DRAWING_HELD = re.compile(r"<!--drawing (\d+)-->")
DOWNLOAD = re.compile(r"_downloads/.*\.csv")

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


def name_of(page: str) -> str:
    """Return the id that a page has in the document."""
    return page.replace("/", "-")


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
    EditionError
        When a page of the contents is not built.
    """
    parts = reading_order(root / "_toc.yml")
    html = root / "_build" / "html"
    drawings: list[str] = []
    articles = {page: article(html, page, parts, drawings) for part in parts for page in part.pages}
    cover = COVER.format(title=TITLE, version=__version__, facts=facts_as_of(), commit=made_from.title)
    sheets = [f'<link rel="stylesheet" href="../html/_static/{style}.css">\n' for style in STYLES]
    whole = PAGE.format(
        title=TITLE,
        styles="".join(sheets),
        css=CSS.read_text(encoding="utf-8") + "".join(running_heads(articles)),
        cover=cover,
        contents=contents(parts, articles, numbers),
        articles="\n".join(str(found) for found in articles.values()),
    )
    return DRAWING_HELD.sub(lambda held: drawings[int(held[1])], whole)


def article(html: Path, page: str, parts: list[Part], drawings: list[str]) -> Tag:
    """Return the text of a page, with ids of its own and with links that work on paper.

    Parameters
    ----------
    html
        The built book.
    page
        Its name, such as `book/2-history`.
    parts
        The pages that the document has.
    drawings
        Gets the page's drawings; comments with their numbers stand in their places.
    """
    path = html / f"{page}.html"
    if not path.is_file():
        raise EditionError(f"{page} is in _toc.yml and is not built. Cure: run `make book`.")

    def hold(drawing: re.Match[str]) -> str:
        drawings.append(drawing[0])
        return f"<!--drawing {len(drawings) - 1}-->"

    soup = BeautifulSoup(DRAWING.sub(hold, path.read_text(encoding="utf-8")), "html.parser")
    found, site = soup.select_one("article.bd-article"), site_of(soup, page)
    if found is None:
        raise EditionError(f"{path} has no article.")
    for unneeded in found.select(ONLY_ON_SCREEN):
        unneeded.decompose()
    for folded in found.select("details"):
        folded["open"] = ""
    for figure in found.select("figure.nq-chart"):
        _keep_together(figure, soup)
    known = {name for part in parts for name in part.pages}
    for link in found.select("a[href]"):
        _redirect(link, page, known, site)
    for image in found.select("img[src]"):
        image["src"] = posixpath.join("../html", posixpath.dirname(page), str(image["src"]))
    _rename(found, page)
    found["id"] = name_of(page)
    found["class"] = f"bd-article nq-page-{name_of(page)}"
    return found


def _keep_together(figure: Tag, soup: BeautifulSoup) -> None:
    """Put title, picture and source of a chart into one box that no sheet ends in; its table may go on."""
    box = soup.new_tag("div", attrs={"class": "nq-chart-whole"})
    for part in [part for part in figure.children if not (isinstance(part, Tag) and part.name == "details")]:
        box.append(part.extract())
    figure.insert(0, box)


def site_of(soup: BeautifulSoup, page: str) -> str:
    """Return the web address of the book, as a page gives its own (`html_baseurl`); empty without one."""
    link = soup.find("link", rel="canonical")
    return str(link["href"]).removesuffix(f"{page}.html") if isinstance(link, Tag) else ""


def _redirect(link: Tag, page: str, known: set[str], site: str) -> None:
    """Lead a link to its place in the document, or to the web; take it away when it leads to neither."""
    target = urlsplit(str(link["href"]))
    if target.scheme or target.netloc:
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.path)) if target.path else page
    other = path.removesuffix(".html")
    if other in known:
        link["href"] = f"#{name_of(other)}" + (f"--{target.fragment}" if target.fragment else "")
    elif site:
        link["href"] = urljoin(site, path)
    else:
        link.name = "span"
        del link["href"]
        if DOWNLOAD.match(path):
            link.append(f" (in the offline archive: data/{posixpath.basename(path)})")


def _rename(found: Tag, page: str) -> None:
    """Put the page's name before each id; ids in drawings are unique already."""
    prefix = f"{name_of(page)}--"
    for attribute in ("id", *REFERENCES):
        for element in found.find_all(True, attrs={attribute: True}):
            value = element[attribute]
            names = value if isinstance(value, list) else str(value).split()
            element[attribute] = " ".join(prefix + name for name in names)
    for field in found.select("input[name]"):  # radio buttons of one name are one question
        field["name"] = prefix + str(field["name"])


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
