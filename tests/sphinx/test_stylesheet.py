"""The site's stylesheet keeps what a page can use and drops the rest."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pydata_sphinx_theme
import tinycss2
from fontTools.ttLib import TTFont

from bookkit.sphinx.look.stylesheet import icon_rules, is_used, subset_font, trim

VENDOR = (
    Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static/vendor/fontawesome/6.5.2"
)
CSS = """
:root{--x:1px}
.used,.unused{color:red}
.used .unused{color:blue}
h1:not(.unused){color:green}
a[href=".unused"]{color:black}
@media print{.unused{display:none}}
@media (max-width:480px){.used{margin:0}}
@import "other.css";
@keyframes spin{to{rotate:1turn}}
"""


def trimmed(words: set[str]) -> str:
    rules = tinycss2.parse_stylesheet(CSS, skip_comments=True, skip_whitespace=True)
    return "".join(trim(rules, words))


def test_only_selectors_that_can_match_stay() -> None:
    assert ".used{color:red}" in trimmed({"used"})
    assert "blue" not in trimmed({"used"})


def test_rules_without_classes_stay() -> None:
    kept = trimmed(set())
    assert ":root{--x:1px}" in kept
    assert "@keyframes spin" in kept


def test_empty_media_queries_and_imports_go() -> None:
    kept = trimmed({"used"})
    assert "@media print" not in kept
    assert "@import" not in kept
    assert "@media (max-width:480px){.used{margin:0}}" in kept


def test_a_name_inside_an_attribute_is_no_class() -> None:
    assert is_used('a[href=".unused"]', set())


def test_grouped_icons_are_found_under_each_name() -> None:
    """Past mistake: `.fa-bars` shares its rule with `.fa-navicon` and was lost, and the menu button too."""
    rules = icon_rules(VENDOR, {"fa-bars", "fa-moon"}, "")
    assert ".fa-bars::before" in rules
    assert ".fa-moon::before" in rules
    assert ".fa-navicon" not in rules


def test_the_icon_font_holds_the_asked_for_glyphs_only() -> None:
    font = TTFont(io.BytesIO(subset_font(VENDOR / "webfonts" / "fa-solid-900.woff2", [0xF0C9])))
    assert set(font.getBestCmap()) == {0xF0C9}


def test_icons_written_as_characters_keep_their_glyphs() -> None:
    """Past mistake: the mark before each download was drawn as an empty box, underlined."""
    rules = icon_rules(VENDOR, set(), ':root{--pst-icon-download:"\uf019"}')
    solid = re.search(r"font-weight:900;src:url\(data:font/woff2;base64,([^)]*)\)", rules)
    assert solid
    assert 0xF019 in TTFont(io.BytesIO(base64.b64decode(solid[1]))).getBestCmap()
