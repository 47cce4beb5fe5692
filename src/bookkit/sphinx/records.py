"""What a directive notes about its page, kept in Sphinx' environment."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


Record = TypeVar("Record")


class Records(Generic[Record]):
    """Records by page: forgotten when a page is read again, merged after a parallel read.

    Parameters
    ----------
    name
        Attribute of the environment that holds them. Records must pickle.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def add(self, env: BuildEnvironment, record: Record) -> None:
        """Note a record about the page that is being read."""
        self._pages(env).setdefault(env.docname, []).append(record)

    def all(self, env: BuildEnvironment) -> Iterator[tuple[str, Record]]:
        """Every record with the name of its page, in the order of names."""
        for page, records in sorted(self._pages(env).items()):
            for record in records:
                yield page, record

    def connect(self, app: Sphinx) -> None:
        """Keep the records right while pages are read."""
        app.connect("env-purge-doc", self._purge)
        app.connect("env-merge-info", self._merge)

    def _pages(self, env: BuildEnvironment) -> dict[str, list[Record]]:
        pages: dict[str, list[Record]] | None = getattr(env, self.name, None)
        if pages is None:
            pages = {}
            setattr(env, self.name, pages)
        return pages

    def _purge(self, app: Sphinx, env: BuildEnvironment, page: str) -> None:
        self._pages(env).pop(page, None)

    def _merge(self, app: Sphinx, env: BuildEnvironment, pages: Set[str], other: BuildEnvironment) -> None:
        self._pages(env).update({page: of for page, of in self._pages(other).items() if page in pages})
