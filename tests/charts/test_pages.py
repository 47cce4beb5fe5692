"""What Sphinx does with charts: it refuses lost, failed and doubled ones, and completes their links."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bookkit.sphinx.links.charts import shows_chart
from bookkit.sphinx.look.vega import bundle

IMPORT = "from natoiraq.charts import history\n"
RENDERER_FAILED = new_output(
    "error",
    ename="ChartError",
    evalue="",
    traceback=["Traceback", '\x1b[31mChartError\x1b[0m: chart "x": no source. Cure: say it.'],
)


def shown(name: str, table: str = "events") -> nbformat.NotebookNode:
    """Return what a cell leaves behind that shows the chart `name`."""
    html = f'<figure class="nq-chart" id="chart-{name}"><a href="codebook:{table}">events</a></figure>'
    return new_output("display_data", {"text/html": html})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the built pages and the warnings of a book whose cells have run already."""
    folder = tmp_path_factory.mktemp("book")
    extensions = ["myst_nb", "bookkit.sphinx.links.charts", "bookkit.sphinx.look.vega"]
    (folder / "conf.py").write_text(
        f"extensions = {extensions}\nnb_execution_mode = 'off'\n", encoding="utf-8"
    )
    pages = {
        "index": [
            new_markdown_cell("# Home\n\n```{toctree}\nbad\n```\n\n(table-events)=\n## Events since 2003"),
            new_code_cell(f"{IMPORT}history.timeline()", outputs=[shown("history-timeline")]),
            new_code_cell(
                "history.events().head()", outputs=[new_output("display_data", {"text/html": "<table>"})]
            ),
        ],
        "bad": [
            new_markdown_cell("# Bad"),
            new_code_cell(f"{IMPORT}history.commands()", outputs=[]),
            new_code_cell("history.trained()", outputs=[RENDERER_FAILED]),
            new_code_cell("history.timeline()", outputs=[shown("history-timeline", "evnts")]),
        ],
    }
    for name, cells in pages.items():
        language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
        nbformat.write(new_notebook(cells=cells, metadata=language), folder / f"{name}.ipynb")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return folder / "out", done.stderr


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        ("bad.ipynb:20002: WARNING: the cell calls a chart function", "publish(...)"),
        ('bad.ipynb:30002: WARNING: chart "x": no source', "say it"),
        ('WARNING: the chart "history-timeline" is shown here and in', "#chart-history-timeline"),
        ('bad.ipynb: WARNING: a chart names the table "evnts"', "tables="),
    ],
    ids=["lost figure", "failed renderer", "one name twice", "unknown table"],
)
def test_each_fault_is_one_warning_with_its_cure(built: tuple[Path, str], fault: str, cure: str) -> None:
    lines = [line for line in built[1].splitlines() if fault in line]
    assert len(lines) == 1, built[1]
    assert "Cure: " in lines[0]
    assert cure in lines[0]


def test_nothing_else_is_complained_about(built: tuple[Path, str]) -> None:
    assert built[1].count("WARNING") == 4, built[1]


def test_links_lead_to_the_codebook_by_its_titles(built: tuple[Path, str]) -> None:
    assert '<a href="#table-events">Events since 2003</a>' in (built[0] / "index.html").read_text("utf-8")


def test_the_site_has_one_copy_of_vega_without_vega_lite(built: tuple[Path, str]) -> None:
    text = (built[0] / "_static" / "natoiraq-vega.js").read_text("utf-8")
    assert text == bundle()
    assert text.startswith("/* Vega: parser 7.")
    assert len(text.encode()) < 550_000
    assert "natoiraqVega={" in text.replace(" ", "")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from natoiraq.charts import history\nhistory.timeline()", True),
        ("from natoiraq.charts.history import timeline as t\nt()", True),
        ("from natoiraq.charts import history\nx = history.timeline()", False),
        ("from natoiraq.charts import history", False),
        ("import pandas as pd\npd.DataFrame()", False),
        ("from natoiraq.charts import history\nhistory.timeline().properties(height=9)", True),
        ("%%time\nhistory.timeline()", False),
    ],
)
def test_a_cell_that_ends_in_a_chart_call_must_show_one(code: str, expected: bool) -> None:
    assert shows_chart(code, set()) is expected


def test_what_an_earlier_cell_imported_counts() -> None:
    names: set[str] = set()
    shows_chart("from natoiraq.charts import history", names)
    assert shows_chart("history.timeline()", names)
