"""``python -m natoiraq.evidence``: print every problem of the evidence, or that there is none."""

from __future__ import annotations

import sys

from . import load, sources, table_names, validate


def main() -> int:
    """Return 1 after printing the problems, 0 if there are none."""
    problems = validate()
    for problem in problems:
        print(problem)
    if problems:
        return 1
    names = table_names()
    rows = sum(len(load(name)) for name in names)
    print(f"{len(names)} tables, {rows:,} rows, {len(sources())} sources: no problems")
    return 0


if __name__ == "__main__":
    sys.exit(main())
