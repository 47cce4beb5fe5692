"""Parts that several charts layer: the layers themselves, and a level with a few words on it."""

from __future__ import annotations

from typing import cast

import altair as alt
import pandas as pd


def layered(*charts: alt.Chart) -> alt.LayerChart:
    """Return charts drawn over one another, the first below."""
    return cast(
        "alt.LayerChart", alt.layer(*charts)
    )  # Altair's types also allow a facet, which we never give


def level(words: str, height: str, dash: tuple[int, int] = (1, 0), *, below: bool = False) -> list[alt.Chart]:
    """Return a line across a chart with a few words on it, as two layers.

    Parameters
    ----------
    words
        What the line stands for.
    height
        Vega expression of its place on the y axis.
    dash
        Lengths of strokes and gaps in pixels.
    below
        Whether the words stand under the line, for a line at the upper edge.
    """
    base = alt.Chart(pd.DataFrame({"words": [words]})).transform_calculate(level=height)
    rule = base.mark_rule(strokeWidth=1.5, strokeDash=list(dash)).encode(alt.Y("level:Q"))
    label = base.mark_text(align="left", dx=4, dy=10 if below else -7).encode(
        alt.Y("level:Q"), x=alt.value(0), text="words:N"
    )
    return [rule, label]
