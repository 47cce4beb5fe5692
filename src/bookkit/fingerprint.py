"""Has anything changed? Short hashes over files."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

# Made by builds and tools: nothing in them goes into the book.
_MADE = frozenset({"_build", "__pycache__"})


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order, but for what tools make or hide there.

    Parameters
    ----------
    folder
        The folder. A single file yields itself; what is not there yields nothing.
    """
    if folder.is_file():
        yield folder
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _MADE)
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def fingerprint(
    folders: Iterable[Path], suffixes: Set[str] | None = None, without: Set[str] = frozenset()
) -> str:
    """Return a short hash over the names and contents of the files below `folders`.

    Parameters
    ----------
    folders
        Folders to look through; a single file counts, too.
    suffixes
        Endings of the files that count; all if none are given.
    without
        Names of folders in which nothing counts.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in files(folder):
            name = path.relative_to(folder)
            if (suffixes is None or path.suffix in suffixes) and without.isdisjoint(name.parts):
                digest.update(f"{folder.name} {name.as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def joined(*states: str) -> str:
    """Return one short hash over several hashes or other short texts."""
    return hashlib.sha256("\0".join(states).encode()).hexdigest()[:16]


def installed() -> list[str]:
    """Return the folder names of the installed packages, which hold name and version, in order."""
    return sorted(package.name for package in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def inputs(root: Path) -> str:
    """Return a short hash over all that a book is made from.

    Parameters
    ----------
    root
        The repository. All of it counts, with Git's settings, this Python and the installed packages.
    """
    return joined(sys.version, *installed(), fingerprint([root, root / ".git" / "config"]))
