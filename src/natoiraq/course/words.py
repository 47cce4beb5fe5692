"""Words that agree with a number."""

from __future__ import annotations


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, such as "1 student" or "2 students"."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
