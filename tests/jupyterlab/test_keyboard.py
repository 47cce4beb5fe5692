"""The keyboard belongs to the control that has the focus, and to the cells only where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.jupyterlab.conftest import CELLS, PATIENCE, Notebook
from tests.jupyterlab.test_labs import control, expect_reset, lab_called, sentence
from tests.jupyterlab.test_pages import every_page

expect.set_options(timeout=PATIENCE)
# What JupyterLab would add, cut, delete, change, move, stop or restart by.
KEYS = ("a", "b", "c", "x", "v", "z", "d d", "m", "y", "r", "1", "i i", "0 0", "j", "k", "o", "Shift+M")
MORE = ("Shift+ArrowDown", "Shift+ArrowUp", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End")
LAST = (" ", "Enter", "Escape", "Control+Shift+ArrowUp")
# One of each kind of thing that takes the focus in what the page's cells show, links of its text included.
KINDS = """() => {
  const found = new Map();
  const here = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
  for (const element of here.querySelectorAll(
    '.jp-OutputArea :is(select, input, textarea, button, summary, a[href], [role=slider], [tabindex="0"])'
  )) {
    const kind = [element.tagName, element.type ?? '', element.multiple ?? '', element.role ?? ''].join(' ');
    if (element.checkVisibility() && !element.disabled && !found.has(kind)) found.set(kind, element);
  }
  return [...found].map(([kind, element], number) => {
    element.setAttribute('data-test-kind', number);
    return kind;
  });
}"""
ACTIVE = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
# The active cell, and what a dialog says.
STATE = f"() => [({ACTIVE})(), document.querySelector('.jp-Dialog')?.textContent ?? null]"
FOCUS = f"element => {{ element.focus(); return ({ACTIVE})(); }}"


@every_page
def test_no_key_in_any_kind_of_control_touches_a_cell(notebook: Notebook) -> None:
    """Past mistake: `a` in a list added a cell, `d` twice deleted the lab, and arrows left the list."""
    page = notebook.page
    cells = page.evaluate(CELLS)
    labs = page.locator(".jp-OutputArea-output > .widget-vbox").all()
    starts = [sentence(lab) for lab in labs]
    kinds = page.evaluate(KINDS)
    assert kinds
    for number, kind in enumerate(kinds):
        element = page.locator(f"[data-test-kind='{number}']").first
        for keys in (*KEYS, *MORE, *LAST):
            before = element.evaluate(FOCUS)
            for key in keys.split() or [" "]:
                page.keyboard.press(key)
            assert page.evaluate(STATE) == [before, None], f"{keys!r} in {kind}"
        assert page.evaluate(CELLS) == cells, kind
    for lab, start in zip(labs, starts, strict=True):
        expect_reset(lab, start)


def focused(locator: Locator) -> Locator:
    locator.evaluate("element => element.focus()")
    expect(locator).to_be_focused()
    return locator


def value(element: Locator) -> Any:
    return element.evaluate("e => e.multiple ? [...e.selectedOptions].map((o) => o.text) : e.value")


@pytest.mark.parametrize("notebook", ["1-challenges"], indirect=True)
def test_the_list_of_the_bench_answers_arrows_and_letters(notebook: Notebook) -> None:
    lab = lab_called(notebook, "the rationalisation bench")
    start = sentence(lab)
    retire = focused(control(lab, "Retire", "select"))
    notebook.page.keyboard.press("Home")
    first = value(retire)
    assert len(first) == 1
    expect(lab.get_by_role("status")).not_to_have_text(start)
    notebook.page.keyboard.press("ArrowDown")
    second = value(retire)
    assert second != first
    notebook.page.keyboard.press("z")
    assert value(retire) == ["Zeravani"]
    expect_reset(lab, start)


@every_page
def test_the_charts_own_controls_answer_the_keyboard(notebook: Notebook) -> None:
    for kind, key in (("select", "ArrowDown"), ("input[type=range]", "ArrowRight")):
        for element in notebook.page.locator(f".vega-embed {kind}").all():
            if kind == "select":
                element.select_option(index=0)
            before = value(focused(element))
            notebook.page.keyboard.press(key)
            if value(element) == before:  # at its end
                notebook.page.keyboard.press("ArrowLeft")
            assert value(element) != before


@pytest.mark.parametrize("notebook", ["1-challenges"], indirect=True)
def test_outside_of_controls_the_keys_are_jupyterlabs(notebook: Notebook) -> None:
    page = notebook.page
    cells = page.evaluate(CELLS)
    page.evaluate("() => jupyterapp.commands.execute('notebook:enter-command-mode')")
    page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0 }")
    page.locator(".jp-MarkdownCell").first.evaluate("cell => cell.focus()")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(ACTIVE) == 1
    page.keyboard.press("b")
    page.wait_for_function(f"() => ({CELLS})().length === {len(cells) + 1}")
    page.keyboard.press("m")
    page.wait_for_function(f"() => ({CELLS})()[2][1] === 'markdown'")
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.wait_for_function(f"() => ({CELLS})().length === {len(cells)}")
    assert page.evaluate(CELLS) == cells
