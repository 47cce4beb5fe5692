"""How sentences name things: numbers with their nouns, files as people type them."""

from __future__ import annotations

from pathlib import Path


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, such as "1 student" or "2 students"."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def at(path: Path) -> str:
    """Return a path as one would type it: from here, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) and path != here else path)
