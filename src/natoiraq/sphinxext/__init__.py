"""The book's Sphinx extension: charts, facts, self-checks and generated pages on top of Jupyter Book.

Each part is a module of its own with a `setup`; this one only wires them together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from natoiraq import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# By name, so that what only reads quizzes or YAML loads neither Sphinx nor Altair.
PARTS: Final = (
    "evidence_gate",
    "freshness",
    "pages",
    "assets",
    "stylesheet",
    "vega",
    "launch",
    "charts",
    "execution",
    "dataframes",
    "fact",
    "glossary",
    "notebook_prose",
    "notebooks",
    "outcomes",
    "outcome_map",
    "quiz",
    "exercises",
    "forecast_sheet",
    "targets",
    "codebook",
    "sources",
    "references",
    "search_index",
    "shown",
    "leftovers",
    "stamps",
)
ENVIRONMENT: Final = 2
"""To be raised when what is kept in Sphinx' environment changes: it is then built anew."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": __version__,
        "env_version": ENVIRONMENT,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
