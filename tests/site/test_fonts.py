"""Pictures name fonts that every machine has, and show every letter where none of the first is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bookkit.figures import catalogue
from bookkit.figures.figure import figure
from bookkit.figures.fonts import STACK
from bookkit.figures.render import STATIC
from natoiraq import labs
from tests.charts.cut import on_another, outside

LABS = [getattr(labs, name) for name in labs.__all__]
GENERIC = ("sans-serif", "serif", "monospace")
# What stands in where the first fonts are missing; the last two are wide.
MACHINES = (STACK, "sans-serif", "DejaVu Sans, sans-serif", "Verdana, DejaVu Sans, sans-serif")


@pytest.fixture(scope="module")
def pictures() -> dict[str, str]:
    """Return the SVG of every lab and of every chart of the book."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(STATIC, raising=False)
        drawn = {name: make().drawn.value for name, make in zip(labs.__all__, LABS, strict=True)}
    drawn |= {name: figure(make().to_dict()) for name, make in catalogue().items()}
    return {name: svg(html) for name, html in drawn.items()}


def svg(html: str) -> str:
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found
    return found[0]


def families(picture: str) -> set[str]:
    return set(re.findall(r'font-family="([^"]*)"', picture))


def test_every_picture_ends_its_list_of_fonts_with_one_that_is_always_there(pictures: dict[str, str]) -> None:
    assert len(pictures) > len(labs.__all__)
    lacking = {
        name: found
        for name, picture in pictures.items()
        if not (found := families(picture)) or any(not each.endswith(GENERIC) for each in found)
    }
    assert lacking == {}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    yield tab
    tab.close()


@pytest.mark.parametrize("machine", MACHINES)
def test_no_letter_is_cut_off_whatever_font_stands_in(
    page: Page, pictures: dict[str, str], machine: str, tmp_path: Path
) -> None:
    """Past mistake: where Liberation Sans was missing, labels lost their first letters."""
    shown = "".join(f"<div>{picture.replace(STACK, machine)}</div>" for picture in pictures.values())
    path = tmp_path / "pictures.html"
    path.write_text(f'<meta charset="utf-8"><style>svg {{ width: 700px }}</style>{shown}', encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator("svg").count() == len(pictures)
    assert outside(page.locator("svg")) == []
    assert on_another(page.locator("svg")) == []
