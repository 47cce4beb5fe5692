"""A reader forecasts by keyboard, sees no outcome unasked, is scored as by the models, and shares a link."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bookkit import evidence
from bookkit.models.scoring import brier_score, calibration_table
from natoiraq.models.forecasters import naive_scores, settled
from tests.browser import broken_rules
from tests.site.conftest import THEMES, WIDTHS, come_back, small, tab_to, wait_until_kept
from tests.sphinx.small_book import build

SHEET = "# Forecasts\n\n```{forecast-sheet}\n```\n"
STATEMENTS = evidence.load("forecasts")
# Edges of the groups, an end, a fraction: a fixed pattern that fills all fifths.
GIVEN = dict(
    zip(STATEMENTS["id"], [0, 20, 40, 60, 80, 100, 12.5, 35, 50, 7, 95, 66, 19, 71, 88] * 2, strict=False)
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    built = build(tmp_path_factory.mktemp("book"), {"forecasts": SHEET})
    assert built.warnings == []
    return (built.folder / "forecasts.html").as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Yield the sheet; a script that fails fails the test."""
    tab = context.new_page()
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    tab.goto(address)
    yield tab
    assert failures == []


def field(page: Page, statement: str) -> Locator:
    return page.locator(f"#forecast-{statement}")


def said(page: Page) -> Locator:
    """Return what a screen reader is told."""
    return page.locator(".nq-sheet").get_by_role("status")


def press(page: Page, button: str) -> None:
    """Reach a button with the Tab key alone and press it."""
    tab_to(page, page.get_by_role("button", name=button))
    page.keyboard.press("Enter")


def give(page: Page, forecasts: dict[str, float]) -> None:
    for statement, percent in forecasts.items():
        field(page, statement).fill(f"{percent:g}")


def outcome(page: Page, statement: str) -> Locator:
    return page.locator(f'.nq-sheet-piece[data-for="{statement}"]')


def rows_of(table: Locator) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def test_nothing_is_told_before_it_is_asked(page: Page) -> None:
    for statement in STATEMENTS["id"]:
        expect(outcome(page, statement)).to_be_hidden()
    expect(said(page)).to_be_empty()
    assert page.locator(".nq-sheet-list input").count() == len(STATEMENTS) == 25


def test_every_field_is_named_by_its_statement_and_described_by_its_base(page: Page) -> None:
    for _, row in STATEMENTS.iterrows():
        expect(field(page, row["id"])).to_have_accessible_name(f"{row['id']} {row['statement']}")
    described = field(page, "F06").evaluate(
        """input => input.getAttribute("aria-describedby").split(" ").map(
          (id) => document.getElementById(id).innerText)"""
    )
    base = STATEMENTS.set_index("id")["base_in_brief"]["F06"]
    assert described[0] == base
    assert "0 cannot happen, 100 is certain" in described[1]


def test_the_page_scores_as_the_models_do(page: Page) -> None:
    give(page, GIVEN)
    press(page, "Score my forecasts")
    rows = settled(STATEMENTS)
    own = pd.Series(GIVEN)[rows.index] / 100
    found = rows[~rows["rests_on_absence"].astype(bool)]
    expect(said(page)).to_contain_text(
        f"Your Brier score is {brier_score(own, rows['happened']):.3f} on 23 settled statements"
    )
    expect(said(page)).to_contain_text("2 forecasts are not scored because nothing settles the statement.")
    scores, groups = (rows_of(table) for table in page.locator(".nq-sheet-results table").all())
    expected = pd.DataFrame({"all": naive_scores(rows), "found": naive_scores(found)})
    expected.loc["You"] = [
        brier_score(own, rows["happened"]),
        brier_score(own[found.index], found["happened"]),
    ]
    assert {name: [a, b] for name, a, b in scores} == {
        str(name): [f"{row['all']:.3f}", f"{row['found']:.3f}"] for name, row in expected.iterrows()
    }
    table = calibration_table(own, rows["happened"])
    assert [int(cells[1]) for cells in groups] == table["forecasts"].tolist()
    assert [int(cells[3].split()[0]) for cells in groups] == [
        round(row.share_happened * row.forecasts) for row in table.itertuples()
    ]
    picture = page.locator(".nq-sheet-results svg")
    assert picture.locator("circle").count() == len(table)
    words = picture.get_attribute("aria-label") or ""
    assert words.startswith(f"Your calibration: of {table['forecasts'].iloc[0]} given about")


def test_outcomes_stand_beside_the_forecasts_which_then_stay(page: Page) -> None:
    give(page, GIVEN)
    press(page, "Score my forecasts")
    for statement, words in (
        ("F01", "It came true."),
        ("F03", "It did not come true."),
        ("F10", "not found is not the same as did not happen"),
        ("F18", "Unresolved: no source decides it"),
    ):
        item = page.locator("li", has=field(page, statement))
        expect(item).to_contain_text(words)
        expect(item).to_contain_text("Confidence:")
        expect(field(page, statement)).to_have_attribute("readonly", "")
    assert "reference/sources" in str(outcome(page, "F01").get_by_role("link").get_attribute("href"))


def test_some_forecasts_are_enough_but_not_by_accident(page: Page) -> None:
    press(page, "Score my forecasts")
    expect(said(page)).to_contain_text("Give at least one forecast first")
    give(page, {"F01": 100, "F03": 50})
    press(page, "Score my forecasts")
    expect(said(page)).to_contain_text("23 statements have no forecast yet.")
    expect(outcome(page, "F01")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Your Brier score is 0.125 on 2 settled statements")
    expect(outcome(page, "F25")).to_be_visible()


def test_who_forecasts_only_the_unresolved_gets_no_score(page: Page) -> None:
    give(page, {"F18": 30})
    press(page, "Score my forecasts")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("there is no score")
    assert page.locator(".nq-sheet-results table").count() == 0


def test_outcomes_can_be_read_without_a_score(page: Page) -> None:
    field(page, "F02").fill("often")
    press(page, "Show the outcomes")
    expect(field(page, "F02")).to_have_value("")
    expect(outcome(page, "F22")).to_be_visible()
    expect(said(page)).to_contain_text("there is no score")


@pytest.mark.parametrize("text", ["170", "-5", "often", "1/2", "0.7", "%"])
def test_what_is_no_probability_is_told_and_reached(page: Page, text: str) -> None:
    give(page, {"F01": 50})
    field(page, "F02").fill(text)
    press(page, "Score my forecasts")
    expect(said(page)).to_contain_text("F02: write")
    expect(field(page, "F02")).to_be_focused()
    expect(field(page, "F02")).to_have_attribute("aria-invalid", "true")
    expect(outcome(page, "F01")).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "score"), [("70", "0.090"), ("70 %", "0.090"), ("62,5", "0.141"), ("0.5%", "0.990")]
)
def test_probabilities_are_read_as_people_write_them(page: Page, text: str, score: str) -> None:
    field(page, "F01").fill(text)
    press(page, "Score my forecasts")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(f"Your Brier score is {score} on 1 settled statement;")


def test_forecasts_and_score_are_there_after_a_reload_until_cleared(page: Page) -> None:
    give(page, GIVEN)
    come_back(page)
    expect(field(page, "F07")).to_have_value("12.5")
    expect(outcome(page, "F07")).to_be_hidden()
    press(page, "Score my forecasts")
    before = page.locator(".nq-sheet").inner_text()
    come_back(page)
    assert page.locator(".nq-sheet").inner_text() == before
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Start again")
    expect(field(page, "F01")).to_be_focused()
    expect(field(page, "F07")).to_have_value("")
    expect(outcome(page, "F07")).to_be_hidden()
    come_back(page)
    expect(field(page, "F07")).to_have_value("")
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('natoiraq-forecast'))") == []
    )


def test_a_link_carries_forecasts_to_another_browser(page: Page, browser: Browser) -> None:
    give(page, GIVEN)
    press(page, "Copy a link to my forecasts")
    link = said(page).get_by_label("Link to my forecasts").input_value()
    assert page.url == link
    other = browser.new_context()
    tab = other.new_page()
    tab.goto(link)
    expect(said(tab)).to_contain_text("25 forecasts come from the link.")
    for statement, percent in GIVEN.items():
        expect(field(tab, statement)).to_have_value(f"{percent:g}")
    expect(outcome(tab, "F01")).to_be_hidden()
    other.close()


def test_a_link_leaves_the_readers_own_forecasts_alone(page: Page, address: str) -> None:
    give(page, {"F01": 11})
    wait_until_kept(page)
    key = page.locator(".nq-sheet").get_attribute("data-key")
    page.goto("about:blank")
    page.goto(f"{address}#forecasts={key}_F01-99_F02-3_F99-7_F03-nonsense")
    expect(field(page, "F01")).to_have_value("99")
    page.goto("about:blank")
    page.goto(address)
    expect(field(page, "F01")).to_have_value("11")
    page.goto(f"{address}#forecasts=00000000_F01-99")
    expect(said(page)).to_contain_text("made for other statements")
    expect(field(page, "F01")).to_have_value("11")


def test_what_the_browser_kept_for_another_version_does_no_harm(page: Page) -> None:
    key = f"natoiraq-forecast:1:{page.locator('.nq-sheet').get_attribute('data-key')}"
    for state in ("7", "{", '{"values": 3}', '{"values": {"F01": 5, "F02": "x", "F77": "1"}, "shown": true}'):
        # Before the page's own scripts: what is written right after a load may get lost in Chromium.
        page.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(state)})")
        page.reload()
        assert page.evaluate("key => localStorage.getItem(key)", key) == state
        expect(outcome(page, "F01")).to_be_hidden()
        expect(page.get_by_role("button", name="Score my forecasts")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".nq-sheet-privacy")).to_contain_text("This browser keeps nothing")
    give(page, GIVEN)
    press(page, "Score my forecasts")
    expect(said(page)).to_contain_text("Your Brier score is")


def test_nothing_leaves_the_machine(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    give(page, GIVEN)
    press(page, "Copy a link to my forecasts")
    press(page, "Score my forecasts")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_without_javascript_the_outcomes_can_be_opened(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("Scoring needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Score my forecasts")).to_have_count(0)
    field(page, "F01").fill("5")
    page.keyboard.press("Enter")
    assert page.url == address
    expect(outcome(page, "F01")).to_be_hidden()
    page.get_by_text("Outcome of F01:").click()
    expect(outcome(page, "F01")).to_be_visible()
    expect(outcome(page, "F02")).to_be_hidden()
    context.close()


def test_paper_gets_an_empty_sheet_and_then_the_outcomes(page: Page) -> None:
    give(page, GIVEN)
    press(page, "Score my forecasts")
    before = page.locator(".nq-sheet").inner_text()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for statement in STATEMENTS["id"]:
        expect(outcome(page, statement)).to_be_visible()
        colour = field(page, statement).evaluate("element => getComputedStyle(element).color")
        assert colour == "rgba(0, 0, 0, 0)"
    outcomes = page.locator(".nq-sheet-outcomes")
    assert outcomes.locator(".nq-sheet-piece").count() == len(STATEMENTS)
    assert outcomes.evaluate("element => getComputedStyle(element).breakBefore") == "page"
    expect(page.get_by_role("button", name="Score my forecasts")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".nq-sheet").inner_text() == before


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
    states = (
        lambda: None,
        lambda: field(page, "F01").fill("lots"),
        lambda: press(page, "Score my forecasts"),
        lambda: give(page, GIVEN),
        lambda: press(page, "Copy a link to my forecasts"),
        lambda: press(page, "Score my forecasts"),
    )
    for reach in states:
        reach()
        assert broken_rules(page, ".nq-sheet") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert small(page.locator(".nq-sheet :is(button, input)")) == 0
    context.close()
