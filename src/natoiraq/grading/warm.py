"""Imports what exercises and their tests use, and reads all tables, so that forks need not."""

from __future__ import annotations

import gc
import importlib
from typing import Final

PRELOADED: Final = (
    "altair",
    "natoiraq.charts",
    "natoiraq.checks",
    "natoiraq.evidence",
    "natoiraq.models",
    "numpy",
    "pandas",
)


def warm_up(*more: str) -> None:
    """Import modules, those given and those that every exercise needs, and do what is slow the first time."""
    for module in (*PRELOADED, *more):
        importlib.import_module(module)
    import altair

    from natoiraq import evidence

    for name in evidence.table_names():
        evidence.load(name)
    altair.Chart(evidence.load("institutions")[["parent"]]).mark_bar().encode(x="parent:N").to_dict()
    gc.collect()
    gc.freeze()
