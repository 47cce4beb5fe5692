"""A reader answers every type of question with the keyboard alone, comes back to it, and prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import broken_rules
from tests.site.conftest import THEMES, WIDTHS, come_back, small, tab_to
from tests.sphinx.small_book import CHAPTER, QUIZ, build

SINGLE, MANY, CEILING, ORDER, MATCH, FORECAST, UNRESOLVED, SHARE = range(1, 9)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("book")
    return (build(folder, {"chapter": CHAPTER, "check": QUIZ}).folder / "check.html").as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Yield the quiz; a script that fails fails the test."""
    tab = context.new_page()
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    tab.goto(address)
    yield tab
    assert failures == []


def question(page: Page, number: int) -> Locator:
    return page.locator(f"#quiz-first-check-{number}")


def told(page: Page, number: int) -> Locator:
    """Return what a screen reader is told about a question."""
    return question(page, number).get_by_role("status")


def press(page: Page, number: int, button: str) -> None:
    tab_to(page, question(page, number).get_by_role("button", name=button))
    page.keyboard.press("Enter")


def write(page: Page, number: int, text: str) -> None:
    tab_to(page, question(page, number).locator("input"))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def choose(page: Page, number: int, line: str, letter: str) -> None:
    tab_to(page, question(page, number).get_by_label(line))
    page.keyboard.type(letter)


def move(page: Page, item: str, way: str, times: int = 1) -> None:
    tab_to(page, question(page, ORDER).get_by_role("button", name=f"Move {way}: {item}"))
    for _ in range(times):
        page.keyboard.press("Enter")


def put_in_order(page: Page) -> None:
    move(page, "Announcement", "up", 3)
    move(page, "Vote", "up", 3)
    move(page, "Vote", "down")
    move(page, "Review", "down", 3)


def answer_all_right(page: Page) -> None:
    tab_to(page, question(page, SINGLE).get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    press(page, SINGLE, "Check")
    for name in ("Retirement", "Transfers out"):
        tab_to(page, question(page, MANY).get_by_label(name))
        page.keyboard.press("Space")
    press(page, MANY, "Check")
    write(page, CEILING, "4,000")
    put_in_order(page)
    press(page, ORDER, "Check")
    choose(page, MATCH, "Bias", "C")
    choose(page, MATCH, "Noise", "B")
    press(page, MATCH, "Check")
    write(page, FORECAST, "70")
    write(page, UNRESOLVED, "20")
    write(page, SHARE, "1/8")


def test_nothing_is_told_before_it_is_asked(page: Page) -> None:
    for reason in page.locator("[data-piece]").all():
        assert not reason.is_visible()
    expect(page.locator(".nq-answers")).to_be_hidden()


def test_one_choice_wrong_then_right(page: Page) -> None:
    press(page, SINGLE, "Check")
    expect(told(page, SINGLE)).to_contain_text("Choose an answer first.")
    tab_to(page, question(page, SINGLE).get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, SINGLE, "Check")
    expect(told(page, SINGLE)).to_contain_text("Not right yet.")
    expect(told(page, SINGLE)).to_contain_text("That is a rate.")
    first = question(page, SINGLE).locator(".nq-row").first
    expect(first).to_contain_text("Wrong. That is a rate.")
    expect(question(page, SINGLE)).not_to_contain_text("It is counted at an instant.")
    expect(question(page, SINGLE).get_by_role("link", name="The gap of years")).to_be_visible()
    tab_to(page, question(page, SINGLE).get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(first).to_contain_text("That is a rate.")
    press(page, SINGLE, "Check")
    expect(told(page, SINGLE)).to_contain_text("Right.")
    for reason in ("That is a rate.", "It is counted at an instant.", "Also a rate", "A stock has a date"):
        expect(question(page, SINGLE)).to_contain_text(reason)


def test_many_choices_say_how_many_are_wrong_and_missing(page: Page) -> None:
    for name in ("Retirement", "Hiring"):
        tab_to(page, question(page, MANY).get_by_label(name))
        page.keyboard.press("Space")
    press(page, MANY, "Check")
    expect(told(page, MANY)).to_contain_text("1 tick is wrong, 1 more to find.")
    expect(question(page, MANY)).not_to_contain_text("People leave for another place.")
    for name in ("Hiring", "Transfers out"):
        tab_to(page, question(page, MANY).get_by_label(name))
        page.keyboard.press("Space")
    press(page, MANY, "Check")
    expect(told(page, MANY)).to_contain_text("Right.")
    expect(question(page, MANY)).to_contain_text("People leave for another place.")


def test_a_wrong_number_gets_a_sentence(page: Page) -> None:
    entry = question(page, CEILING).locator("input")
    for text, sentence in (
        ("many", "Write a number"),
        ("500", "That many were there"),
        ("3,000", "Too low."),
        ("4 051", "Too high."),
    ):
        write(page, CEILING, text)
        expect(told(page, CEILING)).to_contain_text(sentence)
        expect(entry).to_have_attribute("aria-invalid", "true")
        expect(entry).to_have_css("border-top-width", "2px")
    write(page, CEILING, "4050")
    expect(told(page, CEILING)).to_contain_text("Right. The answer: 4,000 people (within 50).")
    expect(entry).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (
            CEILING,
            ["4000", "4,000", "4 000", "4\u00a0000", "4'000", "4.000", "4000 people", "+4,000.0", "8000/2"],
        ),
        (SHARE, ["12.5", "12,5", "12.5%", "12.5 per cent", "1/8", "25/2", "12.50"]),
    ],
)
def test_numbers_are_read_as_people_write_them(page: Page, number: int, texts: list[str]) -> None:
    for text in texts:
        write(page, number, text)
        expect(told(page, number)).to_contain_text("Right.")


@pytest.mark.parametrize("text", ["", "-", "1/0", "1/2/3", "12 5", "4,00,0", "about 4000"])
def test_what_is_no_number_is_not_judged(page: Page, text: str) -> None:
    write(page, CEILING, text)
    expect(told(page, CEILING)).to_have_text("Write a number, such as 12.5, 1,200 or 1/8.")


def test_items_are_put_in_order_and_the_focus_stays_with_them(page: Page) -> None:
    press(page, ORDER, "Check")
    expect(told(page, ORDER)).to_contain_text("Not right yet.")
    expect(told(page, ORDER)).to_contain_text("of 4 in place; the first that is not is number")
    move(page, "Announcement", "up")
    place = question(page, ORDER).locator("li").all_inner_texts()
    number = next(i for i, text in enumerate(place, 1) if "Announcement" in text)
    expect(told(page, ORDER)).to_have_text(f"Announcement: place {number} of 4.")
    expect(question(page, ORDER).get_by_role("button", name="Move up: Announcement")).to_be_focused()
    put_in_order(page)
    expect(question(page, ORDER).get_by_role("button", name="Move down: Review")).to_be_focused()
    press(page, ORDER, "Check")
    expect(told(page, ORDER)).to_contain_text("Right. The handover follows the vote.")
    expect(question(page, ORDER).locator("li").nth(1)).to_contain_text(
        "In its place. 2005. Parliament sat late."
    )


def test_pairs_are_matched(page: Page) -> None:
    choose(page, MATCH, "Bias", "C")
    press(page, MATCH, "Check")
    expect(told(page, MATCH)).to_contain_text("1 to go.")
    choose(page, MATCH, "Noise", "A")
    press(page, MATCH, "Check")
    expect(told(page, MATCH)).to_contain_text("1 of 2 right.")
    expect(told(page, MATCH)).to_contain_text("No measurement has that.")
    noise = question(page, MATCH).get_by_label("Noise")
    expect(noise).to_have_attribute("aria-invalid", "true")
    expect(noise).to_have_accessible_description("Not this one.")
    choose(page, MATCH, "Noise", "B")
    press(page, MATCH, "Check")
    expect(told(page, MATCH)).to_contain_text("Right.")
    expect(question(page, MATCH)).to_contain_text("It averages out.")


def test_forecasts_are_scored_and_add_up(page: Page) -> None:
    progress = page.locator(".nq-progress")
    expect(progress).to_have_text("0 of 6 right. No forecast scored.")
    write(page, FORECAST, "170")
    expect(told(page, FORECAST)).to_have_text("Write a number from 0 to 100, such as 70.")
    write(page, FORECAST, "0.7")
    expect(told(page, FORECAST)).to_contain_text("Write per cent: 70 rather than 0.7.")
    write(page, FORECAST, "70%")
    expect(told(page, FORECAST)).to_contain_text(
        "You said 70%. Brier score: (0.70 \N{MINUS SIGN} 1)² = 0.09."
    )
    for part in ("It happened.", "For comparison, a coin said 50%: Brier score 0.25.", "It was 88."):
        expect(told(page, FORECAST)).to_contain_text(part)
    expect(progress).to_contain_text("1 forecast scored, mean Brier score 0.09.")
    expect(progress).to_contain_text("The comparison has 0.25 on 1 forecast.")
    write(page, FORECAST, "99")
    expect(question(page, FORECAST).locator("input")).to_have_value("70%")
    write(page, UNRESOLVED, "20")
    expect(told(page, UNRESOLVED)).to_contain_text("Not settled yet")
    expect(progress).to_contain_text("1 forecast scored")


def test_who_gives_up_is_shown_the_answer_which_does_not_count(page: Page) -> None:
    for number in (SINGLE, MANY):
        tab_to(page, question(page, number).locator("input").first)
        page.keyboard.press("Space")
    for number in (SINGLE, MANY, ORDER):
        expect(question(page, number).get_by_role("button", name="Show the answer")).to_be_hidden()
        press(page, number, "Check")
        press(page, number, "Show the answer")
        expect(question(page, number).get_by_role("button", name="Start again")).to_be_focused()
    write(page, CEILING, "1")
    press(page, CEILING, "Show the answer")
    for number, part in (
        (SINGLE, "at an instant"),
        (MANY, "another place"),
        (CEILING, "4,000"),
        (ORDER, "2011"),
    ):
        expect(told(page, number)).to_contain_text("Answer shown.")
        expect(question(page, number)).to_contain_text(part)
    expect(page.locator(".nq-progress")).to_contain_text("0 of 6 right.")


def test_answers_are_there_after_a_reload_until_cleared(page: Page) -> None:
    answer_all_right(page)
    progress = page.locator(".nq-progress")
    full = "6 of 6 right. 1 forecast scored"
    expect(progress).to_contain_text(full)
    before = page.locator(".nq-quiz").inner_text()
    come_back(page)
    assert page.locator(".nq-quiz").inner_text() == before
    expect(question(page, CEILING).locator("input")).to_have_value("4,000")
    press(page, CEILING, "Start again")
    expect(told(page, CEILING)).to_be_empty()
    expect(question(page, CEILING).locator("input")).to_have_value("")
    expect(progress).to_contain_text("5 of 6 right.")
    come_back(page)
    expect(progress).to_contain_text("5 of 6 right.")
    page.once("dialog", lambda dialog: dialog.dismiss())
    tab_to(page, page.get_by_role("button", name="Clear my answers on this page"))
    page.keyboard.press("Enter")
    expect(progress).to_contain_text("5 of 6 right.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Enter")
    expect(progress).to_have_text("Cleared. 0 of 6 right. No forecast scored.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('natoiraq-quiz'))") == []
    come_back(page)
    expect(progress).to_have_text("0 of 6 right. No forecast scored.")
    expect(question(page, MATCH).get_by_label("Bias")).to_have_value("")


def test_half_an_answer_is_kept_too(page: Page) -> None:
    tab_to(page, question(page, CEILING).locator("input"))
    page.keyboard.type("12")
    move(page, "Announcement", "up")
    items = question(page, ORDER).locator("li").all_inner_texts()
    come_back(page)
    expect(question(page, CEILING).locator("input")).to_have_value("12")
    expect(told(page, CEILING)).to_be_empty()
    assert question(page, ORDER).locator("li").all_inner_texts() == items


def test_a_changed_answer_counts_only_once_checked_again(page: Page) -> None:
    write(page, CEILING, "4000")
    expect(page.locator(".nq-progress")).to_contain_text("1 of 6 right.")
    page.keyboard.type("1")
    expect(told(page, CEILING)).to_be_empty()
    expect(page.locator(".nq-progress")).to_contain_text("0 of 6 right.")


def test_what_the_browser_kept_for_another_version_of_a_quiz_does_no_harm(page: Page) -> None:
    keys = page.locator("form[data-key]").evaluate_all("forms => forms.map((form) => form.dataset.key)")
    for key, state in zip(
        keys, ['{"value": 3}', "7", "{", '{"value": [9, 9, 9, 9], "verdict": "right"}'] * 2, strict=True
    ):
        # Before the page's own scripts: what is written right after a load may get lost in Chromium.
        page.add_init_script(f"localStorage.setItem('natoiraq-quiz:1:{key}', {json.dumps(state)})")
    page.reload()
    expect(page.locator(".nq-progress")).to_contain_text("0 of 6 right.")
    write(page, CEILING, "4000")
    expect(told(page, CEILING)).to_contain_text("Right.")


def test_a_browser_that_keeps_nothing_says_so(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".nq-privacy")).to_contain_text("This browser keeps nothing")
    write(page, CEILING, "4000")
    expect(told(page, CEILING)).to_contain_text("Right.")


def test_nothing_leaves_the_machine(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    answer_all_right(page)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_without_javascript_the_answers_can_be_opened_and_nothing_breaks(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("Checking needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
    page.locator("#quiz-first-check-3-entry").fill("5")
    page.keyboard.press("Enter")
    assert page.url == address
    reason = page.get_by_text("It was 88.")
    expect(reason).to_be_hidden()
    page.get_by_text("Answer to question 6").click()
    expect(reason).to_be_visible()
    context.close()


def test_paper_gets_empty_questions_and_then_the_answers(page: Page) -> None:
    answer_all_right(page)
    before = page.locator(".nq-quiz").inner_text()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    answers = page.locator(".nq-answers")
    for part in (
        "Headcount on 1 January",
        "It is counted at an instant.",
        "4,000 people",
        "Parliament sat late.",
        "88",
    ):
        expect(answers).to_contain_text(part)
    for piece in page.locator("[data-piece]").all():
        assert piece.is_visible()
    assert answers.evaluate("element => getComputedStyle(element).breakBefore") == "page"
    expect(question(page, MATCH).get_by_role("listitem").first).to_have_text("no error")
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
    for control in page.locator(".nq-quiz input, .nq-quiz select").all():
        assert control.evaluate("element => getComputedStyle(element).color") == "rgba(0, 0, 0, 0)"
        assert control.evaluate("element => getComputedStyle(element).appearance") == "none"
    expect(question(page, ORDER).locator("li").first).not_to_contain_text("Announcement")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".nq-quiz").inner_text() == before


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_anybodys_way(browser: Browser, address: str, width: int, theme: str) -> None:
    """No axe violation of any impact, no sideways scroll, every target at least 24 pixels."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    context.add_init_script(
        f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')"
    )
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    states = (lambda: None, lambda: answer_all_wrong(page), lambda: answer_all_right(page))
    for reach in states:
        reach()
        assert broken_rules(page, ".nq-quiz") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert small(page.locator(".nq-quiz :is(button, input, select)")) == 0
    context.close()


def answer_all_wrong(page: Page) -> None:
    for number in (SINGLE, MANY):
        question(page, number).locator("input").first.check()
        press(page, number, "Check")
    write(page, CEILING, "500")
    press(page, ORDER, "Check")
    choose(page, MATCH, "Bias", "A")
    choose(page, MATCH, "Noise", "A")
    press(page, MATCH, "Check")
    write(page, FORECAST, "lots")
    write(page, SHARE, "0.125")
    for number in (SINGLE, MANY):
        press(page, number, "Start again")
