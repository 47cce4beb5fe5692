"""A chart at rest, as a picture with its words, for whoever shows notebooks but draws no Vega-Lite."""

from __future__ import annotations

import base64
import json
import os
import sys
from html import escape
from typing import Final

from bookkit.figures import fonts, png, theme
from bookkit.figures.compiled import Spec, vegalite_version

DRAWN_ELSEWHERE: Final = "NATOIRAQ_DRAWN_ELSEWHERE"
"""Environment variable of kernels whose charts somebody else draws, which are grading's: no picture there."""

SCALE: Final = 2
"""Pixels of the picture for one of the chart: sharp on a laptop's screen and on paper."""


def still(spec: Spec, words: str) -> dict[str, str]:
    """Return a chart's picture by MIME type; nothing where it cannot be drawn or is not needed.

    GitHub, LaTeX and most viewers take the PNG. nbconvert gives a PNG no alternative text, and takes Markdown
    before it; so Markdown holds the picture once more, with its words. It is no HTML, because JupyterLab
    takes HTML before the live chart, and no SVG, because GitHub and nbviewer take it before a PNG and break
    it.

    Parameters
    ----------
    spec
        The chart as Vega-Lite.
    words
        The alternative text.
    """
    drawn = None if os.environ.get(DRAWN_ELSEWHERE) else _drawn(spec)
    if drawn is None:
        return {}
    width, height = (pixels // SCALE for pixels in png.size(drawn))
    data = base64.b64encode(drawn).decode()
    alt = escape(" ".join(words.split()))  # a blank line would end the HTML in Markdown
    html = f'<img src="data:image/png;base64,{data}" width="{width}" height="{height}" alt="{alt}">'
    return {"text/html" if takes_only_html() else "text/markdown": html, "image/png": data}


def takes_only_html() -> bool:
    """Return whether this is Colab or Kaggle, which draw no Vega-Lite and show HTML before all else."""
    colab = "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ
    return colab or "KAGGLE_KERNEL_RUN_TYPE" in os.environ


def _drawn(spec: Spec) -> bytes | None:
    """Return the chart as PNG; None if it is no sound chart, or its data would have to be fetched."""
    try:
        import vl_convert
    except ImportError:
        return None  # Windows on ARM has none
    try:
        drawn: bytes = vl_convert.vegalite_to_png(
            json.dumps(spec).replace(theme.FONT, fonts.STACK),
            vl_version=vegalite_version(),
            scale=SCALE,
            allowed_base_urls=[],
            format_locale="en-GB",
            time_format_locale="en-GB",
        )
    except ValueError:
        return None
    return png.smaller(drawn)
