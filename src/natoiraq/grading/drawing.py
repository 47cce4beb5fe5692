"""Draws students' charts on the trusted side: a hostile one reads nothing, and takes nothing along.

Run as a program, it reads a list of Vega-Lite charts and writes an SVG, or null, for each.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from natoiraq.grading.patience import USUAL, Patience

MEMORY: Final = 1 << 30
LARGEST: Final = 1 << 20
"""Bytes of one chart, and of its picture."""

ROOM: Final = {"left": 36, "right": 24, "top": 5, "bottom": 5}
"""Pixels around a chart: where a page has to take a wider font, no label is cut off."""

DEPTH: Final = 50
"""Charts have about ten levels; Python follows a thousand."""


def draw(specs: Sequence[dict[str, Any]], patience: Patience = USUAL) -> list[str | None]:
    """Return each chart as an SVG that is safe in a page; None for one that cannot be drawn.

    The charts are drawn in a process of their own, with little time and memory. One that names an address
    is not drawn at all, so nothing is fetched.

    Parameters
    ----------
    specs
        Charts as Vega-Lite, straight from a student's notebook.
    patience
        How long all of them together may take; three are drawn in a second.
    """
    from natoiraq.grading.safe_svg import safe_svg  # it brings Altair along, which the process below lacks

    texts = [_measured(spec) if not _names_address(spec) else "" for spec in specs]
    given = json.dumps([text if len(text) <= LARGEST else "" for text in texts])
    if not any(texts):
        return [None] * len(specs)
    seconds = math.ceil(patience.drawing)
    command = [sys.executable, "-I", "-m", "natoiraq.grading.drawing", str(seconds)]
    try:
        done = subprocess.run(
            command, input=given.encode(), capture_output=True, timeout=patience.page, check=False
        )
        said = done.stdout
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
    drawn = [_read(line) for line in said.splitlines()][: len(specs)]
    svgs = drawn + [None] * (len(specs) - len(drawn))
    return [svg and safe_svg(svg, f"chart-{number}") for number, svg in enumerate(svgs, start=1)]


def _measured(spec: dict[str, Any]) -> str:
    """Return a chart as JSON, in the font by whose widths it is laid out."""
    from bookkit.figures.fonts import STACK
    from bookkit.figures.theme import FONT

    given = spec.get("config")
    config = {**(given if isinstance(given, dict) else {}), "font": STACK}
    return json.dumps({**spec, "config": config, "padding": ROOM}).replace(FONT, STACK)


def _read(line: bytes) -> str | None:
    try:
        svg = json.loads(line)
    except ValueError:
        return None  # the process ended while it wrote
    return svg if isinstance(svg, str) and len(svg) <= LARGEST else None


def _names_address(value: Any, depth: int = DEPTH) -> bool:
    """Return whether a chart reads, shows or leads to an address, or is too deep to tell."""
    if not isinstance(value, dict | list):
        return False
    if depth == 0 or (isinstance(value, dict) and not value.keys().isdisjoint(("url", "href"))):
        return True
    return any(
        _names_address(inner, depth - 1) for inner in (value.values() if isinstance(value, dict) else value)
    )


def main(seconds: int) -> None:
    """Draw what standard input gives, a line each, so that what is drawn survives a chart that kills us.

    Parameters
    ----------
    seconds
        Of processor time that all charts may take.
    """
    import vl_convert

    _limit(seconds)
    for text in json.load(sys.stdin):
        svg = None
        with suppress(ValueError):  # no chart
            svg = vl_convert.vegalite_to_svg(text, allowed_base_urls=[]) if text else None
        print(json.dumps(svg), flush=True)


def _limit(seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
