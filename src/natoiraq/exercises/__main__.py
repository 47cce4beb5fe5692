"""Work on exercises: ``python -m natoiraq.exercises pages``, ``sources``, ``release ex1`` or ``new ex6``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bookkit import project
from bookkit.errors import telling
from natoiraq.exercises.handout import hand_out
from natoiraq.exercises.new import new_exercise
from natoiraq.exercises.page import write_page
from natoiraq.exercises.source import names, source_notebook, write_notebook


@telling
def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.exercises", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("pages", help="write the book's page of each exercise")
    commands.add_parser("sources", help="write each source as a notebook beside it, for nbgrader's own tools")
    release = commands.add_parser("release", help="write what students get into _build/release")
    release.add_argument("exercise", choices=names())
    release.add_argument("--students", type=Path, help="CSV file with an id for each student: a variant each")
    release.add_argument("--secret", type=Path, help="file with the course's secret")
    new = commands.add_parser("new", help="make the folder of a new exercise")
    new.add_argument("name")
    options = parser.parse_args(arguments)
    for path in _run(options):
        print(path)
    return 0


def _run(options: argparse.Namespace) -> list[Path]:
    """Run one command and return what it wrote."""
    book = project.current()
    folders = [book.exercises / name for name in names()]
    if options.command == "pages":
        return [write_page(folder) for folder in folders]
    if options.command == "sources":
        return [_write_source(folder) for folder in folders]
    if options.command == "new":
        return new_exercise(options.name)
    target = book.root / "_build" / "release" / options.exercise
    return hand_out(book.exercises / options.exercise, target, options.students, options.secret)


def _write_source(folder: Path) -> Path:
    path = folder / f"{folder.name}.ipynb"
    write_notebook(source_notebook(folder), path)
    return path


if __name__ == "__main__":
    sys.exit(main())
