"""One set of colours, in Python, CSS and the download script alike."""

from __future__ import annotations

import re

import pytest

from bookkit.figures import theme
from tests.conftest import ROOT

STATIC = ROOT / "src" / "bookkit" / "sphinx" / "static"
CSS = (STATIC / "natoiraq.css").read_text(encoding="utf-8")
THEMES = {
    name: dict(
        re.findall(
            r"(--nq-[\w-]+):\s*(#[0-9a-f]{6})",
            re.search(rf'"{name}"\]\s*(?:,[^{{]*)?{{(.*?)}}', CSS, re.DOTALL)[1],
        )
    )  # type: ignore[index]
    for name in ("light", "dark")
}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("colour", "variable"), theme.VARIABLES.items())
def test_python_and_css_agree_on_the_light_theme(colour: str, variable: str) -> None:
    assert THEMES["light"][variable] == colour


@pytest.mark.parametrize("name", THEMES)
def test_every_mark_stands_out_from_the_page(name: str) -> None:
    colours = THEMES[name]
    for number in range(1, len(theme.CATEGORY) + 1):
        assert contrast(colours[f"--nq-cat-{number}"], colours["--nq-paper"]) >= 3
    for ink in ("--nq-ink", "--nq-ink-soft"):
        assert contrast(colours[ink], colours["--nq-paper"]) >= 4.5


def test_downloads_are_written_in_the_same_ink() -> None:
    script = (STATIC / "natoiraq-downloads.js").read_text(encoding="utf-8")
    assert f'ink: "{theme.INK}", soft: "{theme.INK_SOFT}"' in script


def test_a_colour_becomes_its_variable_with_itself_as_fallback() -> None:
    expression = f"{{\"signal\":\"datum.x ? '{theme.ACCENT}' : '{theme.INK}'\"}}"
    assert theme.on_page(expression) == (
        f"{{\"signal\":\"datum.x ? 'var(--nq-accent,{theme.ACCENT})' : 'var(--nq-ink,{theme.INK})'\"}}"
    )


def test_a_phone_gets_its_own_value() -> None:
    assert theme.narrow(4, 8).to_dict() == {"expr": "width < 420 ? 4 : 8"}
    assert theme.narrow("", "x").to_dict() == {"expr": "width < 420 ? '' : 'x'"}
    assert theme.narrow(False, True).to_dict() == {"expr": "width < 420 ? false : true"}
