"""The fonts of pictures: one by which they are laid out, and what may stand in for it where it is missing.

vl-convert brings Liberation Sans along and measures every label by it, so a picture is laid out alike on all
machines. A reader's machine may not have it. The next three families are as wide, letter by letter; any other
font is drawn smaller, until its digits are as wide as those that were measured.
"""

from __future__ import annotations

from typing import Final

STACK: Final = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""Families of a picture's text, as SVG and Vega write them."""

AS_WIDE: Final = "font-size-adjust: ch-width 0.556"
"""Digits as wide as those of Liberation Sans, in sizes of the font, and all other letters to scale."""

STYLE: Final = f"svg text {{ {AS_WIDE}; }}\n"
"""The same for the stylesheet of a page that lets no element have a style of its own."""


def as_wide(svg: str) -> str:
    """Return an SVG of vl-convert's whose text is as wide as it was measured, in whatever font.

    Parameters
    ----------
    svg
        The picture; its families are those of `STACK`.
    """
    return svg.replace("<svg ", f'<svg style="{AS_WIDE}" ', 1)
