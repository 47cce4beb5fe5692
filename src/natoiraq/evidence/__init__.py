"""The evidence: typed tables, sourced facts and the bibliography, and the checks that keep them sound."""

from .bibliography import Source, sources
from .descriptor import describe, facts_as_of, table_names
from .facts import Fact, fact, fact_ids
from .places import BIB, DATA
from .problems import EvidenceError, Problem
from .tables import load, split_list
from .validation import validate

__all__ = [
    "BIB",
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
