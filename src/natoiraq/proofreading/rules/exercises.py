"""Rules on the sources of exercises: what the header names is there, and so is each passage named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem, suggest
from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import Page

SOURCES: Final = re.compile(r"exercises/source/(\w+)/\1\.md$")
PASSAGE: Final = re.compile(r"(the primer|chapter \d), “((?:[^“”]|“[^”]*”)+)”")


def headers_name_what_is_there(book: Book) -> Iterator[Problem]:
    """Guard against an exercise that follows no chapter, tests no outcome or uses no table of the book."""
    from bookkit.evidence import table_names

    outcomes = {outcome.text for page in book.in_book.values() for outcome in page.outcomes}
    chapters = [name.removeprefix("book/").removesuffix(".md") for name in book.in_book]
    for page in _sources(book):
        about = _about(page)
        for key, known in (("after", chapters), ("outcomes", outcomes), ("data", table_names())):
            value = about.get(key)
            for item in (value.sequence or [value]) if value else ():
                if item.raw and item.raw not in known:
                    cure = suggest(item.raw, known, f"correct `{key}:`")
                    message = f"the header's `{key}` names {item.raw!r}, which is not there"
                    yield Problem(page.name, item.line, None, message, cure)


def minutes_are_round(book: Book) -> Iterator[Problem]:
    """Guard against minutes that sound measured: nobody knows them to a minute."""
    for page in _sources(book):
        minutes = _about(page).get("minutes")
        if minutes and isinstance(minutes.value, int) and minutes.value % 5:
            message = f"the header promises {minutes.value} minutes"
            yield Problem(page.name, minutes.line, None, message, "round to five minutes")


def passages_exist(book: Book) -> Iterator[Problem]:
    """Guard against a message that sends students to a section with another title."""
    for page in _sources(book):
        for line in page.lines:
            for where, title in PASSAGE.findall(line.text):
                stem = "primer" if where == "the primer" else f"{where.removeprefix('chapter ')}-"
                titles = [
                    heading.text
                    for name, chapter in book.in_book.items()
                    if name.startswith(f"book/{stem}")
                    for heading, _ in chapter.headings
                ]
                if title not in titles:
                    message = f"{where} has no section “{title}”"
                    yield line.problem(message, suggest(title, titles, "name one that it has"))


def _sources(book: Book) -> list[Page]:
    return [page for page in book.checked if SOURCES.match(page.name)]


def _about(page: Page) -> dict[str, Located]:
    """Return the part `exercise:` of a header; `make exercise-pages` tells when it is none."""
    try:
        root = read_yaml("\n".join(line.text for line in page.blocks.header), 2)
    except YamlError:
        return {}
    about = (root.mapping or {}).get("exercise") if root else None
    return (about.mapping or {}) if about else {}


RULES = (headers_name_what_is_there, minutes_are_round, passages_exist)
