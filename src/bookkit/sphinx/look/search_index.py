"""The search index says the same however few pages were written.

Sphinx keeps words that are gone from a page. It loses index entries, such as the terms of the glossary, of
pages that it does not write again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.index_entries import split_index_msg


def entries(env: BuildEnvironment, page: str) -> list[tuple[str, str, str]]:
    """Return a page's index entries as Sphinx' search index keeps them: words, anchor, "main" or nothing."""
    found: set[tuple[str, str, str]] = set()
    for kind, words, anchor, main, _ in env.get_domain("index").data["entries"].get(page, ()):
        with suppress(ValueError):  # it has no words; Sphinx leaves it out, too
            found.update((part, anchor or "", main) for part in split_index_msg(kind, words))
    return sorted(found)


def complete(app: Sphinx) -> Iterator[Any]:
    """Mend the index when all pages are written and before it is; adds no page."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for pages_of in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in pages_of.items() if not pages]:
                del pages_of[word]
        indexer._index_entries = {page: entries(app.env, page) for page in sorted(app.env.found_docs)}
    yield from ()


def setup(app: Sphinx) -> None:
    """Register the mending."""
    app.connect("html-collect-pages", complete)
