"""Rules that every chart of the book keeps; a new chart is covered by being in the catalogue.

The charts that the primer builds in its cells, for a reader to copy, keep them too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import vl_convert

from bookkit import evidence
from bookkit.figures import catalogue, theme
from bookkit.figures.compiled import compile_for_page
from bookkit.figures.publish import SPEC_BUDGET
from tests import page_cells

UNITS = re.compile(
    r"\b(people|personnel|troops|advisers|deaths|bodies|events?|days?|weeks?|months?|years?|dollars?|barrels?"
    r"|shares?|scores?|points?|items?|countries|commands?|number of|per cent|percentage)\b|%",
    re.IGNORECASE,
)
ORDINARY = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)

pytestmark = pytest.mark.parametrize("name", [*catalogue(), *page_cells.charts()])


@cache
def spec(name: str) -> dict[str, Any]:
    taught = page_cells.charts()
    found: dict[str, Any] = (taught[name] if name in taught else catalogue()[name]()).to_dict()
    return found


def about(name: str) -> dict[str, Any]:
    found: dict[str, Any] = spec(name)["usermeta"]["natoiraq"]
    return found


def views(view: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield view
    for layer in view.get("layer", []):
        yield from views(layer)


def test_its_name_is_its_functions(name: str) -> None:
    assert about(name)["name"] == name


def test_its_subtitle_names_a_unit(name: str) -> None:
    assert UNITS.search(about(name)["measure"]), about(name)["measure"]


def test_its_tables_exist(name: str) -> None:
    assert about(name)["tables"]
    assert set(about(name)["tables"]) <= set(evidence.table_names())


def test_its_alternative_text_tells_more_than_its_title(name: str) -> None:
    text = about(name)["description"]
    assert text.endswith(".")
    assert len(text) > 1.5 * len(about(name)["finding"])
    assert not re.match(r"(an? )?(image|picture|graph|chart) (of|showing)", text, re.IGNORECASE)


def test_its_lines_fit_a_live_chart(name: str) -> None:
    """A title of Vega's is one line an entry and is cut at the edge of the chart."""
    title = spec(name)["title"]
    assert max(map(len, title["text"])) <= 76
    assert max(map(len, title["subtitle"])) <= 100


def test_it_is_well_under_the_budget(name: str) -> None:
    drawn = {key: value for key, value in spec(name).items() if key != "usermeta"}
    assert len(json.dumps(drawn).encode()) < SPEC_BUDGET


def test_colour_is_never_the_only_signal(name: str) -> None:
    """What a colour tells is told again by a place, a shape, a dash, a word, or by filled against hollow."""
    encodings = [view["encoding"] for view in views(spec(name)) if "encoding" in view]
    channels = ("x", "y", "shape", "strokeDash", "text", "size", "xOffset", "yOffset")
    told = {encoding.get(channel, {}).get("field") for encoding in encodings for channel in channels}
    for encoding in encodings:
        for channel in ("color", "fill", "stroke"):
            colour = encoding.get(channel, {})
            hollow = {"transparent", theme.PAPER} & set(colour.get("scale", {}).get("range", []))
            if colour.get("field") and colour["type"] in {"nominal", "ordinal"} and not hollow:
                assert colour["field"] in told, f"only the colour tells {colour['field']} apart"


def test_every_mark_can_be_seen(name: str) -> None:
    for view in views(spec(name)):
        mark = view.get("mark", {})
        settings = mark if isinstance(mark, dict) else {}
        assert settings.get("opacity", 1) != 0
        assert settings.get("color") != "transparent"


@pytest.mark.parametrize("version", ["5.21", "6.1"], ids=["JupyterLab's", "the page's"])
def test_vega_lite_has_nothing_to_warn_of(name: str, version: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Past mistake: a warning in the browser's console said that bars had lost the order of their values."""
    drawn = {key: value for key, value in spec(name).items() if key != "usermeta"}
    vl_convert.vegalite_to_vega(drawn, vl_version=version, show_warnings=True)
    assert "WARN" not in "".join(capfd.readouterr())


def test_its_colours_follow_the_readers_theme(name: str) -> None:
    """A colour outside the theme stays as it is in the dark."""
    drawn = json.dumps(
        {key: value for key, value in spec(name).items() if key not in {"usermeta", "datasets"}}
    )
    assert set(ORDINARY.findall(drawn)) <= set(theme.VARIABLES)


def test_its_scales_stay_when_the_reader_filters(name: str) -> None:
    """An axis that shrinks to the rows left makes six events look like a century; a legend of none breaks."""
    if not any(param.get("bind") for param in spec(name).get("params", [])):
        return
    vega = compile_for_page(spec(name))
    filtered = {data["name"] for data in vega["data"] if uses_controls(data, spec(name)["params"])}
    for scale in vega["scales"]:
        if isinstance(scale["domain"], dict):
            parts = scale["domain"].get("fields", [scale["domain"]])
            moving = {part.get("data") for part in parts if isinstance(part, dict)} & filtered
            assert not moving, f"the scale of {scale['name']} moves with the controls: give it a domain"


def uses_controls(data: dict[str, Any], params: list[dict[str, Any]]) -> bool:
    filters = " ".join(step["expr"] for step in data.get("transform", []) if step["type"] == "filter")
    return any(re.search(rf"\b{param['name']}\b", filters) for param in params)
