"""The offline archive: the built book as one zip, with the same bytes from the same commit.

A zip records when each file was written, by whom and in which order. Here every file carries the commit's
date and the same permissions, and the names are sorted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from bookkit import project
from bookkit.editions.source import Commit, commit
from bookkit.errors import ToldError
from bookkit.files import write_text, write_zip

FOLDER = Path("_build", "archive")
# Sphinx' notes to itself, sources for debuggers, and icon fonts that the book's own stylesheet stands in for.
NOT_FOR_READERS = re.compile(r"\.buildinfo(\.bak)?|objects\.inv|.*\.map|_static/vendor/.*")
README = """\
{title}
{rule}

Open index.html in this folder: a double-click will do.
Everything works without the internet, also from a USB stick.
Copy the whole folder, not single pages.
The tables are in data/; a spreadsheet opens them.

Version {version}, facts as of {facts}.
Made from commit {commit}.

Text, charts and our tables: CC BY 4.0 (see LICENSE-content.txt). Code: MIT (see LICENSE.txt).
"""


def name() -> str:
    """Return what the archive is called: its zip, and the folder in it."""
    book = project.current()
    return f"{book.slug}-{book.version}"


def facts_as_of() -> str:
    """Return the day up to which the book's facts go, such as `22 November 2026`."""
    from bookkit import evidence

    return evidence.fact("derived:facts-as-of").text


def readme(made_from: Commit) -> str:
    """Return what the archive says about itself."""
    book = project.current()
    return README.format(
        title=book.title,
        rule="=" * len(book.title),
        version=book.version,
        facts=facts_as_of(),
        commit=made_from.title,
    )


def contents(root: Path, made_from: Commit) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file of the archive.

    Raises
    ------
    ToldError
        When there is no built book.
    """
    book = root / "_build" / "html"
    if not (book / "index.html").is_file():
        raise ToldError("There is no built book. Cure: run `make book`.")
    yield "README.txt", readme(made_from).encode()
    for name in ("LICENSE", "LICENSE-content"):
        yield f"{name}.txt", (root / name).read_bytes()
    for path in (root / "data").glob("*.*"):
        yield f"data/{path.name}", path.read_bytes()
    for path in book.rglob("*"):
        name = path.relative_to(book).as_posix()
        if path.is_file() and not NOT_FOR_READERS.fullmatch(name):
            yield name, path.read_bytes()


def make(root: Path) -> Path:
    """Write the zip of the built book, its checksum beside it, and return the zip.

    Parameters
    ----------
    root
        The repository, with `_build/html` built from it.
    """
    made_from = commit(root)
    target = root / FOLDER / f"{name()}.zip"
    files = ((f"{name()}/{file}", content) for file, content in sorted(contents(root, made_from)))
    write_zip(target, files, seconds=made_from.seconds)
    add_checksum(target)
    return target


def add_checksum(path: Path) -> None:
    """Write the SHA-256 of a file beside it, as `sha256sum` does."""
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    write_text(path.with_name(f"{path.name}.sha256"), f"{digest}  {path.name}\n")
