"""Every page, light and dark, wide and narrow: whole, quiet, accessible, and made only of its own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import broken_rules
from tests.site.conftest import BOOK, pages, scroll_through

# The theme's own searching script fetches previews; Sphinx's search itself works from files.
PAGES = pages()
# What fades from one colour to the other is taken to its end.
DARK = """() => new Promise((done) => {
  document.documentElement.dataset.theme = 'dark';
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.getAnimations().forEach((fading) => fading.finish());
    done();
  }));
})"""
BOXES = """() => [...document.querySelectorAll('main *')].map((element) => {
  const box = element.getBoundingClientRect();
  return [element.tagName, box.x, box.y, box.width, box.height].join(' ');
}).join('\\n')"""


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_and_accessible(name: str, page: Page, book: Path) -> None:
    """One visit for all checks: opening a page and scrolling through it takes longer than most of them."""
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.goto((book / name).as_uri())
    scroll_through(page)

    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    states = page.eval_on_selector_all("figure.nq-chart", "figures => figures.map((f) => f.dataset.state)")
    assert set(states) <= {"drawn"}, "a chart was not drawn"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (
        "the page scrolls sideways"
    )
    clipped = page.eval_on_selector_all(
        "figure.nq-chart figcaption, h1, h2, h3",
        "all => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.trim())",
    )
    assert clipped == []
    outside = page.eval_on_selector_all(
        "figure.nq-chart svg text",
        """texts => texts.filter((text) => {
          if (!text.textContent.trim() || getComputedStyle(text).opacity === '0') return false;
          const box = text.getBoundingClientRect();
          const frame = text.closest('figure').getBoundingClientRect();
          return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2);
        }).map((text) => text.closest('figure').id + ': ' + text.textContent)""",
    )
    assert outside == [], "words of a chart are cut off"
    assert broken_rules(page) == []
    # Dark is the same page in other colours, so contrast is the one rule that can fare differently.
    light = page.evaluate(BOXES)
    page.evaluate(DARK)
    assert page.evaluate(BOXES) == light, "something moves in dark"
    assert broken_rules(page, rules=["color-contrast"]) == []


def test_every_page_of_the_contents_is_built() -> None:
    """A glob over nothing would make the tests above pass on an empty book."""
    assert "book/index.html" in PAGES
    assert "book/2-history.html" in PAGES
    assert len(PAGES) >= 9


def test_pages_name_no_host_to_fetch_from() -> None:
    """Links may lead out; nothing that a page loads by itself may."""
    for path in BOOK.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for loaded in (
            'src="http',
            'src="//',
            '<link rel="stylesheet" href="http',
            "@import url(http",
            "cdn.jsdelivr",
            "unpkg.com",
        ):
            assert loaded not in text, f"{path.name} loads something from elsewhere: {loaded}"
