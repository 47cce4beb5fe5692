"""Is the evidence sound? Every table, source and description is checked; nothing is repaired in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bibliography import Source, sources
from .cells import read_cells
from .descriptor import Package, package
from .places import BIB, DATA
from .problems import EvidenceError, Problem, shown
from .rules import RULES, Evidence, Sheet
from .tables import load


def validate(data_dir: Path | None = None, bib: Path | None = None) -> list[Problem]:
    """Check the tables, their descriptor and the bibliography.

    Files are read first: what cannot be read is reported alone, as every other check would stumble over it.
    Then Frictionless checks the schema, and the project's own rules the rest.

    Parameters
    ----------
    data_dir
        The data folder; the module's own when none is given.
    bib
        The bibliography; the module's own when none is given.

    Returns
    -------
    list of Problem
        In the order of files, rows and fields; empty if all is well. A broken file becomes a problem.
    """
    try:
        evidence, unread = _gather(package(data_dir or DATA), bib or BIB)
    except EvidenceError as error:
        return [error.problem]
    problems = set(unread or _check(evidence))
    return sorted(problems, key=lambda each: (each.file, each.row or 0, each.field or "", each.message))


def _gather(described: Package, bib: Path) -> tuple[Evidence, list[Problem]]:
    sheets: dict[str, Sheet] = {}
    unread: list[Problem] = []
    known: dict[str, Source] = {}
    for name, table in described.tables.items():
        columns = [field.name for field in table.fields]
        try:
            rows = read_cells(table.path, columns)
            sheets[name] = Sheet(table, tuple(dict(zip(columns, row, strict=True)) for row in rows))
        except EvidenceError as error:
            unread.append(error.problem)
    try:
        known = sources(bib)
    except EvidenceError as error:
        unread.append(error.problem)
    pages = [page.read_text(encoding="utf-8", errors="replace") for page in sorted(bib.parent.rglob("*.md"))]
    return Evidence(described, sheets, known, bib, "\n".join(pages)), unread


def _check(evidence: Evidence) -> Iterator[Problem]:
    from .schema import schema_problems

    problems = [*schema_problems(evidence.package), *(each for rule in RULES for each in rule(evidence))]
    yield from problems
    faulty = {problem.file for problem in problems}
    for name, sheet in evidence.sheets.items():
        if shown(sheet.table.path) not in faulty:
            try:  # What is called sound must load: Frictionless takes +500 for a number, we do not.
                load(name, evidence.package.file.parent)
            except EvidenceError as error:
                yield error.problem
