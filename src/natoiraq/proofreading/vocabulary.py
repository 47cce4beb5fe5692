"""`words.txt`: words and official names that are right, though the dictionary or a rule of style objects."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("words.txt")
REASON: Final = "#"


@cache
def entries() -> tuple[str, ...]:
    """Return the entries in the order of the file: one word or one name of several words each."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith(REASON))


@cache
def known_words() -> frozenset[str]:
    """Return the entries of one word."""
    return frozenset(entry for entry in entries() if " " not in entry)


@cache
def _names() -> re.Pattern[str]:
    longest = sorted((entry for entry in entries() if " " in entry), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest))


def without_names(text: str) -> str:
    """Return a text with as many blanks in the place of each official name of several words."""
    return _names().sub(lambda match: " " * len(match[0]), text)


def where() -> str:
    """Return the file's place as people name it."""
    return f"src/natoiraq/proofreading/{FILE.name}"
