"""A Vega picture for the page: as wide as its place, in the page's font and colours, and half as long.

Vega repeats on each tick what all of them share, writes coordinates to fifteen digits and frames every group
with paths that paint nothing. What is drawn stays the same.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from bookkit.figures import fonts, theme

_SVG: Final = "http://www.w3.org/2000/svg"
# Said by the figure, or of no effect in a picture at rest.
_DROPPED: Final = ("class", "pointer-events", "role")
_NO_EFFECT: Final = {"opacity": "1", "transform": "translate(0,0)", "font-family": fonts.STACK}
# What SVG elements take over from the group around them.
_INHERITED: Final = (
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
)
_COORDINATES: Final = ("d", "transform", "x", "y", "x1", "y1", "x2", "y2", "rx", "ry", "points")
_FRACTION: Final = re.compile(r"-?\d*\.\d+(?:e-\d+)?|-?\d+e-\d+")


def for_page(svg: str, chart: str) -> str:
    """Return an SVG of Vega's for a page.

    Parameters
    ----------
    svg
        The picture, as vl-convert draws it.
    chart
        Name of the chart, which makes the ids unique in the page.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    view_box = root.attrib["viewBox"]
    _shorten(root, "none")
    root.attrib.clear()
    root.attrib.update({"class": "nq-chart-picture", "viewBox": view_box})
    root.attrib.update({"font-family": fonts.STACK, "style": fonts.AS_WIDE})
    text = ElementTree.tostring(root, encoding="unicode")
    return theme.on_page(with_own_ids(text.replace(" />", "/>"), chart))


def with_own_ids(svg: str, name: str) -> str:
    """Return an SVG whose ids begin with a name, so that no other picture of the page has them."""
    return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{name}-", svg)


def _shorten(element: ElementTree.Element, fill: str) -> None:
    """Shorten an element and all it holds; `fill` is the colour it takes over from its group."""
    for name, value in list(element.attrib.items()):
        if name in _DROPPED or name.startswith("aria-") or _NO_EFFECT.get(name) == value:
            del element.attrib[name]
        elif name in _COORDINATES:
            element.set(name, _FRACTION.sub(_rounded, value))
    fill = element.get("fill", fill)
    for child in list(element):
        _shorten(child, fill)
        if element.tag != _tag("clipPath") and _paints_nothing(child, fill):
            element.remove(child)
    _unwrap(element)
    _hoist(element)
    _unwrap(element)


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"


def _rounded(number: re.Match[str]) -> str:
    """Return a coordinate to a hundredth of a pixel; a tenth would show in the edges of bars."""
    return f"{round(float(number[0]), 2) + 0:g}"


def _paints_nothing(element: ElementTree.Element, fill: str) -> bool:
    if element.get("display") == "none":
        return True
    if element.tag == _tag("g"):
        return len(element) == 0
    bare = element.get("fill", fill) == "none" and element.get("stroke", "none") == "none"
    return bare and element.tag == _tag("path")


def _unwrap(element: ElementTree.Element) -> None:
    """Put the content of groups that say nothing in their place."""
    for child in list(element):
        if child.tag == _tag("g") and not child.attrib:
            place = list(element).index(child)
            element[place : place + 1] = list(child)


def _hoist(group: ElementTree.Element) -> None:
    """Say once, on the group, what all of its elements say."""
    if group.tag != _tag("g") or not len(group):
        return
    for name in _INHERITED:
        values = {child.get(name) for child in group}
        if len(values) == 1 and (value := values.pop()) is not None:
            group.set(name, value)
            for child in group:
                del child.attrib[name]
