"""Numbers and terms show their note on focus; Escape puts it away; the link leads to the whole entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page


@pytest.fixture
def chapter(page: Page, book: Path) -> Page:
    page.goto((book / "book" / "2-history.html").as_uri())
    return page


def test_a_number_tells_date_source_and_confidence(chapter: Page) -> None:
    chapter.locator("a.nq-fact").first.focus()
    chapter.keyboard.press("Shift+Tab")
    chapter.keyboard.press("Tab")
    note = chapter.locator("#nq-tip")
    note.wait_for(state="visible")
    assert "Source:" in note.inner_text()
    chapter.keyboard.press("Escape")
    note.wait_for(state="hidden")


def test_a_disputed_number_shows_the_other_reading(chapter: Page) -> None:
    disputed = chapter.locator("a.nq-disputed").first
    entry = chapter.locator(f"[id='{disputed.get_attribute('aria-describedby')}']")
    assert "Another reading:" in (entry.text_content() or "")
    assert "(disputed)" in (disputed.text_content() or "")


def test_a_number_leads_to_its_entry_below(chapter: Page) -> None:
    number = chapter.locator("a.nq-fact").first
    target = (number.get_attribute("href") or "#").removeprefix("#")
    number.press("Enter")
    chapter.wait_for_function(
        "id => document.getElementById(id).getBoundingClientRect().height > 0", arg=target
    )


def test_a_term_shows_its_definition(chapter: Page) -> None:
    term = chapter.locator("a.nq-term").first
    described = chapter.locator(f"[id='{term.get_attribute('aria-describedby')}']")
    assert len(described.text_content() or "") > 20
