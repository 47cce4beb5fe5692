"""Check the tables and the sources: every problem on a line, or how much there is without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(arguments: argparse.Namespace) -> int:
    """Return 1 after printing the problems, 0 if there are none."""
    from bookkit import evidence  # here, so that help does not wait for pandas

    problems = evidence.validate()
    for problem in problems:
        print(problem)
    if problems:
        return 1
    names = evidence.table_names()
    rows = sum(len(evidence.load(name)) for name in names)
    print(f"{len(names)} tables, {rows:,} rows, {len(evidence.sources())} sources: no problems")
    return 0
