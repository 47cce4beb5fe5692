"""Where a part of what labs need is not installed, a sentence says so, and the rest works."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from typing import Any

import pytest
from packaging.requirements import Requirement

from natoiraq import labs
from natoiraq.labs import place, timeline
from tests.test_pins import EXTRAS

every_lab = pytest.mark.parametrize("make", [getattr(labs, name) for name in labs.__all__], ids=labs.__all__)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes a package look as if it were not installed."""

    def take_away(name: str) -> None:
        found = importlib.util.find_spec

        def find(wanted: str, package: str | None = None) -> ModuleSpec | None:
            return None if wanted == name else found(wanted, package)

        monkeypatch.setattr("natoiraq.labs.find_spec", find)
        monkeypatch.setattr("bookkit.labs.picture.find_spec", find)
        for module in [key for key in sys.modules if key.partition(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setitem(sys.modules, name, None)  # an import fails

    return take_away


@every_lab
def test_without_controls_a_sentence_has_the_cure(make: Any, without: Callable[[str], None]) -> None:
    """Past mistake: who had installed for the exercises got ModuleNotFoundError from each chapter's lab."""
    without("ipywidgets")
    shown = make()
    assert repr(shown).startswith(
        "This lab needs controls that are not installed here. Cure: run %pip install"
    )
    assert 'role="alert"' in shown._repr_html_()
    assert "natoiraq[labs]" in shown._repr_html_()


def test_controls_of_an_older_version_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past mistake: with Colab's, a lab ended in an error about an attribute."""
    monkeypatch.setattr("ipywidgets.__version__", "7.7.1")
    assert labs.force_planner() is place.MISSING


@every_lab
def test_without_a_renderer_the_rows_stand_for_the_picture(make: Any, without: Callable[[str], None]) -> None:
    without("vl_convert")
    lab = make()
    assert lab.fault.value == ""
    assert "vl-convert-python" in lab.drawn.value
    assert "<td>" in lab.drawn.value
    assert 'role="status"' in lab.sentence.value


def test_without_a_renderer_a_table_can_be_saved_and_no_picture(
    without: Callable[[str], None], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without("vl_convert")
    monkeypatch.chdir(tmp_path)
    lab = timeline.lab()
    for button in ("Save as PNG", "Save as SVG"):
        lab.fault.value = ""
        lab.buttons[button].click()
        assert "Nothing was saved: the package vl-convert-python" in lab.fault.value
    lab.buttons["Save as CSV"].click()
    assert [path.name for path in tmp_path.iterdir()] == ["timeline.csv"]


@pytest.mark.parametrize(
    ("platform", "machine", "asked"),
    [
        ("win32", "ARM64", False),
        ("win32", "AMD64", True),
        ("linux", "aarch64", True),
        ("darwin", "arm64", True),
    ],
)
def test_the_renderer_is_asked_for_where_there_is_one(platform: str, machine: str, asked: bool) -> None:
    (line,) = [line for line in EXTRAS["labs"] if line.startswith("vl-convert-python")]
    marker = Requirement(line).marker
    assert marker is not None
    assert marker.evaluate({"sys_platform": platform, "platform_machine": machine}) is asked
