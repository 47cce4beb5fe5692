"""`natoiraq check`: what is wrong with the text and the evidence, with file, line and cure, in seconds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.proofreading.brief import SUFFIXES

if TYPE_CHECKING:
    from bookkit.evidence.problems import Problem

MADE: Final = "book/exercises/"
"""Pages that `make exercise-pages` writes."""

OUTSIDE: Final = (
    "natoiraq check reads the pages of the repository, and this package is installed without them. "
    "Cure: in a clone of the repository, run `make .venv/test`, then `.venv/bin/natoiraq check`."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="what to check; all if none is given")


def run(arguments: argparse.Namespace) -> int:
    """Check; return 0 if nothing was found, 1 if something was, 2 if there is nothing to check."""
    root = project.current().root
    if not (root / "_toc.yml").is_file():
        print(OUTSIDE, file=sys.stderr)
        return 2
    try:
        names = [name for file in arguments.files for name in _names(Path(file), root)]
    except ToldError as error:
        print(error, file=sys.stderr)
        return 2
    # Here, so that help and a mistyped name do not wait for pandas.
    from natoiraq.proofreading.book import Book
    from natoiraq.proofreading.checking import check

    problems = check(Book(root, names))
    for problem in problems:
        print(shown(problem))
    checked = _counted(len(set(names)), "file") if names else "Pages, words of charts, and evidence"
    print(f"{checked}: {_counted(len(problems), 'problem') if problems else 'no problems'}.")
    return 1 if problems else 0


def shown(problem: Problem) -> str:
    """Return a problem on one line, with a place that editors open: `path:line: what. Cure: ...`."""
    place = problem.file if problem.row is None else f"{problem.file}:{problem.row}"
    field = f"field {problem.field}: " if problem.field else ""
    return f"{place}: {field}{problem.message}. Cure: {problem.cure}."


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' * (count != 1)}"


def _names(path: Path, root: Path) -> list[str]:
    """Return the files that a person means, as names below the repository.

    Raises
    ------
    ToldError
        When there is no such file, or none that is checked; the message has the cure.
    """
    if not path.exists():
        raise ToldError(f"{path}: there is no such file. Cure: give its path from this folder.")
    whole = path.resolve()
    if not whole.is_relative_to(root):
        raise ToldError(f"{path}: the file is not in {root}. Cure: run the command of its own repository.")
    files = sorted(whole.rglob("*")) if whole.is_dir() else [whole]
    names = [file.relative_to(root).as_posix() for file in files if file.suffix[1:] in SUFFIXES]
    names = [name for name in names if "/." not in f"/{name}"]
    if not names:
        raise ToldError(f"{path}: no rule looks at such files. Cure: name one of {', '.join(SUFFIXES)}.")
    return [_source(name, root) for name in names]


def _source(name: str, root: Path) -> str:
    """Return the source of an exercise's page, which is made; any other file is its own."""
    stem = Path(name).stem
    source = f"exercises/source/{stem}/{stem}.md"
    if not name.startswith(MADE) or not (root / source).is_file():
        return name
    print(f"{name} is made from {source}, which is checked in its place.", file=sys.stderr)
    return source
