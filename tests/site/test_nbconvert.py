"""A notebook that was run anywhere shows its charts where it is read: as page, slides, Markdown or LaTeX."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page

from bookkit.figures.render import LIVE_MIME, STATIC
from natoiraq.charts import history

PUBLISHED = "from natoiraq.charts import history\nhistory.commands()"
PLAIN = """import altair as alt, pandas as pd
alt.Chart(pd.DataFrame({"n": [3, 5]}), description="Two bars, <3> & 5").mark_bar().encode(x="n:Q", y="n:O")"""
COLAB = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('google.colab')"


def executed(folder: Path, *cells: str) -> Path:
    """Return a notebook of these cells, executed as by somebody at a command line."""
    path = folder / "notebook.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
    convert(path, "notebook", "--execute", "--inplace")
    return path


def convert(path: Path, kind: str, *options: str) -> str:
    """Return what nbconvert says while it converts a notebook."""
    environment = {name: value for name, value in os.environ.items() if name != STATIC}
    command = [sys.executable, "-m", "nbconvert", "--to", kind, *options, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return executed(tmp_path_factory.mktemp("notebook"), PUBLISHED, PLAIN)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    yield tab
    tab.close()


@pytest.mark.parametrize(
    "options",
    [("html",), ("html", "--template", "classic"), ("slides",)],
    ids=["a page", "a page as of old", "slides"],
)
def test_both_charts_are_pictures_with_alternative_text(
    notebook: Path, page: Page, options: tuple[str, ...], tmp_path: Path
) -> None:
    said = convert(notebook, *options, "--output", str(tmp_path / "page"))
    assert "Alternative text is missing" not in said
    (written,) = tmp_path.iterdir()
    page.goto(written.as_uri(), wait_until="domcontentloaded")
    shown = page.evaluate(
        "Promise.all([...document.images].map(async e => (await e.decode(), [e.alt, e.naturalWidth])))"
    )
    words = history.commands().to_dict()["description"]
    assert len(shown) == 2
    assert words in shown[0][0]
    assert shown[1][0] == "Two bars, <3> & 5"
    assert all(width > 100 for _, width in shown)


def test_markdown_holds_them_with_their_words(notebook: Path) -> None:
    convert(notebook, "markdown")
    text = notebook.with_suffix(".md").read_text(encoding="utf-8")
    words = re.findall(r'<img src="data:image/png;base64,[^>]+ alt="([^"]+)"', text)
    assert len(words) == 2
    assert "Two bars, &lt;3&gt; &amp; 5" in words


def test_latex_gets_each_as_a_file(notebook: Path) -> None:
    convert(notebook, "latex")
    text = notebook.with_suffix(".tex").read_text(encoding="utf-8")
    assert len(re.findall(r"\\includegraphics|\\adjustimage", text)) >= 2
    assert len(list(notebook.with_name("notebook_files").glob("*.png"))) == 2


def test_colab_gets_html_that_needs_no_network(tmp_path: Path) -> None:
    cells = nbformat.read(executed(tmp_path, COLAB, PUBLISHED, PLAIN), as_version=4).cells
    for cell in cells[1:]:
        data = cell.outputs[0].data
        assert data["text/html"].startswith('<img src="data:image/png;base64,')
        assert LIVE_MIME in data
