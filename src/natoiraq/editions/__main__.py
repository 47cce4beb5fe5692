"""``python -m natoiraq.editions student|archive|print``."""

from __future__ import annotations

import argparse
import sys

from natoiraq.book import ROOT
from natoiraq.editions import archive, branch, student
from natoiraq.editions.errors import EditionError


def make_student(name: str | None) -> None:
    """Make the student edition, and write it to the branch `name` if there is one."""
    folder = ROOT / "_build" / "student"
    student.assemble(ROOT, folder)
    print(f"The student edition is in {folder}")
    if name:
        new = branch.write(ROOT, folder, name)
        print(f"The branch {name} is now at {new[:12]}." if new else f"The branch {name} is up to date.")


def make_archive() -> None:
    """Make the zip of the built book."""
    print(f"The archive is {archive.make(ROOT)}")


def make_print() -> None:
    """Make the PDF of the built book."""
    from natoiraq.editions.paper import make

    print(f"The print edition is {make(ROOT)}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.editions")
    editions = parser.add_subparsers(dest="edition", required=True)
    of_students = editions.add_parser("student", help="what students and Binder may see, in _build/student")
    of_students.add_argument("--branch", help="also commit it to this branch")
    editions.add_parser("archive", help="the built book as a zip")
    editions.add_parser("print", help="the built book as a PDF")
    options = parser.parse_args(arguments)
    try:
        if options.edition == "student":
            make_student(options.branch)
        elif options.edition == "archive":
            make_archive()
        else:
            make_print()
    except EditionError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
