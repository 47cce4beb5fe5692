"""Search works in the built book, without a server."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page


def test_search_finds_the_history_chapter(page: Page, book: Path) -> None:
    page.goto((book / "search.html").as_uri() + "?q=AWACS")
    page.wait_for_selector("#search-results li")
    found = page.eval_on_selector_all(
        "#search-results li a", "links => links.map((link) => link.textContent)"
    )
    assert any("history" in title.lower() for title in found)
