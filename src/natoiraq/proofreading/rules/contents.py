"""Rules on the table of contents: each entry has a page, each page one entry."""

from __future__ import annotations

from collections.abc import Iterator

from bookkit.evidence.problems import Problem, suggest
from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml
from natoiraq.proofreading.book import CONTENTS, Book


def entries_have_pages(book: Book) -> Iterator[Problem]:
    """Guard against a table of contents that names no page, the same page twice, or is no YAML."""
    pages = [name.removesuffix(".md") for name in book.in_book]
    seen: dict[str, int] = {}
    try:
        entries = list(_entries(book))
    except YamlError as error:
        message, _, cure = str(error).partition(" Cure: ")
        yield Problem(CONTENTS, error.line, None, message.rstrip("."), cure.rstrip("."))
        return
    for name, line in entries:
        if name not in pages:
            cure = suggest(name, pages, "write the page, or remove the entry")
            yield Problem(CONTENTS, line, None, f"there is no page {name}.md", cure)
        elif name in seen:
            message = f"{name} stands here a second time, first on line {seen[name]}"
            yield Problem(CONTENTS, line, None, message, "keep one")
        seen.setdefault(name, line)


def pages_have_entries(book: Book) -> Iterator[Problem]:
    """Guard against a page that no reader can reach."""
    try:
        named = {name for name, _ in _entries(book)}
    except YamlError:
        return
    for name in book.in_book:
        if name.removesuffix(".md") not in named:
            cure = f"add `- file: {name.removesuffix('.md')}` where it belongs, or delete the page"
            yield Problem(name, 1, None, f"the page is missing from {CONTENTS}", cure)


def _entries(book: Book) -> Iterator[tuple[str, int]]:
    root = read_yaml("\n".join(book.lines(CONTENTS)), 1)
    if root is not None:
        yield from _files(root)


def _files(item: Located) -> Iterator[tuple[str, int]]:
    for key, value in (item.mapping or {}).items():
        if key in ("root", "file") and value.raw:
            yield value.raw.removesuffix(".md"), value.line
        yield from _files(value)
    for value in item.sequence or ():
        yield from _files(value)


RULES = (entries_have_pages, pages_have_entries)
