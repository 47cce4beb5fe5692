"""In the real JupyterLab a page's text stays, its results are there again, and pages without code open."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.jupyterlab.conftest import CELLS, OUTPUTS, PATIENCE, Notebook, Server

expect.set_options(timeout=PATIENCE)
ACTS = ("delete-cell", "cut-cell", "change-cell-to-code", "change-cell-to-raw", "split-cell-at-cursor")


@pytest.mark.parametrize("notebook", ["2-history"], indirect=True)
def test_text_can_be_neither_edited_nor_deleted(notebook: Notebook) -> None:
    """Past mistake: `d` twice on a text and a save took 71 lines out of the primer."""
    page = notebook.page
    cells = page.evaluate(CELLS)
    page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0 }")
    page.locator(".jp-MarkdownCell").first.evaluate("cell => cell.focus()")
    for key in ("d", "d", "x", "Enter", "x", "Escape"):
        page.keyboard.press(key)
    page.locator(".jp-MarkdownCell").first.dblclick()
    page.keyboard.type("mine")
    page.keyboard.press("Escape")
    for act in ACTS:
        page.evaluate("act => void jupyterapp.commands.execute(`notebook:${act}`)", act)
        for dialog in page.locator(".jp-Dialog").all():
            dialog.get_by_role("button", name="Ok").click()
    assert page.evaluate(CELLS) == cells
    assert page.locator(".jp-MarkdownCell:not(.jp-mod-rendered)").count() == 0, "its source is shown"
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    assert notebook.path.read_bytes() == notebook.source


@pytest.mark.parametrize("notebook", ["2-history"], indirect=True)
def test_results_are_there_when_a_page_is_opened_again(notebook: Notebook, browser: Browser) -> None:
    """Past mistake: eight results, saved and closed, were none."""
    shown = {each["number"] for each in notebook.outputs}
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    again = browser.new_page(viewport={"width": 1200, "height": 1000})
    again.set_default_timeout(PATIENCE)
    again.goto(notebook.page.url.split("?")[0] + "?reset")
    again.locator(".jp-Notebook .vega-embed").first.wait_for()
    assert {each["number"] for each in again.evaluate(OUTPUTS)} == shown
    expect(again.get_by_text("run this cell again").first).to_be_visible()
    dirty = "() => jupyterapp.shell.currentWidget.context.model.dirty"
    again.wait_for_function("() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel")
    assert again.evaluate(dirty) is False, "a page that was only opened does not ask to be saved"
    again.close()


def follow(link: Locator, panel: Locator, title: str) -> None:
    """Follow a link to another page; the heading that it names must be there."""
    heading = unquote((link.get_attribute("href") or "").partition("#")[2])
    link.click()
    expect(panel.locator("h1").first).to_contain_text(title)
    expect(panel.locator(f'[data-jupyter-id="{heading}"]')).to_have_count(1)


def test_pages_to_read_open_at_once_and_lead_to_each_other(browser: Browser, server: Server) -> None:
    """Past mistake: each asked for a kernel, and codebook, sources and outcomes were then empty."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.address}/lab/tree/reference/outcomes.md?reset")
    here = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(here.locator("table").first).to_contain_text("What you can do")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    follow(here.get_by_role("link", name="question 1").nth(1), here, "What needs fixing")
    page.goto(f"{server.address}/lab/tree/reference/sources.md?reset")
    follow(here.get_by_role("link", name="events", exact=True).first, here, "Codebook")
    expect(here.locator("table").first).to_contain_text("partial-date")
    page.goto(f"{server.address}/lab/tree/exercises/ex1.md?reset")
    expect(here.locator("blockquote").first).to_contain_text("This page is for reading")
    expect(here.locator(".jp-CodeCell")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.evaluate("() => jupyterapp.serviceManager.sessions.shutdownAll()")
    page.close()
