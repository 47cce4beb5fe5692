"""Checks a book: every rule over what was chosen, and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from bookkit.evidence.problems import EvidenceError, Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.rules import RULES, Rule, spelling

EVIDENCE: Final = ("data/", "book/references.bib")


def check(book: Book) -> list[Problem]:
    """Return what is wrong with the files to check, in the order of files and lines.

    What keeps any page of the book from being read is told alone, as all other rules would stumble over it.
    What keeps a rule from being asked, such as sources that cannot be read, is told whatever was chosen.
    """
    if book.unreadable:
        return _sorted(book.unreadable)
    others = [rule for rule in RULES if rule not in spelling.RULES]
    with ThreadPoolExecutor(max_workers=1) as beside:  # Harper leaves Python free while it loads words
        spelt = beside.submit(_ask, book, spelling.RULES)
        found, stopped = _ask(book, others)
        evidence = list(_evidence(book))
        found += [*evidence, *spelt.result()[0], *book.unreadable]
    told = [problem for problem in found if problem.row is None or book.checks(problem.file)]
    return _sorted(told if evidence else told + stopped)


def _ask(book: Book, rules: Iterable[Rule]) -> tuple[list[Problem], list[Problem]]:
    """Return what rules find, and what stopped some: evidence that cannot be read."""
    found: list[Problem] = []
    stopped = []
    for rule in rules:
        try:
            found += rule(book)
        except EvidenceError as error:
            stopped.append(error.problem)
    return found, stopped


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda each: (each.file, each.row or 0, each.field or "", each.message))


def _evidence(book: Book) -> Iterator[Problem]:
    """Yield the problems of tables and sources, if one of them is to be checked: that takes a second."""
    if not book.chosen or any(name.startswith(EVIDENCE) for name in book.chosen):
        from bookkit.evidence import validate

        yield from validate(book.root / "data", book.root / "book" / "references.bib")
