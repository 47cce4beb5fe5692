"""The reading order of the book, as `_toc.yml` has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Part:
    """Pages under one heading of the contents; the front page's part has none."""

    caption: str
    pages: tuple[str, ...]


def reading_order(contents: Path) -> list[Part]:
    """Return the parts of the book with their pages, such as `book/2-history`.

    Parameters
    ----------
    contents
        The file `_toc.yml`.
    """
    import yaml

    book = yaml.safe_load(contents.read_text(encoding="utf-8"))
    parts = [Part("", (book["root"],))]
    for part in book.get("parts", [book]):
        parts.append(Part(part.get("caption", ""), tuple(_pages(part.get("chapters", [])))))
    return parts


def _pages(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        if "file" in entry:
            yield entry["file"]
        yield from _pages(entry.get("sections", []))
