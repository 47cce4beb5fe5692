"""A Sphinx extension: charts, facts, self-checks and generated pages on top of Jupyter Book.

Each part is a module of its own with a `setup`; this one only wires them together.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bookkit import project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE: Final = Path(__file__).parent
STATIC, TEMPLATES = HERE / "static", HERE / "templates"
# By name, so that what only reads quizzes or YAML loads neither Sphinx nor Altair.
PARTS: Final = (
    "sources.evidence_gate",
    "run.freshness",
    "look.pages",
    "look.assets",
    "look.stylesheet",
    "look.vega",
    "links.launch",
    "links.charts",
    "run.execution",
    "look.dataframes",
    "sources.fact",
    "links.glossary",
    "links.notebook_prose",
    "links.notebooks",
    "teaching.outcomes",
    "teaching.outcome_map",
    "quiz",
    "teaching.exercises",
    "links.targets",
    "sources.codebook",
    "sources.sources",
    "sources.references",
    "look.search_index",
    "run.shown",
    "run.leftovers",
    "look.stamps",
)
ENVIRONMENT: Final = 2
"""To be raised when what is kept in Sphinx' environment changes: it is then built anew."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": project.current().version,
        "env_version": ENVIRONMENT,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
