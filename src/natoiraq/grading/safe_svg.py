"""Lets through of an SVG only what draws."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from bookkit.figures.fonts import STACK
from bookkit.figures.picture import with_own_ids

_SVG: Final = "{http://www.w3.org/2000/svg}"
_ELEMENTS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        svg g path rect line circle ellipse polygon polyline text tspan
        defs clipPath linearGradient radialGradient stop
        """,
    )
)
_ATTRIBUTES: Final = frozenset(
    re.findall(
        r"[\w-]+",
        """
        clip-path cx cy d dx dy fill fill-opacity font-family font-size font-style font-weight fx fy
        gradientTransform gradientUnits height id offset opacity points r rx ry stop-color stop-opacity stroke
        stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
        stroke-width text-anchor transform viewBox width x x1 x2 y y1 y2
        """,
    )
)
_ADDRESS: Final = re.compile(r"url\s*\((?!#[\w-]+\)$)|:|\\", re.IGNORECASE)


def safe_svg(svg: str, name: str) -> str | None:
    """Return a picture without scripts, styles, links, events and addresses; None if it is none.

    Parameters
    ----------
    svg
        The picture, as vl-convert draws it.
    name
        What its ids begin with, so that no other picture of the page has them.
    """
    ElementTree.register_namespace("", _SVG[1:-1])
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return None
    if root.tag != f"{_SVG}svg":
        return None
    _clean(root)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    return with_own_ids(ElementTree.tostring(root, encoding="unicode"), name)


def _clean(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if name not in _ATTRIBUTES or _ADDRESS.search(value):
            del element.attrib[name]
        elif name == "font-family":
            element.set(name, STACK)  # another font may be missing where the page is read, and be wider
    for child in list(element):
        if (
            isinstance(child.tag, str)
            and child.tag.removeprefix(_SVG) in _ELEMENTS
            and child.tag.startswith(_SVG)
        ):
            _clean(child)
        else:
            element.remove(child)
