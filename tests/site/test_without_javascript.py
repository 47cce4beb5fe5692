"""Without JavaScript the text, the pictures of the charts, the tables and the answers stay readable."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser


def test_charts_numbers_and_answers_stay(browser: Browser, book: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((book / "book" / "2-history.html").as_uri())
    figures = page.locator("figure.nq-chart")
    assert figures.count() >= 6
    for number in range(figures.count()):
        assert figures.nth(number).locator("noscript svg, svg").first.is_visible()
        assert figures.nth(number).locator("table").count() == 1
    assert page.locator("form.nq-quiz, .nq-quiz form, .nq-quiz").first.is_visible()
    context.close()
