"""Has anything changed? Short hashes over files."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

# Made by builds and tools: nothing in them goes into the book.
_MADE = frozenset({"_build", "__pycache__"})


def fingerprint(folders: Iterable[Path], suffixes: Set[str] | None = None) -> str:
    """Return a short hash over the names and contents of the files below `folders`.

    Parameters
    ----------
    folders
        Folders to look through.
    suffixes
        Endings of the files that count; all if none are given.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (suffixes is None or path.suffix in suffixes):
                digest.update(str(path.relative_to(folder)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def inputs(root: Path) -> str:
    """Return a short hash over all that a book is made from.

    Parameters
    ----------
    root
        The repository. All of it counts, with Git's settings, this Python and the installed packages.
    """
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    names = sorted(package.name for package in packages)
    digest = hashlib.sha256("\n".join([sys.version, *names]).encode())
    for path in sorted(_sources(root)):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[Path]:
    """Yield the files of the repository; hidden folders hold tools, but for the settings of Git."""
    if (settings := root / ".git" / "config").is_file():
        yield settings
    for path in root.iterdir():
        if path.name.startswith(".") or path.name in _MADE:
            continue
        if path.is_file():
            yield path
            continue
        for inner in path.rglob("*"):
            if inner.is_file() and _MADE.isdisjoint(inner.parts):
                yield inner
