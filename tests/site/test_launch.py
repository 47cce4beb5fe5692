"""The button that runs a page elsewhere, on a phone: by keyboard, accessible, and asking for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import broken_rules
from tests.sphinx import small_book


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with code of a book that a school has published, on a phone."""
    start = "---\nkernelspec: {name: python3, display_name: Python 3}\n---\n"  # what tells a page with code
    pages = {"index": f"{start}# Page\n\nIts cells.\n"}
    address = "https://github.com/school/not-a-surge"
    built = small_book.build(tmp_path_factory.mktemp("launch"), pages, repository=address)
    assert built.warnings == []
    context = browser.new_context(viewport={"width": 360, "height": 700})
    tab = context.new_page()
    tab.goto((built.folder / "index.html").as_uri())
    yield tab
    context.close()


def test_the_button_unfolds_by_keyboard_and_leads_to_binder(page: Page) -> None:
    link = page.get_by_role("link", name="Binder")
    assert not link.is_visible()
    page.get_by_text("Run this page").press("Enter")
    assert link.is_visible()
    assert str(link.get_attribute("href")).endswith("/student?urlpath=lab%2Ftree%2Findex.md")
    box = link.bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 360


def test_the_button_breaks_no_rule_of_accessibility(page: Page) -> None:
    page.locator(".nq-launch").evaluate("element => { element.open = true }")
    assert broken_rules(page, ".nq-launch") == []


def test_the_button_asks_for_nothing_from_elsewhere(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert asked
    assert [url for url in asked if not url.startswith("file:")] == []
