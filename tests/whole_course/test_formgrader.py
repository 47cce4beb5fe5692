"""The real formgrader in a real browser: a mark and a comment given there reach export and feedback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from playwright.sync_api import Browser, Page, Route, expect

from natoiraq.course.folder import Course
from natoiraq.grading.gradebook import open_gradebook
from tests.course.conftest import LIST, make_course, put_result, run

PATIENCE = 120_000  # milliseconds: the machine may be busy, and nothing here is timed
CHART = {
    "mark": "bar",
    "data": {"values": [{"a": 1}]},
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}
TRAP = "<script>window.caught = 1</script><img src=x onerror='window.caught = 1'>"
ANSWER = f"I would merge **intelligence** first.\n\n{TRAP}"
TRAPS = [
    {"text/html": f"<b>bold</b>{TRAP}"},
    {"image/svg+xml": f"<svg onload='window.caught = 1'>{TRAP}</svg>"},
    {"image/png": f'"><x>{TRAP}'},
    {"application/javascript": "window.caught = 1"},
    {"text/markdown": TRAP},
    {"text/latex": TRAP},
    {"application/vnd.vegalite.v5+json": CHART | {"title": TRAP}},
]


@dataclass(frozen=True)
class Review:
    """A running `natoiraq-course review`."""

    course: Course
    address: str
    token: str


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    home = tmp_path_factory.mktemp("review")
    course = make_course(home / "course", LIST)
    put_result(course, "S1", {}, answers={"words": ANSWER})
    put_result(course, "S2", {"words": 2.0}, answers={"words": "Short."})
    put_result(course, "S1", {}, "memo", answers={"text": 'memo = """\n## Recommendation\nWait.\n"""'})
    set_traps(course.root / "autograded" / "S1" / "ex1" / "ex1.ipynb")
    environment = os.environ | {
        **{f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")},
        **dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9"),
        "no_proxy": "127.0.0.1,localhost",
    }
    command = [sys.executable, "-c", "from natoiraq.course.cli import main; main()", "review", "ex1"]
    command += ["--no-browser", "--port", "0", "--course", str(course.root)]
    log = home / "log.txt"
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            yield Review(course, *where(log, process))
        finally:
            process.send_signal(2)
            process.wait(PATIENCE // 1000)


def where(log: Path, process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Return the address and the token that the command printed."""
    for _ in range(PATIENCE // 250):
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)", log.read_text()):
            return found[1], found[2]
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"formgrader did not start:\n{log.read_text()[-2000:]}")


def set_traps(path: Path) -> None:
    """Put into a graded notebook what hostile work may bring."""
    notebook = nbformat.read(path, as_version=4)
    traps = [new_output("display_data", data) for data in TRAPS]
    traps.append(new_output("stream", text=TRAP))
    traps.append(new_output("error", ename="E", evalue=TRAP, traceback=[TRAP]))
    notebook.cells.append(new_code_cell("1", id="own-1", outputs=traps))
    notebook.cells.append(new_markdown_cell(f"{TRAP} [link](javascript:window.caught=1)", id="own-2"))
    notebook.cells.append(new_raw_cell(TRAP, id="own-3", metadata={"raw_mimetype": "text/html"}))
    nbformat.write(notebook, path)


@pytest.fixture
def page(review: Review, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda failed: complaints.append(f"failed: {failed.url}"))
    page.goto(f"{review.address}/formgrader/gradebook?token={review.token}")
    yield page
    page.close()
    assert complaints == []


def open_submission(page: Page, review: Review, exercise: str, student: str) -> None:
    """Click through formgrader as a marker does."""
    with open_gradebook(review.course.root) as book:
        number = book.find_submission_notebook(exercise, exercise, student).id
    page.get_by_role("link", name=exercise, exact=True).click()
    page.get_by_role("link", name=exercise, exact=True).last.click()
    page.locator(f"tbody a[href$='{number}']", has_text="Submission").click()
    page.locator("#notebook").first.wait_for()


def fill(page: Page, field: str, value: str, address: str) -> None:
    """Type into a field, go on to the next, and wait until formgrader has kept it."""
    with page.expect_response(
        lambda answer: address in answer.url and answer.request.method == "PUT"
    ) as kept:
        page.locator(field).fill(value)
        page.locator(field).press("Tab")
    assert kept.value.ok


def test_a_mark_and_a_comment_reach_export_and_feedback(review: Review, page: Page) -> None:
    course = review.course
    assert "1 of 2 submissions wait for a person" in run("export", "ex1", "--course", course.root, code=1)
    open_submission(page, review, "ex1", "S1")
    fill(page, "#words.score", "4.5", "/api/grade/")
    fill(page, "#words-comment", "“Merge intelligence first”: who loses? =1+1", "/api/comment/")
    run("export", "ex1", "--course", course.root)
    assert ",30.5," in (course.root / "exports" / "marks.csv").read_text(encoding="utf-8")
    run("feedback", "ex1", "--course", course.root)
    said = (course.root / "feedback" / "S1" / "ex1" / "ex1.html").read_text(encoding="utf-8")
    assert "4.5 of 6 points" in said
    assert "“Merge intelligence first”: who loses? =1+1" in said


def test_a_mark_typed_before_formgrader_is_ready_is_not_lost(review: Review, page: Page) -> None:
    """Past mistake: formgrader listens once it has loaded the marks given; what came earlier was dropped."""
    held: list[Route] = []
    page.route("**/api/grades?*", lambda route: held.append(route))
    with page.expect_request("**/api/grades?*", timeout=PATIENCE):
        open_submission(page, review, "ex1", "S2")
    field = page.locator("#words.score")
    expect(field).not_to_be_editable(timeout=PATIENCE)
    held[0].continue_()
    fill(page, "#words.score", "1.5", "/api/grade/")
    with open_gradebook(review.course.root) as book:
        assert book.find_grade("words", "ex1", "ex1", "S2").manual_score == 1.5


def test_rubric_and_model_answer_stand_beside_the_answer(review: Review, page: Page) -> None:
    open_submission(page, review, "ex1", "S1")
    text = page.locator("#notebook").first.inner_text()
    places = [
        text.index(words)
        for words in (
            "One function and the bodies concerned",
            "I would merge",
            "A model answer",
            "Merge intelligence first",
        )
    ]
    assert places == sorted(places)
    assert "HIDDEN TESTS" not in text


def test_the_memo_has_chapter_6_beside_it(review: Review, page: Page) -> None:
    open_submission(page, review, "memo", "S1")
    text = page.locator("#notebook").first.inner_text()
    places = [
        text.index(words)
        for words in (
            "Rubric, from chapter 6",
            "One recommendation, up front",
            "Wait.",
            "A model answer",
            "Begin today",
        )
    ]
    assert places == sorted(places)
    assert page.locator("#text.score").is_visible()


def test_nothing_that_students_wrote_acts(review: Review, page: Page) -> None:
    open_submission(page, review, "ex1", "S1")
    notebook = page.locator("#notebook").first
    assert notebook.locator("strong", has_text="intelligence").count() == 1
    assert notebook.locator("b", has_text="bold").count() == 1
    assert notebook.locator("[role=img] svg").count() == 1
    assert notebook.locator("script, img, iframe, object, x").count() == 0
    links = notebook.locator("a").evaluate_all("links => links.map((link) => link.href)")
    assert [link for link in links if link.startswith("javascript")] == []
    assert page.evaluate("window.caught") is None


def test_the_address_that_the_browser_opens_shows_the_submissions(review: Review, browser: Browser) -> None:
    """Past mistake: the login held for that page's folder only, and its list went on loading for ever."""
    page = browser.new_page()
    page.goto(f"{review.address}/formgrader/gradebook/ex1/ex1?token={review.token}")
    page.locator("tbody a", has_text="Submission").first.wait_for(timeout=PATIENCE)
    page.close()


def test_without_the_token_nobody_gets_in(review: Review, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{review.address}/formgrader/gradebook")
    assert "/login" in page.url
    page.close()
