"""Knows which runs of nine words stand in the brief, without having the brief.

The brief is not in the repository. `brief_ninegrams.txt` holds a short hash of each of its runs, made by
`python -m natoiraq.proofreading.brief BRIEF`, so that the check runs everywhere.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
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
    for place, (number, run) in enumerate(runs(lines)):
        if _hash(run) in shared:
            if last != place - 1:
                yield number, run
            last = place


def runs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each run of nine words with the line on which it begins; addresses do not count."""
    found = list(chain.from_iterable(_words(number, text) for number, text in enumerate(lines, start=1)))
    for start in range(len(found) - LENGTH + 1):
        yield found[start][0], " ".join(word for _, word in found[start : start + LENGTH])


def write_hashes(lines: Sequence[str], path: Path = HASHES) -> None:
    """Write the hashes of a text's runs, one a line, in order."""
    hashes = sorted({_hash(run) for _, run in runs(lines)})
    path.write_text("\n".join(hashes) + "\n", encoding="utf-8")


def _words(number: int, text: str) -> Iterator[tuple[int, str]]:
    for word in WORD.findall(ADDRESS.sub(" ", text.lower().replace("’", "'"))):
        yield number, word


def _hash(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:12]


@cache
def known() -> frozenset[str]:
    """Return the hashes of the brief's runs."""
    return frozenset(HASHES.read_text(encoding="utf-8").split())


if __name__ == "__main__":
    write_hashes(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
