"""In a notebook every chart keeps to one width, labels and words included, whatever its labels need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import vl_convert
from playwright.sync_api import Browser

from bookkit.figures import catalogue, theme
from bookkit.figures.render import LIVE_MIME, live
from bookkit.sphinx.look.vega import bundle
from tests.charts.cut import outside

DRAW = """specs => Promise.all(specs.map((spec) => {
  const place = document.body.appendChild(document.createElement('div'));
  return new natoiraqVega.View(natoiraqVega.parse(spec), { renderer: 'svg' }).initialize(place).runAsync();
})).then(() => null)"""


@pytest.fixture(scope="module")
def drawn() -> list[str]:
    """Return every chart as a notebook gets it, compiled to Vega."""
    lives = [live(make().to_dict())[LIVE_MIME] for make in catalogue().values()]
    return [json.dumps(vl_convert.vegalite_to_vega(each)) for each in lives]


@pytest.mark.parametrize(
    "font", ["Liberation Sans, Arimo, Arial, sans-serif", theme.FONT, "DejaVu Sans, sans-serif"]
)
def test_no_chart_is_wider_and_no_word_is_cut(
    browser: Browser, drawn: list[str], font: str, tmp_path: Path
) -> None:
    """Past mistake: with 180 pixels of labels, a plot of 640 lost the ends of its bars in JupyterLab."""
    html = f"<meta charset='utf-8'><body><script>{bundle()}</script>"
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.evaluate(DRAW, [json.loads(each.replace(theme.FONT, font)) for each in drawn])
    widths = page.locator("svg").evaluate_all("all => all.map((svg) => svg.getBoundingClientRect().width)")
    lost = outside(page.locator("svg"))
    page.close()
    assert set(widths) == {theme.LIVE_WIDTH}
    assert len(widths) == len(catalogue())
    assert lost == []
