"""A built page as it goes on paper: unfolded, with ids of its own and links that work there.

No script runs there: charts are the pictures that readers without JavaScript see.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Set
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from bookkit.errors import ToldError

# Attributes whose value is an id, or several.
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list")
ONLY_ON_SCREEN = "a.headerlink, button, script, datalist, .nq-launch, .nq-take"
# Drawings are most of a page's bytes and are taken as they are.
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
DRAWING_HELD = re.compile(r"<!--drawing (\d+)-->")
DOWNLOAD = re.compile(r"_downloads/.*\.csv")


def name_of(page: str) -> str:
    """Return the id that a page has in the document."""
    return page.replace("/", "-")


def article(html: Path, page: str, known: Set[str], drawings: list[str]) -> Tag:
    """Return the text of a page, fit for paper.

    Parameters
    ----------
    html
        The built book.
    page
        Its name, such as `book/2-history`.
    known
        The pages that the document has.
    drawings
        Gets the page's drawings; comments with their numbers stand in their places (see `with_drawings`).

    Raises
    ------
    ToldError
        When the page is not built.
    """
    soup = _read(html / f"{page}.html", drawings)
    found, site = soup.select_one("article.bd-article"), site_of(soup, page)
    if found is None:
        raise ToldError(f"The built page {page} has no article. Cure: run `make clean book`.")
    for unneeded in found.select(ONLY_ON_SCREEN):
        unneeded.decompose()
    for folded in found.select("details"):
        folded["open"] = ""
    for figure in found.select("figure.nq-chart"):
        _keep_together(figure, soup)
    for link in found.select("a[href]"):
        _redirect(link, page, known, site)
    for image in found.select("img[src]"):
        image["src"] = posixpath.join("../html", posixpath.dirname(page), str(image["src"]))
    _rename(found, page)
    found["id"] = name_of(page)
    found["class"] = f"bd-article nq-page-{name_of(page)}"
    return found


def with_drawings(html: str, drawings: list[str]) -> str:
    """Return `html` with the drawings in their places again."""
    return DRAWING_HELD.sub(lambda held: drawings[int(held[1])], html)


def _read(path: Path, drawings: list[str]) -> BeautifulSoup:
    if not path.is_file():
        raise ToldError(f"{path.stem} is in _toc.yml and is not built. Cure: run `make book`.")

    def hold(drawing: re.Match[str]) -> str:
        drawings.append(drawing[0])
        return f"<!--drawing {len(drawings) - 1}-->"

    return BeautifulSoup(DRAWING.sub(hold, path.read_text(encoding="utf-8")), "html.parser")


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


def _redirect(link: Tag, page: str, known: Set[str], site: str) -> None:
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
