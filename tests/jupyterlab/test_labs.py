"""In each lab a control is moved as by a reader: number and picture follow, faults are told, reset works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from natoiraq.models.force_planning import people_after_growth
from tests.jupyterlab.conftest import PATIENCE, Notebook

expect.set_options(timeout=PATIENCE)
ANSWERED = """() => jupyterapp.shell.currentWidget.sessionContext.session.kernel
  .requestExecute({ code: '', silent: true }).done.then(() => null)"""
CODE = "jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel"


def lab_called(notebook: Notebook, name: str, nth: int = 0) -> Locator:
    """Return a lab of the page by its name."""
    heading = notebook.page.get_by_text(f"Lab: {name}", exact=True)
    return notebook.page.locator(".jp-OutputArea-output > .widget-vbox", has=heading).nth(nth)


def sentence(lab: Locator) -> str:
    return lab.get_by_role("status").text_content() or ""  # inner_text is empty outside of the window


def picture(lab: Locator) -> str:
    return str(lab.locator("[role=img] > svg").evaluate("svg => svg.outerHTML"))


def control(lab: Locator, label: str, kind: str) -> Locator:
    """Return the input beside a label that begins with these words."""
    row = lab.locator(".widget-inline-hbox", has=lab.page.locator("label", has_text=label))
    return row.locator(kind)


def wait_for_moves(lab: Locator) -> None:
    """Wait until the kernel has heard all moves: ipywidgets holds the last back until the rest is done."""
    for _ in range(2):
        lab.page.evaluate(ANSWERED)


def expect_reset(lab: Locator, start: str) -> None:
    wait_for_moves(lab)
    lab.get_by_role("button", name="Reset").click()
    expect(lab.get_by_role("status")).to_have_text(start)
    expect(lab.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("notebook", ["1-challenges"], indirect=True)
def test_the_bench(notebook: Notebook) -> None:
    lab = lab_called(notebook, "the rationalisation bench")
    start, drawn = sentence(lab), picture(lab)
    merge = control(lab, "Merge into one", "select")
    merge.select_option(index=0)
    expect(lab.get_by_role("alert")).to_contain_text("at least two bodies")
    assert picture(lab) == drawn
    merge.select_option(index=[0, 1, 2])
    expect(lab.get_by_role("status")).to_contain_text("29 of 31 bodies")
    expect(lab.get_by_role("alert")).to_have_count(0)
    assert picture(lab) != drawn
    expect_reset(lab, start)


@pytest.mark.parametrize("notebook", ["2-history"], indirect=True)
def test_the_timeline(notebook: Notebook) -> None:
    lab = lab_called(notebook, "the timeline builder")
    start, drawn = sentence(lab), picture(lab)
    control(lab, "Who", "select").select_option("UN")
    expect(lab.get_by_role("status")).not_to_have_text(start)
    assert picture(lab) != drawn
    since = control(lab, "From", "input")
    since.fill("spring")
    since.press("Enter")
    expect(lab.get_by_role("alert")).to_contain_text("write a year, a month or a day")
    since.fill("2003")
    since.press("Enter")
    lab.get_by_role("button", name="Save as CSV").click()
    expect(lab.get_by_role("status")).to_contain_text("Saved as timeline.csv")
    assert notebook.path.with_name("timeline.csv").read_text(encoding="utf-8").startswith("Date,Who")
    expect_reset(lab, start)


@pytest.mark.parametrize("notebook", ["3-options"], indirect=True)
def test_the_planner_and_a_readers_own_model(notebook: Notebook) -> None:
    book, own = (lab_called(notebook, "the force planner", nth) for nth in (0, 1))
    for lab in (book, own):
        start, drawn = sentence(lab), picture(lab)
        control(lab, "Enablers for each adviser", "[role=slider]").press("End")
        most = people_after_growth(enablers_per_adviser=8)
        expect(lab.get_by_role("status")).to_contain_text(f"wants {most:,.0f}")
        assert picture(lab) != drawn
        expect_reset(lab, start)
    assert "With the book’s model" in sentence(own)


@pytest.mark.parametrize("notebook", ["3-options"], indirect=True)
def test_the_planner_follows_when_the_reader_edits_the_function(notebook: Notebook) -> None:
    cell = notebook.page.locator(".jp-CodeCell", has_text="def my_plan")
    editor = cell.locator(".cm-content")
    editor.click()
    original: str = notebook.page.evaluate(f"() => {CODE}.source")
    lab = lab_called(notebook, "the force planner", 1)
    for code, role, words in (
        (original.replace("return {", "return 1 / 0, {"), "alert", "ZeroDivisionError: division by zero"),
        (original.replace('plan["advisers"] + enablers', "4000"), "status", "That is 100% of the size"),
        (original, "status", "With the book’s model"),
    ):
        editor.click()
        notebook.page.evaluate(f"code => {CODE}.setSource(code)", code)
        notebook.page.keyboard.press("Shift+Enter")
        expect(lab.get_by_role(role)).to_contain_text(words)


@pytest.mark.parametrize("notebook", ["4-principles"], indirect=True)
def test_the_weights(notebook: Notebook) -> None:
    lab = lab_called(notebook, "option weights")
    start, drawn = sentence(lab), picture(lab)
    weights = ("need", "consent", "small footprint", "independence")
    control(lab, "independence", "[role=slider]").press("End")
    expect(lab.get_by_role("status")).to_contain_text("has 40% of all weight")
    assert picture(lab) != drawn
    for name in weights:
        slider = control(lab, name, "[role=slider]")
        slider.press("Home")
        expect(slider).to_have_attribute("aria-valuenow", "0.0")  # a key pressed too soon after is lost
    expect(lab.get_by_role("alert")).to_contain_text("nothing counts")
    expect_reset(lab, start)


@pytest.mark.parametrize("notebook", ["5-looking-back"], indirect=True)
def test_the_scoring(notebook: Notebook) -> None:
    lab = lab_called(notebook, "forecast scoring")
    start, drawn = sentence(lab), picture(lab)
    own = control(lab, "Your own", "textarea")
    own.fill("F01 100")
    own.blur()
    expect(lab.get_by_role("status")).to_contain_text("0.239")
    assert picture(lab) != drawn
    own.fill("F01 100\nF03 perhaps")
    own.blur()
    expect(lab.get_by_role("alert")).to_contain_text("Line 2: “perhaps” is no number")
    expect_reset(lab, start)
