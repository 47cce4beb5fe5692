"""What students wrote and what their code showed, ready to stand in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

from natoiraq.grading import safe_html
from natoiraq.grading.drawing import draw
from natoiraq.grading.patience import USUAL, Patience

if TYPE_CHECKING:
    from nbformat import NotebookNode

Kind = Literal["code", "text", "printed", "error", "table", "picture", "chart"]

# Of a plain traceback, a place in a library and its line: they help nobody, and name this machine's folders.
_FRAME: Final = re.compile(r"^ +File .*\n(?: {4}.*\n)*\n?", re.MULTILINE)
_CHART: Final = re.compile(r"application/vnd\.vegalite\.v\d+\+json")
MOST: Final = 20
"""Outputs shown of one cell."""

ROOM: Final = 2 << 20
"""Characters shown of all cells; what comes after them is left out."""


@dataclass(frozen=True)
class Shown:
    """One piece of a student's work.

    Parameters
    ----------
    kind
        What it is.
    content
        Plain text, which the page escapes, or safe HTML as Markup.
    caption
        What a chart says of itself.
    """

    kind: Kind
    content: str
    caption: str = ""


def shown(cells: Sequence[NotebookNode], patience: Patience = USUAL) -> list[list[Shown]]:
    """Return for each cell its text and its outputs; all charts are drawn at once.

    Parameters
    ----------
    cells
        Of a graded notebook.
    patience
        How long drawing the charts may take.
    """
    charts = [chart for cell in cells for output in _outputs(cell) if (chart := _chart(output)) is not None]
    drawn = iter(draw(charts, patience))
    pages, room = list[list[Shown]](), ROOM
    for cell in cells:
        cut = [Shown("printed", "... (left out: this page is very long)")]
        pages.append(list(_of_cell(cell, drawn)) if room > 0 else cut)
        room -= sum(len(piece.content) for piece in pages[-1])
    return pages


def _of_cell(cell: NotebookNode, drawn: Iterator[str | None]) -> Iterator[Shown]:
    if cell.source.strip():
        code = cell.cell_type == "code"
        yield (
            Shown("code", safe_html.text(cell.source))
            if code
            else Shown("text", safe_html.markdown(cell.source))
        )
    outputs = _outputs(cell)
    for output in outputs:
        if (chart := _chart(output)) is not None:
            yield _drawn(chart, next(drawn))
        elif piece := _of_output(output):
            yield piece
    if len(cell.get("outputs", ())) > len(outputs):
        yield Shown("printed", f"... only the first {MOST} outputs are shown")


def _outputs(cell: NotebookNode) -> list[Any]:
    outputs: list[Any] = cell.get("outputs", [])
    return outputs[:MOST]


def _chart(output: Any) -> dict[str, Any] | None:
    for mime, data in output.get("data", {}).items():
        if _CHART.fullmatch(mime) and isinstance(data, dict):
            return data
    return None


def _drawn(chart: dict[str, Any], svg: str | None) -> Shown:
    about = chart.get("description") or chart.get("title") or "Your chart"
    caption = " ".join(str(about if isinstance(about, str) else "Your chart").split())[:1000]
    if svg is None:
        return Shown("printed", "This chart could not be drawn here. Open your notebook to see it.")
    return Shown("chart", Markup(svg), caption)


def _of_output(output: Any) -> Shown | None:
    if output.output_type == "stream":
        text = safe_html.text(output.text)
        return Shown("error" if output.name == "stderr" else "printed", text) if text else None
    if output.output_type == "error":
        said = safe_html.text(output.get("traceback") or [f"{output.ename}: {output.evalue}"])
        return Shown("error", _FRAME.sub("", said))
    data = output.get("data", {})
    if "image/png" in data and (picture := safe_html.png(data["image/png"])):
        return Shown("picture", picture)
    if "text/html" in data and (html := safe_html.html(safe_html.joined(data["text/html"]))).strip():
        return Shown("table", html)
    text = safe_html.text(data.get("text/plain", ""))
    return Shown("printed", text) if text else None
