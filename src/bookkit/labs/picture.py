"""A lab's chart: compiled once, then drawn again with new rows only, which takes a fraction of the time.

It is drawn as SVG in the kernel, so wherever widgets are shown it has the same layout and needs no network;
`bookkit.figures.fonts` says in which fonts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from itertools import count
from typing import Any

import altair as alt
import pandas as pd

from bookkit.figures import Published, theme
from bookkit.figures.compiled import compile_for_page, svg
from bookkit.figures.picture import with_own_ids
from bookkit.figures.png import smaller

Data = Mapping[str, pd.DataFrame]
"""Rows by the name of the dataset that the chart draws."""


_numbers = count(1)


class NotDrawnError(Exception):
    """There is no picture here; the message says why."""


def rows(name: str) -> alt.Chart:
    """Return a chart to build on, of rows that come later under a name."""
    return alt.Chart(alt.NamedData(name=name))


class Picture:
    """A chart whose rows change.

    Parameters
    ----------
    chart
        A chart of `rows`. Its scales need domains of their own where they shall not move.
    """

    def __init__(self, chart: Published) -> None:
        self._vega = compile_for_page(chart.to_dict()) if find_spec("vl_convert") else None
        self._name = f"lab-{next(_numbers)}"

    def svg(self, data: Data, title: Mapping[str, Any] | None = None) -> str:
        """Return the picture of these rows as SVG.

        Parameters
        ----------
        data
            Rows for each dataset of the chart.
        title
            A title as Vega writes it, for a picture that will stand alone.

        Raises
        ------
        NotDrawnError
            Where there is no renderer.
        """
        if self._vega is None:
            raise NotDrawnError(
                "the package vl-convert-python, which draws pictures, is not installed; "
                "for Windows on ARM there is none"
            )
        sets = [
            {**each, "values": _records(data[each["name"]])} if each["name"] in data else each
            for each in self._vega["data"]
        ]
        drawn = {**self._vega, "data": sets}
        if title:
            drawn |= {"title": title, "background": theme.PAPER, "padding": 12}
        return with_own_ids(svg(drawn, theme.LIVE_WIDTH), self._name)


def png(picture: str) -> bytes:
    """Return an SVG as PNG, twice as large, for slides."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(picture, scale=2)
    return smaller(drawn)


def _records(frame: pd.DataFrame) -> Any:
    return json.loads(frame.to_json(orient="records", date_format="iso"))
