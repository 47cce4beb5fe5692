"""In a static page a lab shows its sibling without Python and how to run it, and needs no widgets."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bookkit.figures.render import STATIC
from natoiraq import labs


@pytest.fixture(autouse=True)
def static(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATIC, "1")


@pytest.mark.parametrize("name", labs.__all__)
def test_its_place_shows_a_sibling_and_how_to_run_it(name: str) -> None:
    shown = getattr(labs, name)()._repr_html_()
    assert shown.startswith('<div class="nq-lab">')
    assert "<svg" in shown
    assert 'role="img" aria-label="' in shown
    assert "#" in shown.split('nq-lab-sibling" href="')[1].split('"')[0]
    assert "<code>make lab</code>" in shown
    assert "notebook" in shown
    assert "<script" not in shown


def test_a_model_of_ones_own_needs_no_second_picture() -> None:
    shown = labs.force_planner(lambda xp, year, **settings: {})._repr_html_()
    assert shown.startswith('<div class="nq-lab">')
    assert "<svg" not in shown


def test_a_page_does_not_import_widgets() -> None:
    code = "import sys; from natoiraq import labs; labs.force_planner(); print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
