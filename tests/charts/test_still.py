"""A chart in a notebook has a picture with its words, for viewers that draw no Vega-Lite."""

from __future__ import annotations

import base64
import subprocess
import sys
import types
from html.parser import HTMLParser
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from bookkit.figures import catalogue, png, theme
from bookkit.figures.render import LIVE_MIME, STATIC, live
from bookkit.figures.still import DRAWN_ELSEWHERE, SCALE
from tests.charts.samples import NASTY, WORDS, model, timeline

# A picture stands in the notebook twice, four letters for three bytes.
BUDGET = 150_000


@pytest.fixture(autouse=True)
def outside_of_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (STATIC, DRAWN_ELSEWHERE, "COLAB_RELEASE_TAG", "KAGGLE_KERNEL_RUN_TYPE"):
        monkeypatch.delenv(name, raising=False)


def plain(**words: Any) -> alt.Chart:
    """Return a chart that was not published."""
    return alt.Chart(pd.DataFrame({"x": [1, 2]}), **words).mark_bar().encode(x="x:Q")


def image(html: str) -> dict[str, str | None]:
    """Return the attributes of the one image in a piece of HTML."""
    found: list[dict[str, str | None]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append({"tag": tag, **dict(attrs)})  # type: ignore[method-assign]
    parser.feed(html)
    assert [each["tag"] for each in found] == ["img"]
    return found[0]


@pytest.mark.parametrize("chart", [timeline, model, plain], ids=["with a menu", "with a slider", "plain"])
def test_it_is_sharp_at_twice_its_size(chart: Any) -> None:
    bundle = chart()._repr_mimebundle_()
    data = base64.b64decode(bundle["image/png"])
    shown = image(bundle["text/markdown"])
    assert shown["src"] == f"data:image/png;base64,{bundle['image/png']}"
    assert png.size(data) == (SCALE * int(shown["width"] or 0), SCALE * int(shown["height"] or 0))


def test_a_published_ones_words_are_its_alternative_text() -> None:
    alt_text = image(timeline(measure=f"Events, {NASTY}\n\nby $actor$")._repr_mimebundle_()["text/markdown"])[
        "alt"
    ]
    assert alt_text is not None
    assert WORDS["finding"] in alt_text
    assert WORDS["description"] in alt_text
    assert NASTY in alt_text
    assert "\n" not in alt_text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"description": "Two bars", "title": "Bars"}, "Two bars"),
        ({"title": "Bars & lines"}, "Bars & lines"),
        ({"title": ["Bars", "and lines"]}, "Bars and lines"),
        ({"title": alt.TitleParams(["Bars", "again"])}, "Bars again"),
        ({}, "A chart"),
    ],
)
def test_a_plain_ones_description_or_title_is(words: dict[str, Any], expected: str) -> None:
    bundle = plain(**words)._repr_mimebundle_()
    assert image(bundle["text/markdown"])["alt"] == expected
    assert bundle["text/plain"] == expected


@pytest.mark.parametrize("name", catalogue())
def test_every_chart_has_one_of_the_live_width_that_weighs_little(name: str) -> None:
    bundle = live(catalogue()[name]().to_dict())
    assert image(bundle["text/markdown"])["width"] == str(theme.LIVE_WIDTH)
    assert len(bundle["image/png"]) < BUDGET


def test_packing_changes_no_pixel() -> None:
    loose = vl_convert.vegalite_to_png(model().to_dict())
    packed = png.smaller(loose)
    assert len(packed) < len(loose) / 3
    assert same_pixels(loose, packed)


def test_packing_keeps_what_has_more_colours_than_a_palette() -> None:
    rows = pd.DataFrame({"n": range(400)})
    spread = alt.Chart(rows).mark_rect().encode(x="n:O", color=alt.Color("n:Q").scale(scheme="rainbow"))
    loose = vl_convert.vegalite_to_png(spread.to_dict())
    packed = png.smaller(loose)
    assert len(packed) < len(loose)
    assert same_pixels(loose, packed)


def same_pixels(one: bytes, other: bytes) -> bool:
    """Return whether two PNGs show the same; vl-convert reads both and writes them alike."""
    width, height = png.size(one)
    frame = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    drawn = [
        vl_convert.svg_to_png(
            f'<svg {frame}><image width="{width}" height="{height}" '
            f'href="data:image/png;base64,{base64.b64encode(each).decode()}"/></svg>'
        )
        for each in (one, other)
    ]
    return drawn[0] == drawn[1] and len(np.unique(np.frombuffer(drawn[0], np.uint8))) > 2


@pytest.mark.parametrize(
    "chart",
    [
        alt.Chart("https://example.org/rows.csv").mark_bar().encode(x="n:Q"),
        alt.Chart(alt.UrlData("data/events.csv")).mark_bar().encode(x="n:Q"),
        alt.Chart(alt.NamedData("later"), description="Rows come later").mark_bar().encode(x="n:Q"),
    ],
    ids=["an address", "a file", "no rows yet"],
)
def test_a_chart_that_shows_what_is_elsewhere_is_live_and_nothing_is_fetched(chart: alt.Chart) -> None:
    assert LIVE_MIME in chart._repr_mimebundle_()


@pytest.mark.parametrize("chart", [timeline, plain])
def test_without_vl_convert_there_is_none_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, chart: Any
) -> None:
    """Windows on ARM has no wheel of it."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert set(chart()._repr_mimebundle_()) == {LIVE_MIME, "text/plain"}


def test_where_somebody_else_draws_no_engine_starts() -> None:
    code = (
        "import sys, natoiraq; from tests.charts.samples import timeline;"
        " print(sorted(timeline()._repr_mimebundle_()), 'vl_convert' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={DRAWN_ELSEWHERE: "1"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"{sorted([LIVE_MIME, 'text/plain'])} False"


@pytest.mark.parametrize(
    ("name", "value"), [("COLAB_RELEASE_TAG", "release-colab"), ("KAGGLE_KERNEL_RUN_TYPE", "Batch")]
)
def test_colab_and_kaggle_get_html_that_loads_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    bundle = timeline()._repr_mimebundle_()
    assert "text/markdown" not in bundle
    assert image(bundle["text/html"])["src"] == f"data:image/png;base64,{bundle['image/png']}"


def test_colab_is_known_by_its_module_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    assert "text/html" in plain()._repr_mimebundle_()
