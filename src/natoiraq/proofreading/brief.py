"""Knows which runs of nine words stand in the brief, without having the brief.

The brief is not in the repository. `brief_ninegrams.txt` holds a short hash of each of its runs, made by
`python -m natoiraq.proofreading.brief BRIEF`, so that the check runs everywhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

HASHES: Final = Path(__file__).with_name("brief_ninegrams.txt")
SUFFIXES: Final = ("md", "py", "csv", "yml", "json", "bib", "js", "css", "cff")
"""Kinds of files that hold words of ours."""

LENGTH: Final = 9
ADDRESS: Final = re.compile(r"\(?https?://\S+\)?")
WORD: Final = re.compile(r"[a-z0-9']+")


def borrowed(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what a text shares with the brief: the line on which nine words begin, and the words.

    Of a longer passage only the first run is told.
    """
    shared, last = known(), -2
    numbers, words = _words(lines)
    for place, digest in enumerate(_digests(words)):
        if digest in shared:
            if last != place - 1:
                yield numbers[place], " ".join(words[place : place + LENGTH])
            last = place


def write_hashes(lines: Sequence[str], path: Path = HASHES) -> None:
    """Write the hashes of a text's runs, one a line, in order."""
    hashes = sorted({digest.hex() for digest in _digests(_words(lines)[1])})
    path.write_text("\n".join(hashes) + "\n", encoding="utf-8")


def _words(lines: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the words of a text, and the line of each; addresses do not count."""
    numbers: list[int] = []
    words: list[str] = []
    for number, text in enumerate(lines, start=1):
        found = WORD.findall(ADDRESS.sub(" ", text.lower().replace("’", "'")))
        words += found
        numbers += [number] * len(found)
    return numbers, words


def _digests(words: Sequence[str]) -> list[bytes]:
    """Return a short hash of each run of nine words; there are half a million in the project."""
    return [
        sha256(" ".join(words[start : start + LENGTH]).encode()).digest()[:6]
        for start in range(len(words) - LENGTH + 1)
    ]


@cache
def known() -> frozenset[bytes]:
    """Return the hashes of the brief's runs."""
    return frozenset(map(bytes.fromhex, HASHES.read_text(encoding="utf-8").split()))


if __name__ == "__main__":
    write_hashes(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
