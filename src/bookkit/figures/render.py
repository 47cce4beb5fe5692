"""The Altair renderer "natoiraq": a `<figure>` in the book, a Vega-Lite output in JupyterLab and Binder."""

from __future__ import annotations

import os
from typing import Any, Final

from bookkit.errors import ChartError
from bookkit.figures.compiled import Spec
from bookkit.figures.figure import figure
from bookkit.figures.still import still

STATIC: Final = "NATOIRAQ_STATIC"
"""Environment variable that the Sphinx extension sets for the kernels of a build."""

# The newest that JupyterLab 4.6 draws by itself.
LIVE_MIME: Final = "application/vnd.vegalite.v5+json"
LIVE_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"

FITTED: Final = {"autosize": {"type": "fit-x", "contains": "padding"}}
"""The width is that of the whole chart and not of its plot: labels left of it take nothing from its end."""


def renderer(spec: Spec, **_: Any) -> dict[str, Any]:
    """Return the MIME bundle of a chart: the book's figure in a build, Vega-Lite everywhere else.

    Parameters
    ----------
    spec
        The chart as Vega-Lite, with the words of `publish` in `usermeta`.

    Raises
    ------
    ChartError
        If a build shows a chart that was not published.
    """
    about = spec.get("usermeta", {}).get("natoiraq")
    if not os.environ.get(STATIC):
        return live(spec)
    if about is None:
        cure = (
            "return it from publish(...), which asks for its finding, measure, source, description and table"
        )
        raise ChartError("(unnamed)", "a page shows it, but it was never published", cure)
    return {"text/html": figure(spec), "text/plain": plain(about)}


def live(spec: Spec) -> dict[str, Any]:
    """Return the bundle for a running notebook: the chart in plain colours, its picture, and its words."""
    about = spec.get("usermeta", {}).get("natoiraq")
    shown = {key: value for key, value in spec.items() if key != "usermeta"}
    if about:
        shown |= FITTED
    words = plain(about) if about else _said(spec)
    return {LIVE_MIME: shown | {"$schema": LIVE_SCHEMA}, **still(shown, words), "text/plain": words}


def plain(about: dict[str, Any]) -> str:
    """Return a published chart in words."""
    return f"{about['finding']}. {about['measure']}. {about['description']}"


def _said(spec: Spec) -> str:
    """Return what a chart that was not published says of itself."""
    title = spec.get("title", "")
    lines = title.get("text", "") if isinstance(title, dict) else title
    return spec.get("description") or (" ".join(lines) if isinstance(lines, list) else lines) or "A chart"
