"""Every page with code opens as a notebook in JupyterLab and runs from top to bottom, charts included."""

from __future__ import annotations

import pytest

from bookkit.figures.render import LIVE_MIME
from bookkit.sphinx.run.execution import is_notebook
from tests.charts.cut import on_another, outside
from tests.conftest import ROOT
from tests.jupyterlab.conftest import COUNTS, Notebook
from tests.site.test_contents import CALL, LAB

WIDGET = "application/vnd.jupyter.widget-view+json"
NAMES = [path.stem for path in sorted((ROOT / "book").glob("*.md")) if is_notebook(path)]

# How far each output reaches out of its column, and what its chart is called.
CHARTS = """() => [...document.querySelectorAll('.jp-RenderedVegaCommon5')].map((output) => {
  const [column, chart] = [output, output.querySelector('canvas, svg')].map((e) => e.getBoundingClientRect());
  return {
    hidden: Math.max(output.scrollWidth - output.clientWidth, Math.ceil(chart.right - column.right), 0),
    words: output.querySelector('[role^=graphics]')?.getAttribute('aria-label'),
  };
})"""

every_page = pytest.mark.parametrize("notebook", NAMES, indirect=True)


def test_there_are_pages_to_open() -> None:
    assert len(NAMES) >= 7


@every_page
def test_it_runs_without_an_error_or_a_warning(notebook: Notebook) -> None:
    cells = notebook.path.read_text(encoding="utf-8").count("\n```{code-cell}")
    counts = notebook.page.evaluate(COUNTS)
    assert len(counts) == cells
    assert None not in counts, "a cell has not run"
    bad = [
        each for each in notebook.outputs if each["output_type"] == "error" or each.get("name") == "stderr"
    ]
    assert bad == []
    assert notebook.complaints == []


@every_page
def test_its_charts_and_labs_are_drawn(notebook: Notebook) -> None:
    source = notebook.path.read_text(encoding="utf-8")
    kinds = [kind for each in notebook.outputs for kind in each.get("data", {})]  # type: ignore[attr-defined]
    charts, labs = kinds.count(LIVE_MIME), kinds.count(WIDGET)
    assert charts >= len(CALL.findall(source)) > 0
    assert labs == len(LAB.findall(source))
    drawn = notebook.page.locator(".vega-embed :is(canvas, svg).marks, .vega-embed svg > g")
    notebook.page.wait_for_function(
        "count => document.querySelectorAll('.vega-embed :is(canvas, svg)').length >= count", arg=charts
    )
    assert drawn.count() >= charts
    assert notebook.page.locator(".jp-Cell [role=img] > svg").count() == labs


@every_page
def test_no_chart_or_lab_is_cut_in_a_window_1200_pixels_wide(notebook: Notebook) -> None:
    """Past mistake: the longest bar's end, which was the finding, lay outside of the column."""
    charts = notebook.page.evaluate(CHARTS)
    assert charts
    assert [chart for chart in charts if chart["hidden"] or len(chart["words"] or "") < 60] == []
    labs = notebook.page.locator(".jp-Cell [role=img] > svg")
    assert outside(labs) == []
    assert on_another(labs) == []
    boxes = notebook.page.locator(".jp-Cell [role=img]:has(> svg)")
    assert boxes.evaluate_all("boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).length") == 0


@every_page
def test_its_prose_reads_as_in_the_book(notebook: Notebook) -> None:
    text = " ".join(notebook.page.locator(".jp-MarkdownCell").all_text_contents())
    assert "What it builds on." in text or "What the book holds" in text
    assert [sign for sign in ("{fact}", "{term}", "{footcite", ":::", "{quiz}") if sign in text] == []


@every_page
def test_saving_it_changes_no_byte(notebook: Notebook) -> None:
    """Past mistake: running a page and saving it rewrote its header and its blank lines."""
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    assert notebook.path.read_bytes() == notebook.source
    assert [path.name for path in notebook.path.parent.iterdir() if "checkpoint" in path.name] == []


@pytest.mark.parametrize("notebook", ["3-options"], indirect=True)
def test_a_charts_slider_moves_its_picture(notebook: Notebook) -> None:
    chart = notebook.page.locator(".vega-embed", has=notebook.page.locator("input[type=range]")).first
    picture = "e => e.querySelector('canvas')?.toDataURL() ?? e.querySelector('svg').outerHTML"
    before = chart.evaluate(picture)
    chart.locator("input[type=range]").first.fill("800")
    notebook.page.wait_for_function(
        f"([e, before]) => ({picture})(e) !== before", arg=[chart.element_handle(), before]
    )
