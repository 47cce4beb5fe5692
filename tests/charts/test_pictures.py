"""Each chart looks as it did: its picture is compared with `reference/`, element by element, within 1 px.

After a change that is meant, `pytest tests/charts --update-references` takes today's pictures as the right
ones; look at them before committing.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookkit.figures import catalogue
from bookkit.figures.figure import figure
from tests.charts.pictures import changes, normalised

REFERENCE = Path(__file__).parent / "reference"
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg"><g class="mark-symbol events">
<path transform="translate(10.04,20)" fill="#0b5c99"/><text x="3" id="a">NATO</text></g></svg>"""


@pytest.mark.parametrize("name", catalogue())
def test_the_chart_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    html = figure(catalogue()[name]().to_dict())
    found = re.search(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    assert found
    today = normalised(found[1])
    reference = REFERENCE / f"{name}.svg"
    if request.config.getoption("--update-references", default=False):
        REFERENCE.mkdir(exist_ok=True)
        reference.write_text(today, encoding="utf-8")
    assert reference.exists(), (
        f"no picture of {name}: run pytest tests/charts --update-references and look at it"
    )
    assert changes(reference.read_text(encoding="utf-8"), today) == []


def test_no_picture_outlives_its_chart() -> None:
    assert {path.stem for path in REFERENCE.glob("*.svg")} == set(catalogue())


def test_what_changed_is_named() -> None:
    moved = DRAWN.replace("10.04", "13")
    assert changes(normalised(DRAWN), normalised(moved)) == [
        "svg > g.mark-symbol[1] > path[1]: transform was 'translate(10,20)', is 'translate(13,20)'"
    ]
    recoloured = DRAWN.replace("#0b5c99", "#0b5c9a")
    assert changes(normalised(DRAWN), normalised(recoloured)) == [
        "svg > g.mark-symbol[1] > path[1]: fill was '#0b5c99', is '#0b5c9a'"
    ]
    renamed = DRAWN.replace("NATO", "EU")
    assert changes(normalised(DRAWN), normalised(renamed)) == [
        "svg > g.mark-symbol[1] > text[2]: text was 'NATO', is 'EU'"
    ]
    fewer = re.sub("<text.*</text>", "", DRAWN)
    assert changes(normalised(DRAWN), normalised(fewer)) == ["4 elements became 3, from the end on"]


def test_half_a_pixel_and_another_id_are_no_change() -> None:
    nudged = DRAWN.replace("10.04", "10.5").replace('id="a"', 'id="b"')
    assert changes(normalised(DRAWN), normalised(nudged)) == []
