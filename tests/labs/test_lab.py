"""What every lab keeps: labelled controls with units, a reset, a sentence for a wrong input."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import altair as alt
import ipywidgets as widgets
import pandas as pd
import pytest

from bookkit.labs.lab import Lab, Result
from bookkit.labs.picture import Picture, rows
from natoiraq import labs

LABS = [getattr(labs, name) for name in labs.__all__]
# A wrong input for each lab, and words of the sentence that answers it.
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "rationalisation_bench": ({"merge": ("Iraqi Air Force",)}, "at least two bodies"),
    "timeline_builder": ({"since": "spring"}, "write a year, a month or a day"),
    "option_weights": ({"need": 0, "consent": 0, "footprint": 0, "independence": 0}, "nothing counts"),
    "forecast_scoring": ({"own": "F01 seventy"}, "“seventy” is no number"),
}

every_lab = pytest.mark.parametrize("make", LABS, ids=labs.__all__)


@every_lab
def test_its_controls_have_labels_and_units(make: Callable[[], Any]) -> None:
    for name, control in make().controls.items():
        assert control.description, name
        if hasattr(control, "max"):
            assert re.search(r"\(\w+|\(%", control.description), f"{name} has no unit"


@every_lab
def test_it_starts_with_a_result_and_a_described_picture(make: Callable[[], Any]) -> None:
    lab = make()
    assert lab.fault.value == ""
    assert re.search(r"\d", lab.sentence.value)
    assert 'role="status"' in lab.sentence.value
    assert re.search(r'role="img" aria-label="Chart of the lab\. .*\d.*"', lab.drawn.value)
    assert "<svg" in lab.drawn.value


@every_lab
def test_reset_puts_everything_back(make: Callable[[], Any]) -> None:
    lab = make()
    start = without_ids(lab.drawn.value), lab.sentence.value
    for control in lab.controls.values():
        if hasattr(control, "max"):
            control.value = control.max
    lab.reset.click()
    assert (without_ids(lab.drawn.value), lab.sentence.value) == start


def without_ids(picture: str) -> str:
    """Return a picture without the numbers that Vega counts on with each drawing."""
    return re.sub(r"clip\d+", "clip", picture)


def test_two_labs_on_a_page_share_no_id() -> None:
    pictures = [labs.rationalisation_bench().drawn.value for _ in range(2)]
    first, second = (set(re.findall(r' id="([^"]+)"', picture)) for picture in pictures)
    assert first
    assert first.isdisjoint(second)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_input_gets_a_sentence_and_the_last_result_stays(name: str) -> None:
    settings, words = WRONG[name]
    lab = getattr(labs, name)()
    for control, value in settings.items():
        last = lab.drawn.value
        lab.controls[control].value = value
    assert words in lab.fault.value
    assert 'role="alert"' in lab.fault.value
    assert "Traceback" not in lab.fault.value
    assert lab.drawn.value == last
    lab.reset.click()
    assert lab.fault.value == ""


def test_it_shows_itself_as_a_widget() -> None:
    assert "application/vnd.jupyter.widget-view+json" in labs.option_weights()._repr_mimebundle_()


def test_the_last_move_has_the_last_word_when_an_earlier_one_takes_long() -> None:
    """JupyterLab sends moves to the kernel in more than one thread."""
    begun = threading.Event()

    def compute(slow: bool, share: int) -> Result:
        if slow and not begun.is_set():
            begun.set()
            time.sleep(0.2)
        return Result(f"The share is {share}.", {"points": pd.DataFrame({"share": [share]})})

    controls = {"slow": widgets.Checkbox(), "share": widgets.IntSlider()}
    lab = Lab("a test", controls, compute, Picture(rows("points").mark_point().encode(alt.X("share:Q"))))
    earlier = threading.Thread(target=setattr, args=[controls["slow"], "value", True])
    earlier.start()
    begun.wait()
    controls["share"].value = 40
    earlier.join()
    assert "The share is 40." in lab.sentence.value
