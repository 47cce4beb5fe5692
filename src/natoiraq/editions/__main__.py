"""``python -m natoiraq.editions student|archive|print|kit``."""

from __future__ import annotations

import argparse
import sys

from bookkit import project
from bookkit.editions import archive
from bookkit.errors import telling
from natoiraq.editions import branch, student
from natoiraq.editions.kit.systems import SYSTEMS


def make_student(name: str | None) -> None:
    """Make the student edition, and write it to the branch `name` if there is one."""
    folder = project.current().root / "_build" / "student"
    student.assemble(project.current().root, folder)
    print(f"The student edition is in {folder}")
    if name:
        new = branch.write(project.current().root, folder, name)
        print(f"The branch {name} is now at {new[:12]}." if new else f"The branch {name} is up to date.")


def make_archive() -> None:
    """Make the zip of the built book."""
    print(f"The archive is {archive.make(project.current().root)}")


def make_print() -> None:
    """Make the PDF of the built book."""
    from bookkit.editions.paper import make

    print(f"The print edition is {make(project.current().root)}")


def make_kits(name: str | None) -> None:
    """Make the offline kit of a system, or of each if none is named, and print how large it is."""
    from natoiraq.editions.kit import make
    from natoiraq.editions.kit.contents import megabytes

    folder = project.current().root / "_build" / "kit"
    print(f"The kits go to {folder}")
    print(f"{'':32} {'zip':>6} {'unpacked':>8} {'environment':>11}", flush=True)
    for kit in make(project.current().root, folder, [SYSTEMS[name]] if name else SYSTEMS.values()):
        sizes = zip((6, 8, 11), (kit.packed, kit.unpacked, kit.needs), strict=True)
        columns = " ".join(f"{megabytes(size):>{width - 3}} MB" for width, size in sizes)
        print(f"{kit.path.name:32} {columns}", flush=True)


@telling
def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.editions")
    editions = parser.add_subparsers(dest="edition", required=True)
    of_students = editions.add_parser("student", help="what students and Binder may see, in _build/student")
    of_students.add_argument("--branch", help="also commit it to this branch")
    editions.add_parser("archive", help="the built book as a zip")
    editions.add_parser("print", help="the built book as a PDF")
    kit = editions.add_parser(
        "kit", help="the offline kits: wheels, book and notebooks, a zip for each system"
    )
    kit.add_argument("--system", choices=SYSTEMS, help="for this system only")
    options = parser.parse_args(arguments)
    if options.edition == "student":
        make_student(options.branch)
    elif options.edition == "archive":
        make_archive()
    elif options.edition == "kit":
        make_kits(options.system)
    else:
        make_print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
