"""Colours, fonts and the Vega-Lite config of every chart.

A chart holds ordinary colours, so JupyterLab, `chart.save()` and vl-convert draw it as it is. On a page
of the book each theme colour becomes the CSS variable it stands for (`on_page`), with the colour as fallback,
and then follows the reader's light or dark theme without being drawn again.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

import altair as alt

# The light theme's colours as `natoiraq.css` defines them; a test compares the two.
INK: Final = "#1d2733"
INK_SOFT: Final = "#4a5868"
PAPER: Final = "#ffffff"
LINE: Final = "#c3ccd6"
ACCENT: Final = "#0b5c99"
CATEGORY: Final = (ACCENT, "#b5580a", "#11765a", "#8a4597", "#5b6876", "#a3262f")
"""For groups; the first is the accent, for the one that a book is about."""

VARIABLES: Final = {
    INK: "--nq-ink",
    INK_SOFT: "--nq-ink-soft",
    PAPER: "--nq-paper",
    LINE: "--nq-line",
    **{colour: f"--nq-cat-{number}" for number, colour in enumerate(CATEGORY, start=1)},
    ACCENT: "--nq-accent",
}

FONT: Final = "system-ui, sans-serif"
NARROW: Final = 420
"""Width of the plot in pixels under which a chart is drawn for a phone."""

LIVE_WIDTH: Final = 700
"""Width in pixels outside the book: a notebook's column in a JupyterLab 1,200 pixels wide, less its menu.

It is a number, for JupyterLab 4.6 redraws for ever on a width of "container".
"""


def narrow(small: float | str | bool, wide: float | str | bool) -> alt.ExprRef:
    """Return an expression that is `small` on a phone and `wide` elsewhere.

    Parameters
    ----------
    small, wide
        Values of a property that takes an expression, such as `tickCount`, `labelLimit` or `opacity`.
    """
    return alt.ExprRef(f"width < {NARROW} ? {_literal(small)} : {_literal(wide)}")


def _literal(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)


def on_page(text: str) -> str:
    """Return a JSON or SVG text with each theme colour replaced by its CSS variable.

    Parameters
    ----------
    text
        A Vega specification as JSON, or an SVG.
    """
    pattern = "|".join(map(re.escape, VARIABLES))
    return re.sub(pattern, lambda match: f"var({VARIABLES[match[0]]},{match[0]})", text)


@alt.theme.register("natoiraq", enable=True)
def config() -> alt.theme.ThemeConfig:
    """Return the theme: quiet, one grid, direct labels before legends, fewer ticks on a phone."""
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
    text_and_weight = {**text, "titleFontWeight": "normal"}
    ticks = narrow(4, 8).to_dict()
    settings: dict[str, Any] = {
        "background": PAPER,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text_and_weight, "gridColor": LINE, "domainColor": INK_SOFT, "tickColor": INK_SOFT},
        "axisX": {"grid": False},
        "axisXDiscrete": {"labelAngle": 0, "labelOverlap": "greedy"},
        "axisXQuantitative": {"tickCount": ticks, "grid": True},
        "axisXTemporal": {"tickCount": ticks},
        "axisY": {
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "labelLimit": narrow(180, 240).to_dict(),
        },
        "axisYQuantitative": {"tickCount": 5},
        "legend": {
            **text_and_weight,
            "orient": "top",
            "title": None,
            "symbolSize": 90,
            "columns": narrow(1, 0).to_dict(),
        },
        "title": {
            "anchor": "start",
            "color": INK,
            "fontSize": 16,
            "offset": 12,
            "subtitleColor": INK_SOFT,
            "subtitleFontSize": 12,
            "subtitlePadding": 4,
        },
        "range": {"category": list(CATEGORY)},
        "mark": {"color": ACCENT},
        "bar": {"cornerRadiusEnd": 2},
        "line": {"strokeWidth": 2},
        "rule": {"color": INK_SOFT},
        "text": {"color": INK, "fontSize": 12},
    }
    return {"config": cast("alt.theme.ConfigKwds", settings)}
