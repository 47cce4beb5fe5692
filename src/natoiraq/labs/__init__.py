"""The labs: models and tables of the book with live controls, for a notebook with a kernel.

Each function here returns a lab to show at the end of a cell. In a static page, where no kernel answers, the
same call shows where the lab's sibling without Python stands, and how to run the lab. Where the package was
installed without what labs need, as for the exercises, it shows how to install that.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bookkit.figures.render import STATIC
from natoiraq.labs import place

if TYPE_CHECKING:
    from bookkit.labs.lab import Lab
    from natoiraq.labs.place import Missing, Place, Sequel
    from natoiraq.labs.planner import Model

__all__ = [
    "force_planner",
    "forecast_scoring",
    "option_weights",
    "rationalisation_bench",
    "timeline_builder",
]


def rationalisation_bench() -> Lab | Place | Missing:
    """Return the bench on which Iraqi bodies are merged or retired."""
    if _static():
        return place.BENCH
    if not _installed():
        return place.MISSING
    from natoiraq.labs import bench  # these imports bring ipywidgets along, which a page never needs

    return bench.lab()


def timeline_builder() -> Lab | Place | Missing:
    """Return the builder of a timeline of one's own, saved as CSV, PNG or SVG."""
    if _static():
        return place.TIMELINE
    if not _installed():
        return place.MISSING
    from natoiraq.labs import timeline

    return timeline.lab()


def force_planner(model: Model | None = None) -> Lab | Place | Sequel | Missing:
    """Return the force planner with every assumption on a slider.

    Parameters
    ----------
    model
        A function of the reader's own to use instead of `natoiraq.models.force_planning.force_plan`. It is
        called like that one and returns at least `advisers` and `wanted`, in people.
    """
    if _static():
        return place.OWN_MODEL if model else place.PLANNER
    if not _installed():
        return place.MISSING
    from natoiraq.labs import planner

    return planner.lab(model)


def option_weights() -> Lab | Place | Missing:
    """Return the comparison of options under the reader's weights, and where their order turns."""
    if _static():
        return place.WEIGHTS
    if not _installed():
        return place.MISSING
    from natoiraq.labs import weights

    return weights.lab()


def forecast_scoring() -> Lab | Place | Missing:
    """Return the scoring of the reader's own forecasts beside the naive forecasters'."""
    if _static():
        return place.SCORING
    if not _installed():
        return place.MISSING
    from natoiraq.labs import scoring

    return scoring.lab()


def _static() -> bool:
    return bool(os.environ.get(STATIC))


def _installed() -> bool:
    """Return whether the controls are there, in a version that labs work with: Colab has an older one."""
    if find_spec("ipywidgets") is None:
        return False
    import ipywidgets

    return int(ipywidgets.__version__.partition(".")[0]) >= 8
