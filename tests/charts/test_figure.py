"""The figure on a page: words, controls, picture and table as HTML that nothing in the data can break."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from bookkit.figures import theme
from bookkit.figures.figure import figure
from tests.charts.pictures import painted
from tests.charts.samples import NASTY, WORDS, model, timeline

VOID = {"input", "br", "img"}


class Outline(HTMLParser):
    """Collects the elements of a page and complains about one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return figure(timeline().to_dict())


@pytest.fixture(scope="module")
def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


def payload(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def picture(html: str) -> ElementTree.Element:
    found = re.search(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[1])


def test_nothing_in_the_data_ends_the_script(html: str) -> None:
    assert html.count("</script>") == 1
    assert "<!--" not in html
    assert NASTY in json.dumps(payload(html), ensure_ascii=False).replace('\\"', '"')


def test_the_words_are_text_that_wraps_and_not_part_of_the_drawing(html: str) -> None:
    for text in (WORDS["finding"], WORDS["measure"]):
        assert text in html.split("</figcaption>")[0]
    assert not {"title", "description", "usermeta", "$schema"} & set(payload(html)["vega"])


def test_the_alternative_text_names_the_drawing(outline: Outline) -> None:
    views = [one for one in outline.all("div") if one.get("role") == "img"]
    assert [view["aria-label"] for view in views] == [WORDS["description"]]


def test_each_control_has_a_label_and_its_starting_value(outline: Outline) -> None:
    inputs = [*outline.all("input"), *outline.all("select")]
    assert {one["id"] for one in inputs} == {label["for"] for label in outline.all("label")}
    assert {one["data-param"] for one in inputs} == {"words", "who"}
    assert [option.get("value") for option in outline.all("option") if "selected" in option] == ["0"]


def test_vega_draws_no_inputs_of_its_own(html: str) -> None:
    assert [signal for signal in payload(html)["vega"]["signals"] if "bind" in signal] == []


def test_the_table_has_a_caption_heads_and_a_frame_for_the_keyboard(html: str, outline: Outline) -> None:
    assert f"<caption>{WORDS['finding']}</caption>" in html
    assert [head["scope"] for head in outline.all("th")] == ["col"] * 4 + ["row"] * 3
    assert [row.get("data-row") for row in outline.all("tr")] == [None, "start", "letter", "end"]
    frame = next(one for one in outline.all("div") if one.get("role") == "region")
    assert frame["tabindex"] == "0"
    assert '<td class="nq-number">1,200</td>' in html
    assert "<summary>Data table (3 rows)</summary>" in html


def test_the_picture_needs_no_script_and_follows_the_theme(html: str) -> None:
    svg = picture(html)
    assert svg.get("width") is None
    assert svg.get("viewBox", "").startswith("0 0 688 ")
    drawn = painted(ElementTree.tostring(svg, encoding="unicode"))
    assert {fill for shape, (fill, *_), *_ in drawn if shape == "text"} == {f"var(--nq-ink,{theme.INK})"}
    points = [path.get("fill") for path in svg.iter() if path.get("fill", "").startswith("var(--nq-accent")]
    assert points


def test_ids_of_two_pictures_never_meet(html: str) -> None:
    """Past mistake: Vega numbers its clip paths from 1 in each picture, so one clipped the other."""
    ids = set(re.findall(r'<clipPath id="([^"]+)"', html))
    assert ids
    assert all(one.startswith("sample-timeline-") for one in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) == ids


def test_the_place_is_kept_before_the_chart_is_drawn(html: str) -> None:
    wide, narrow = (int(re.search(rf"--{name}:(\d+)px", html)[1]) for name in ("wide", "narrow"))  # type: ignore[index]
    height = picture(html).get("viewBox", "").split()[3]
    assert wide == int(height)
    assert narrow >= wide > 160


@pytest.mark.parametrize("chart", [timeline, model], ids=["points", "round bars"])
def test_the_table_follows_a_dataset_that_the_page_can_ask_for(chart: Callable[[], Any]) -> None:
    """Past mistake: bars with round ends are drawn in groups, from datasets that exist only inside."""
    data = payload(figure(chart().to_dict()))
    assert data["follow"]["data"] in {one["name"] for one in data["vega"]["data"]}


def test_source_and_tables_close_the_figure(html: str) -> None:
    source = re.search(r'<p class="nq-chart-source">(.*?)</p>', html)
    assert source
    assert source[1] == 'Source: made up for a test. Data: <a href="codebook:events">events</a>.'


def test_data_names_its_fields_once(html: str) -> None:
    data = payload(html)["vega"]["data"][0]
    assert "values" not in data
    assert {len(row) for row in data["rows"]} == {len(data["fields"])}
    assert NASTY in [dict(zip(data["fields"], row, strict=True))["title"] for row in data["rows"]]
