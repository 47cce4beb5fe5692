"""What the page draws: the chart compiled to Vega, and its picture for paper and pages without JavaScript.

Vega-Lite is compiled here and not in the reader's browser: the page's script is a third smaller and each
chart starts sooner.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt

from natoiraq.charts import theme
from natoiraq.charts.errors import ChartError

Spec = dict[str, Any]

PICTURE_WIDTH: Final = 688
"""Width in pixels of the picture: the book's column on a laptop and on paper."""

PHONE_WIDTH: Final = 328
"""Width in pixels of the column on a screen 360 px wide."""

# vl-convert brings this font along, so the picture's layout is the same on every machine.
_MEASURED_FONT: Final = "Liberation Sans"
# The figure says these in HTML, where they wrap; the page gives the background.
_SAID_BY_FIGURE: Final = ("title", "description", "usermeta", "background")


@dataclass(frozen=True)
class Drawing:
    """A chart as its page draws it.

    Parameters
    ----------
    vega
        The Vega specification, as JSON.
    picture
        The chart at rest, as SVG.
    height, narrow_height
        Height in pixels in the book's column, and on a phone.
    followed
        Name of the dataset behind the mark that the data table follows, if any.
    """

    vega: str
    picture: str
    height: int
    narrow_height: int
    followed: str | None


def draw(spec: Spec, chart: str, mark: str | None = None) -> Drawing:
    """Compile a published chart for the page.

    Parameters
    ----------
    spec
        The chart as Vega-Lite.
    chart
        Its name, which makes the picture's ids unique in the page.
    mark
        Name of the view that the data table follows.

    Raises
    ------
    ChartError
        If the view named `mark` draws nothing.
    """
    vega = compile_for_page(spec)
    followed = None
    if mark is not None:
        followed = _dataset(vega["marks"], mark)
        if followed is None:
            raise ChartError(chart, f'the view "{mark}" draws no mark', "name the view that holds the marks")
    picture, narrow = svg(vega, PICTURE_WIDTH), svg(vega, PHONE_WIDTH)
    text = theme.on_page(json.dumps(vega, separators=(",", ":"), ensure_ascii=False))
    return Drawing(text, _for_page(picture, chart), _height(picture), _height(narrow), followed)


def compile_for_page(spec: Spec) -> Spec:
    """Return the Vega specification of a chart as wide as its container, without title and inputs."""
    import vl_convert  # costs 0.3 s of processor time at first use; a live notebook never needs it

    kept = {key: value for key, value in spec.items() if key not in _SAID_BY_FIGURE}
    config = {key: value for key, value in spec.get("config", {}).items() if key != "background"}
    kept |= {"width": "container", "background": None, "config": {**config, "aria": False}}
    kept["params"] = [
        {key: value for key, value in param.items() if key != "bind"} for param in spec.get("params", [])
    ]
    vega: Spec = vl_convert.vegalite_to_vega(kept, vl_version=_vegalite_version())
    del vega["$schema"]  # an address that nothing needs
    for signal in vega["signals"]:
        if signal["name"] == "width":
            signal.pop("on")  # natoiraq-charts.js watches the column, which changes without the window too
    return vega


@cache
def _vegalite_version() -> str:
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _dataset(marks: list[Spec], view: str, outside: str | None = None) -> str | None:
    """Return the dataset that the marks of a view draw.

    Lines and bars with round ends are drawn in groups, each from its part of a dataset; the page can only ask
    for the whole, which the outermost group names.
    """
    for mark in marks:
        source = mark.get("from", {})
        drawn = outside or source.get("facet", source).get("data")
        if drawn and mark.get("name", "").rpartition("_")[0] == view:
            return str(drawn)
        if (inner := _dataset(mark.get("marks", []), view, drawn)) is not None:
            return inner
    return None


def svg(vega: Spec, width: int) -> str:
    """Return the chart at rest as SVG.

    Parameters
    ----------
    vega
        From `compile_for_page`.
    width
        Width of the picture in pixels.
    """
    import vl_convert

    fixed = {"name": "width", "value": width}
    signals = [fixed if signal["name"] == "width" else signal for signal in vega["signals"]]
    text = json.dumps({**vega, "signals": signals}).replace(theme.FONT, _MEASURED_FONT)
    drawn: str = vl_convert.vega_to_svg(json.loads(text), format_locale="en-GB", time_format_locale="en-GB")
    return drawn


def _height(svg: str) -> int:
    return int(svg.partition(' height="')[2].partition('"')[0])


def _for_page(svg: str, chart: str) -> str:
    """Return an SVG as wide as its place, in the page's font and colours, with ids no other chart has."""
    svg = re.sub(r' (?:version|xmlns:xlink|role|aria-\w+|pointer-events)="[^"]*"', "", svg)
    svg = re.sub(r' class="marks" width="\d+" height="\d+"', ' class="nq-chart-picture"', svg, count=1)
    svg = svg.replace(f' font-family="{_MEASURED_FONT}"', "")
    return theme.on_page(with_own_ids(svg, chart))


def with_own_ids(svg: str, name: str) -> str:
    """Return an SVG whose ids begin with a name, so that no other picture of the page has them."""
    return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
