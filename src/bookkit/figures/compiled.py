"""What the page draws: the chart compiled to Vega, and its picture for paper and pages without JavaScript.

Vega-Lite is compiled here and not in the reader's browser: the page's script is a third smaller and each
chart starts sooner.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt

from bookkit.errors import ChartError
from bookkit.figures import fonts, picture, theme

Spec = dict[str, Any]

PICTURE_WIDTH: Final = 688
"""Width in pixels of the picture: the book's column on a laptop and on paper."""

PHONE_WIDTH: Final = 328
"""Width in pixels of the column on a screen 360 px wide."""

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
    wide, narrow = svg(vega, PICTURE_WIDTH), svg(vega, PHONE_WIDTH)
    vega["data"] = [_as_columns(data) for data in vega["data"]]
    text = theme.on_page(json.dumps(vega, separators=(",", ":"), ensure_ascii=False))
    return Drawing(text, picture.for_page(wide, chart), _height(wide), _height(narrow), followed)


def compile_for_page(spec: Spec) -> Spec:
    """Return the Vega specification of a chart as wide as its container, without title and inputs."""
    import vl_convert  # costs 0.3 s of processor time at first use; a live notebook never needs it

    kept = {key: value for key, value in spec.items() if key not in _SAID_BY_FIGURE}
    config = {key: value for key, value in spec.get("config", {}).items() if key != "background"}
    kept |= {"width": "container", "background": None, "config": {**config, "aria": False}}
    kept["params"] = [
        {key: value for key, value in param.items() if key != "bind"} for param in spec.get("params", [])
    ]
    vega: Spec = vl_convert.vegalite_to_vega(kept, vl_version=vegalite_version())
    del vega["$schema"]  # an address that nothing needs
    for signal in vega["signals"]:
        if signal["name"] == "width":
            signal.pop("on")  # natoiraq-charts.js watches the column, which changes without the window too
    return vega


def _as_columns(data: Spec) -> Spec:
    """Return a dataset that names its fields once instead of in each row; `natoiraq-charts.js` undoes it."""
    values = data.get("values")
    if not isinstance(values, list) or not values or not isinstance(values[0], dict):
        return data
    fields = list(values[0])
    if any(list(row) != fields for row in values):
        return data
    kept = {key: value for key, value in data.items() if key != "values"}
    return {**kept, "fields": fields, "rows": [list(row.values()) for row in values]}


@cache
def vegalite_version() -> str:
    """Return the version of Vega-Lite that Altair writes, as vl-convert names it."""
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
    text = json.dumps({**vega, "signals": signals}).replace(theme.FONT, fonts.STACK)
    drawn: str = vl_convert.vega_to_svg(json.loads(text), format_locale="en-GB", time_format_locale="en-GB")
    return fonts.as_wide(drawn)


def _height(svg: str) -> int:
    return int(svg.partition(' height="')[2].partition('"')[0])
