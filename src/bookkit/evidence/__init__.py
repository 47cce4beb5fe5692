"""The evidence: typed tables, sourced facts and the bibliography, and the checks that keep them sound."""

from pathlib import Path

from bookkit import project

from .bibliography import Source, sources
from .descriptor import describe, facts_as_of, table_names
from .facts import Fact, fact, fact_ids
from .problems import EvidenceError, Problem
from .tables import load, split_list
from .validation import validate

__all__ = [
    "DATA",
    "EvidenceError",
    "Fact",
    "Problem",
    "Source",
    "describe",
    "fact",
    "fact_ids",
    "facts_as_of",
    "load",
    "sources",
    "split_list",
    "table_names",
    "validate",
]

DATA: Path
"""Folder of the tables, for who reads a file of it by hand."""


def __getattr__(name: str) -> Path:
    """Return `DATA`, which is known once a book's package is imported."""
    if name == "DATA":
        return project.current().data
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
