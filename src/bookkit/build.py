"""Build the book, unless nothing has changed.

The build happens in `_build/stage`; `_build/html` is replaced only by a book that is whole, so a failed build
leaves the last good one in place.
"""

from __future__ import annotations

import gc
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bookkit import project
from bookkit.errors import ToldError
from bookkit.files import folder_written_whole
from bookkit.fingerprint import fingerprint, inputs

if TYPE_CHECKING:
    import argparse

STOPPED: Final = "\nStopped; the last good book stays."


def publish(built: Path, target: Path) -> None:
    """Put a copy of the finished pages in the place of the old ones by renaming, never file by file."""
    with folder_written_whole(target) as fresh:
        shutil.copytree(built, fresh, copy_function=shutil.copyfile, dirs_exist_ok=True)  # times do not count


def build(root: Path) -> Path:
    """Build the book, unless the last one was built from the same and is whole; return the page to open.

    Parameters
    ----------
    root
        The repository.

    Returns
    -------
    Path
        `_build/html/index.html`.

    Raises
    ------
    ToldError
        When anything is wrong with the evidence, a page, a chart or a self-check.
    """
    start = time.monotonic()
    target, receipt = root / "_build" / "html", root / "_build" / "receipt.txt"
    made_from = inputs(root)  # taken first: an edit during the build calls for another one
    if receipt.exists() and receipt.read_text(encoding="utf-8") == f"{made_from} {fingerprint([target])}":
        print(f"Nothing has changed since the last build. Open {target / 'index.html'}")
        return target / "index.html"
    make(root, root / "_build" / "stage")
    publish(root / "_build" / "stage" / "_build" / "html", target)
    receipt.write_text(f"{made_from} {fingerprint([target])}", encoding="utf-8")
    pages = sum(1 for _ in (target / "book").rglob("*.html"))
    print(f"\nBuilt {pages} pages in {time.monotonic() - start:.0f} s. Open {target / 'index.html'}")
    return target / "index.html"


def make(root: Path, stage: Path) -> None:
    """Build the book in `stage`.

    Raises
    ------
    ToldError
        With every problem found, one a line: file, line, what, cure.
    """
    # A build ends soon and keeps nearly all that it makes; looking for garbage costs it a tenth of its time.
    gc.disable()
    from bookkit.sphinx_run import run  # half a second, which a book that is built already need not wait for

    if problems := run(root, stage):
        listed = "\n".join(f"  {problem}" for problem in problems)
        print(file=sys.stderr)
        raise ToldError(f"The book was not built; the last good one stays. To mend:\n{listed}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(arguments: argparse.Namespace) -> int:
    """Build; return the exit code."""
    try:
        build(project.current().root)
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    gc.freeze()  # else Python looks for garbage once more at its end, which takes half a second
    return 0
