"""Is the evidence sound? Every table, source and description is checked; nothing is repaired in silence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bookkit import project

from .bibliography import Source, sources
from .cells import read_cells
from .descriptor import FILE, Package, descriptor, package
from .problems import EvidenceError, Problem, shown
from .profile import misfits
from .rules import RULES, Evidence, Sheet
from .schema import schema_problems


def validate(data_dir: Path | None = None, bib: Path | None = None) -> list[Problem]:
    """Check the tables, their descriptor and the bibliography.

    The descriptor comes first, then the files: what cannot be read is reported alone, as every other check
    would stumble over it. Then the tables are held against the descriptor and the project's own rules.

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
    folder = data_dir or project.current().data
    try:
        if wrong := list(misfits(shown(folder / FILE), descriptor(folder))):
            return _sorted(wrong)
        evidence, unread = _gather(package(folder), bib or project.current().bib)
    except EvidenceError as error:
        return [error.problem]
    return _sorted(unread or (each for rule in (schema_problems, *RULES) for each in rule(evidence)))


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda each: (each.file, each.row or 0, each.field or "", each.message))


def _gather(described: Package, bib: Path) -> tuple[Evidence, list[Problem]]:
    sheets: dict[str, Sheet] = {}
    unread: list[Problem] = []
    known: dict[str, Source] = {}
    for name, table in described.tables.items():
        columns = [field.name for field in table.fields]
        try:
            rows = read_cells(table.path, columns, table.missing)
            sheets[name] = Sheet(table, tuple(dict(zip(columns, row, strict=True)) for row in rows))
        except EvidenceError as error:
            unread.append(error.problem)
    try:
        known = dict(sources(bib))  # reads every entry
    except EvidenceError as error:
        unread.append(error.problem)
    pages = [page.read_text(encoding="utf-8", errors="replace") for page in sorted(bib.parent.rglob("*.md"))]
    return Evidence(described, sheets, known, bib, "\n".join(pages)), unread
