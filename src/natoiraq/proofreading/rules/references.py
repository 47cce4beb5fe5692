"""Rules on what pages take from elsewhere: facts, sources, terms of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import EvidenceError, Problem, suggest
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.page import Page
from natoiraq.proofreading.prose import roles

TITLED: Final = re.compile(r"^.*<([^<>]+)>$")
"""A role whose text is not what it names, such as `legal status <status of forces agreement>`."""

BIB: Final = "book/references.bib"


def facts_exist(book: Book) -> Iterator[Problem]:
    """Guard against a number that comes from nowhere: a misspelt id, or a row without a number."""
    from bookkit.evidence import fact

    for line, text in _uses(book, "fact"):
        try:
            fact(text.strip())
        except EvidenceError as error:
            if not error.problem.file.startswith("fact "):
                raise  # no slip of the page's: a table cannot be read
            yield line.problem(f"{error.problem.file}: {error.problem.message}", error.problem.cure)


def sources_exist(book: Book) -> Iterator[Problem]:
    """Guard against a misspelt key: the sentence would rest on nothing."""
    from bookkit.evidence import sources

    known = sources(book.root / BIB)
    for line, text in _uses(book, "footcite", "footcite:p", "footcite:t"):
        for key in (key.strip() for key in text.split(",")):
            if key not in known:
                yield line.problem(
                    f"there is no source {key!r}", suggest(key, known, f"add the entry to {BIB}")
                )


def sources_are_listed(book: Book) -> Iterator[Problem]:
    """Guard against a page that cites sources and never lists them: its notes lead nowhere."""
    for page in book.checked:
        first = next((line for line in page.blocks.text if _cites(line)), None)
        if first and page.name.startswith("book/") and not any(page.directives("footbibliography")):
            message = "the page cites sources and does not list them"
            yield first.problem(message, "end the page with the directive {footbibliography}")


def _cites(line: Line) -> bool:
    return any(role.name.startswith("footcite") for role in roles(line.text))


def terms_exist(book: Book) -> Iterator[Problem]:
    """Guard against a term without an entry in the glossary; capitals do not count."""
    known = {term for page in book.in_book.values() for term in _terms(page)}
    lower = {term.lower() for term in known}
    for line, text in _uses(book, "term"):
        term = _named(text)
        if term.lower() not in lower:
            otherwise = "add it to book/reference/glossary.md, or write `text <term>`"
            yield line.problem(f"the glossary has no term {term!r}", suggest(term, known, otherwise))


def _terms(page: Page) -> Iterator[str]:
    for fence in page.directives("glossary"):
        for line in fence.content:
            if line.text[:1].strip():
                yield line.text.strip()


def labels_exist(book: Book) -> Iterator[Problem]:
    """Guard against a reference to a passage that is not there."""
    for line, text in _uses(book, "ref"):
        if (label := _named(text)) not in book.anchors:
            cure = suggest(label, book.anchors, f"write `({label})=` above the passage")
            yield line.problem(f"there is no passage {label!r}", cure)


def _uses(book: Book, *names: str) -> Iterator[tuple[Line, str]]:
    """Yield each use of a role on the pages to check, questions and outcomes included."""
    for page in book.checked:
        for line in (*page.blocks.text, *page.asked):
            for role in roles(line.text):
                if role.name in names:
                    yield line, role.text


def _named(text: str) -> str:
    titled = TITLED.match(text)
    return (titled[1] if titled else text).strip()


RULES = (facts_exist, sources_exist, sources_are_listed, terms_exist, labels_exist)
