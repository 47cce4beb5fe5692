"""The built book, opened as a reader opens it: from files, in a real browser, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.conftest import ROOT

BOOK = ROOT / "_build" / "html"
THEMES = ("light", "dark")
WIDTHS = (1280, 360)


def pages() -> list[str]:
    """Return every page of the built book, relative to it."""
    found = [*sorted(BOOK.glob("book/**/*.html")), BOOK / "search.html", BOOK / "genindex.html"]
    return [path.relative_to(BOOK).as_posix() for path in found]


@pytest.fixture(scope="session")
def book() -> Path:
    """Return the folder of the built book."""
    if not (BOOK / "index.html").exists():
        pytest.fail("There is no built book. Run `make book` first.")
    return BOOK


@pytest.fixture(scope="session", params=WIDTHS)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """Yield a browser context as wide as a laptop or a phone, in light."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """Yield a fresh tab."""
    tab = reader.new_page()
    yield tab
    tab.close()


def tab_to(page: Page, target: Locator) -> None:
    """Move the focus with the Tab key alone, from wherever it is."""
    for _ in range(150):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key never got there")


def small(targets: Locator) -> int:
    """Count those that are shown and less than 24 pixels wide or high."""
    shown: int = targets.evaluate_all(
        """all => all.filter((element) => element.checkVisibility())
          .map((element) => element.getBoundingClientRect())
          .filter((box) => Math.min(box.width, box.height) < 24).length"""
    )
    return shown


def wait_until_kept(page: Page) -> None:
    """Wait until another tab sees what was stored: leaving at once loses it in Chromium."""
    stored = """() => JSON.stringify(
        Object.entries(localStorage).filter(([key]) => key.startsWith('natoiraq')).sort())"""
    witness = page.context.new_page()
    witness.goto(urljoin(page.url, "genindex.html"))  # a page that reads and writes none of it
    witness.wait_for_function(f"before => ({stored})() === before", arg=page.evaluate(stored))
    witness.close()


def come_back(page: Page) -> None:
    """Reload, as a reader does: not within milliseconds of an answer."""
    wait_until_kept(page)
    page.reload()


def scroll_through(page: Page) -> None:
    """Bring every chart near the screen, one after another, and wait until each has drawn or failed."""
    page.evaluate(
        """async () => {
          const shown = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          for (const figure of document.querySelectorAll('figure.nq-chart')) {
            figure.scrollIntoView({ behavior: 'instant' });
            await shown();
          }
          scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
          await shown();
        }"""
    )
    page.wait_for_function(
        """[...document.querySelectorAll('figure.nq-chart')].every(
          (figure) => ['drawn', 'failed'].includes(figure.dataset.state))"""
    )
