"""The book's Sphinx extension: charts, facts, self-checks and generated pages on top of Jupyter Book.

Each part is a module of its own with a `setup`; this one only wires them together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from natoiraq import __version__
from natoiraq.sphinxext import (
    assets,
    charts,
    codebook,
    dataframes,
    evidence_gate,
    execution,
    exercises,
    fact,
    forecast_sheet,
    freshness,
    glossary,
    launch,
    notebooks,
    outcome_map,
    outcomes,
    pages,
    quiz,
    references,
    sources,
    stylesheet,
    targets,
    vega,
)

HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    for part in (
        evidence_gate,
        freshness,
        pages,
        assets,
        stylesheet,
        vega,
        launch,
        charts,
        execution,
        dataframes,
        fact,
        glossary,
        notebooks,
        outcomes,
        outcome_map,
        quiz,
        exercises,
        forecast_sheet,
        targets,
        codebook,
        sources,
        references,
    ):
        part.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
