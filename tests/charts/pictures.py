"""Pictures of charts in a form that two machines agree on, and what changed between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

TOLERANCE = 1.0
"""Pixels that a coordinate may move before the picture counts as changed."""

NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
# Exact: a colour that moves by one has changed.
EXACT = {"fill", "stroke", "class", "style", "font-weight", "font-style", "text-anchor", "clip-path"}
SHAPES = {"line", "path", "rect", "text", "circle", "image"}
STYLE = {
    "fill": "black",
    "stroke": "none",
    "stroke-width": "1",
    "font-size": "16px",
    "font-weight": "normal",
    "text-anchor": "start",
    "stroke-dasharray": "none",
}
PLACE = ("d", "x", "y", "x2", "y2", "width", "height", "opacity")
NAMESPACE = "{http://www.w3.org/2000/svg}"


def normalised(svg: str) -> str:
    """Return `svg` with rounded numbers and without ids, one element a line."""
    ElementTree.register_namespace("", NAMESPACE.strip("{}"))
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" or "url(#" in value:
                del element.attrib[name]
            elif name not in EXACT:
                element.set(
                    name, NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value)
                )
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def changes(reference: str, svg: str) -> list[str]:
    """Return what differs between two normalised pictures, one line a difference; empty when nothing does.

    Parameters
    ----------
    reference, svg
        Texts from `normalised`.
    """
    old, new = list(_elements(reference)), list(_elements(svg))
    if len(old) != len(new):
        place = next(
            (there for (there, _), (here, _) in zip(old, new, strict=False) if there != here), "the end"
        )
        return [f"{len(old)} elements became {len(new)}, from {place} on"]
    return [
        f"{place}: {name} was {before.get(name)!r}, is {after.get(name)!r}"
        for (place, before), (_, after) in zip(old, new, strict=True)
        for name in sorted(before.keys() | after.keys())
        if not _same(name, before.get(name), after.get(name))
    ]


def _elements(svg: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each element's place in the drawing and its attributes, its text under "text"."""

    def walk(element: ElementTree.Element, place: str) -> Iterator[tuple[str, dict[str, str]]]:
        yield place, {**element.attrib, "text": (element.text or "").strip()}
        for number, child in enumerate(element, start=1):
            tag = child.tag.removeprefix(NAMESPACE)
            kind = f".{child.get('class', '').split(' ')[0]}" if child.get("class") else ""
            yield from walk(child, f"{place} > {tag}{kind}[{number}]")

    yield from walk(ElementTree.fromstring(svg), "svg")


def _same(name: str, old: str | None, new: str | None) -> bool:
    if old == new:
        return True
    if old is None or new is None or name in EXACT | {"text"} or NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(abs(float(one) - float(other)) <= TOLERANCE for one, other in pairs)


def painted(svg: str) -> list[tuple[object, ...]]:
    """Return everything an SVG paints: shape, style, the transforms and cuts around it, geometry and text."""

    def walk(
        element: ElementTree.Element, style: dict[str, str], around: tuple[str, ...]
    ) -> Iterator[tuple[object, ...]]:
        tag = element.tag.rpartition("}")[2]
        if element.get("display") == "none" or tag == "defs":
            return
        style = style | {name: element.attrib[name] for name in STYLE if name in element.attrib}
        here = tuple(element.attrib[name] for name in ("transform", "clip-path") if name in element.attrib)
        around += tuple(each for each in here if each != "translate(0,0)")
        if tag in SHAPES and (style["fill"], style["stroke"]) != ("none", "none"):
            geometry = [element.get(name, "1" if name == "opacity" else "") for name in PLACE]
            yield tag, tuple(style.values()), *map(rounded, [*around, *geometry, element.text or ""])
        for child in element:
            yield from walk(child, style, around)

    return list(walk(ElementTree.fromstring(svg), STYLE, ()))


def rounded(text: str) -> str:
    """Return `text` with its numbers to two decimals."""
    return NUMBER.sub(lambda number: f"{round(float(number[0]), 2) + 0:g}", text)
