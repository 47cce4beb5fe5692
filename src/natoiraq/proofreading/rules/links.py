"""Rules on links: each leads somewhere, and to what its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Final

from bookkit.evidence.problems import Problem, suggest
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.page import Page
from natoiraq.proofreading.prose import Link, links

ELSEWHERE: Final = re.compile(r"^(?:https?:|mailto:)")
SAID: Final = re.compile(r"(?:[Qq]uestion|[Cc]hapter|[Ee]xercise) (\d+)\b|^([\dP]\.\d+)$")
MEANT: Final = re.compile(r"#quiz-[a-z-]+-(\d+)$|(?:^|/)(?:ex(\d+)|(\d)-[\w-]+)\.md$|#outcome-([\dp]-\d+)$")
INSTRUCTORS: Final = "book/instructors/"
PATH_CURE: Final = "correct its path, which starts in this page's folder"
STUDENTS: Final = "src/natoiraq/editions/student_files"
"""Pages that stand at the top of the student edition."""

BEGIN: Final = "% BEGIN INSTRUCTORS"
END: Final = "% END INSTRUCTORS"


def links_lead_somewhere(book: Book) -> Iterator[Problem]:
    """Guard against links and pictures that lead to no page, passage, chart, question or file."""
    for page in book.checked:
        for line, link in _links(page):
            if not ELSEWHERE.match(link.target):
                yield from _lost(book, page, line, link)
        for fence in page.directives("image", "figure"):
            if not _file(book, page, fence.argument):
                message = f"there is no picture {fence.argument}"
                yield Problem(
                    page.name, fence.line, None, message, "correct its path, from this page's folder"
                )


def _lost(book: Book, page: Page, line: Line, link: Link) -> Iterator[Problem]:
    path, _, anchor = link.target.partition("#")
    if path and not _file(book, page, path):
        near = [name for name in book.pages if name.endswith(f"/{PurePosixPath(path).name}")]
        beside = [name.rpartition("/")[2] for name in book.pages if name.startswith(f"{page.folder}/")]
        cure = f"it is {near[0]}: correct the path" if near else suggest(path, beside, PATH_CURE)
        yield line.problem(f"there is no file {path}", cure)
        return
    other = book.pages.get(normpath(f"{page.folder}/{path}")) if path else page
    if anchor and other is not None and anchor not in _anchors(book, other, beyond=not path):
        known = _anchors(book, other, beyond=not path)
        cure = suggest(anchor, known, f"write `({anchor})=` above the passage")
        yield line.problem(f"no passage, chart or question has the address #{anchor}", cure)


def _file(book: Book, page: Page, path: str) -> bool:
    folder = "" if page.folder == STUDENTS else page.folder
    return (book.root / folder / path).exists()


def _anchors(book: Book, page: Page, *, beyond: bool) -> set[str]:
    """Return what a link may name on a page; `beyond` it, MyST finds labels of the whole book."""
    own = page.slugs | page.anchors
    return own | book.anchors if beyond and page.name.startswith("book/") else own


def numbers_are_those_of_the_target(book: Book) -> Iterator[Problem]:
    """Guard against “question 3” that leads to question 4, as when one was put in before."""
    for page in book.checked:
        for line, link in _links(page):
            said, meant = SAID.search(link.words), MEANT.search(link.target)
            if said and meant:
                first = (said[1] or said[2]).lower()
                leads = next(part for part in meant.groups() if part).replace("-", ".")
                if first != leads:
                    message = f"“{link.words}” leads to {link.target}, which is number {leads}"
                    yield line.problem(message, "correct the words or the address")


def readers_are_not_sent_to_instructors(book: Book) -> Iterator[Problem]:
    """Guard against links from readers' pages to pages that students do not have."""
    for page in book.checked:
        if not page.name.startswith("book/") or page.name.startswith(INSTRUCTORS):
            continue
        inside = False
        for line in page.blocks.text:
            inside = line.text.startswith(BEGIN) or (inside and not line.text.startswith(END))
            for link in links(line.text):
                target = normpath(f"{page.folder}/{link.target}")
                if target.startswith(INSTRUCTORS) and not inside:
                    message = "the line leads to an instructors' page, which students do not have"
                    yield line.problem(message, f"put it between the comments `{BEGIN}` and `{END}`")


def _links(page: Page) -> Iterator[tuple[Line, Link]]:
    for line in (*page.blocks.text, *page.asked):
        for link in links(line.text):
            yield line, link


RULES = (links_lead_somewhere, numbers_are_those_of_the_target, readers_are_not_sent_to_instructors)
