"""The report in a browser: it holds everything, and nothing that a student wrote acts in it."""

from __future__ import annotations

from playwright.sync_api import Browser

from bookkit.figures.fonts import AS_WIDE, STACK
from natoiraq.course.folder import Course
from natoiraq.course.report import write_report
from tests.browser import broken_rules
from tests.course.test_report import TRAP, graded

__all__ = ["graded"]  # the fixture: a course with marks


def test_the_page_holds_all_and_acts_on_nothing(graded: Course, browser: Browser) -> None:
    path = write_report(graded, ["ex1"])
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    text = page.locator("main").inner_text()
    assert "5 submissions graded. 1 student handed nothing in." in text
    assert "Student 1 (s1); Student 2 (s2)" in text
    assert f"Student 5 (s5): Cell {TRAP} was left out." in text
    assert "Nobody handed in a notebook that was made for others." in text
    assert page.locator("script").count() == 0
    assert page.locator("figure[role=img] svg").count() == 2
    families = page.locator("svg text").evaluate_all("all => all.map(e => e.getAttribute('font-family'))")
    assert set(families) == {STACK}
    adjusted = "all => all.map(text => getComputedStyle(text).fontSizeAdjust)"
    assert set(page.locator("svg text").evaluate_all(adjusted)) == {AS_WIDE.partition(": ")[2]}
    alt = page.locator("figure").nth(0).get_attribute("aria-label")
    assert alt == "Bar chart of points. Students with 24 to 28 points: 5."
    assert requests == [path.as_uri()]
    assert page.evaluate("window.caught") is None
    assert broken_rules(page) == []
    page.close()
