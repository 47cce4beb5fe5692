"""Charts in a real browser, opened from a file without a network: drawn late, steered, saved, printed."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bookkit.figures import theme
from bookkit.figures.figure import figure
from bookkit.sphinx.look.vega import BUNDLE, bundle
from tests.browser import broken_rules
from tests.charts.samples import NASTY, WORDS, model, timeline
from tests.conftest import ROOT

STATIC = ROOT / "src" / "bookkit" / "sphinx" / "static"
PAGE = """<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="natoiraq.css"><link rel="stylesheet" href="natoiraq-charts.css">
<script defer src="natoiraq-charts.js"></script>
<style>body {{ margin: 0; padding: 16px; color: var(--nq-ink); background: var(--nq-paper) }}
main {{ max-width: 760px; margin: auto }} .far {{ height: 3000px }}</style></head>
<body><main class="bd-article"><h1>Charts</h1>{first}<div class="far"></div>{second}</main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one page of two charts, the second one far below the first."""
    folder = tmp_path_factory.mktemp("site")
    for path in STATIC.glob("natoiraq*.[cj]s*"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / BUNDLE).write_text(bundle(), encoding="utf-8")
    html = PAGE.format(first=figure(timeline().to_dict()), second=figure(model().to_dict()))
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """Yield the page, opened from its file; any complaint in the console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto((site / "index.html").as_uri())
    yield tab
    context.close()
    assert complaints == []


def drawn(page: Page, name: str) -> Locator:
    """Return a figure once it is drawn, scrolling to it first."""
    found = page.locator(f"#chart-{name}")
    found.scroll_into_view_if_needed()
    expect(found).to_have_attribute("data-state", "drawn")
    return found


def saved(page: Page, chart: Locator, ending: str) -> bytes:
    with page.expect_download() as download:
        chart.locator(f"[data-save={ending}]").click()
    assert download.value.suggested_filename == f"{WORDS['name']}.{ending}"
    return Path(download.value.path()).read_bytes()


def ink(page: Page) -> str:
    text = "document.querySelector('#chart-sample-timeline svg text')"
    return str(page.evaluate(f"getComputedStyle({text}).fill"))


def test_a_chart_far_away_is_drawn_only_when_it_comes_near(page: Page) -> None:
    drawn(page, "sample-timeline")
    expect(page.locator("#chart-sample-model")).to_have_attribute("data-state", "waiting")
    assert page.locator("#chart-sample-model .nq-chart-plot").count() == 0
    drawn(page, "sample-model")
    assert page.locator(f'script[src$="{BUNDLE}"]').count() == 1


def test_drawing_moves_nothing(page: Page) -> None:
    before = page.evaluate("document.documentElement.scrollHeight")
    drawn(page, "sample-timeline")
    drawn(page, "sample-model")
    assert page.evaluate("document.documentElement.scrollHeight") == before


def test_the_drawing_is_one_named_image(page: Page) -> None:
    chart = drawn(page, "sample-timeline")
    expect(chart.get_by_role("img", name=WORDS["description"])).to_have_count(1)
    assert chart.get_by_role("graphics-symbol").count() == 0
    expect(chart.locator(".nq-chart-alt")).to_be_hidden()


def test_the_dark_theme_needs_no_second_drawing(page: Page) -> None:
    drawn(page, "sample-timeline")
    page.evaluate("document.querySelector('svg').dataset.same = 'yes'")
    assert ink(page) == "rgb(29, 39, 51)"
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert ink(page) == "rgb(228, 233, 238)"
    assert page.locator("svg[data-same]").count() == 1


def test_search_and_menu_steer_marks_table_and_announcement(page: Page) -> None:
    chart = drawn(page, "sample-timeline")
    status = chart.locator(".nq-chart-status")
    expect(status).to_have_text("All 3 events shown.")
    expect(status).to_have_attribute("role", "status")
    chart.get_by_label("Search").fill("TEAM")
    expect(status).to_have_text("2 of 3 events shown.")
    expect(chart.locator("summary")).to_have_text("Data table (2 of 3 rows)")
    expect(chart.locator(".mark-symbol.role-mark path")).to_have_count(2)
    chart.locator("summary").click()
    expect(chart.locator("tbody tr:visible")).to_have_count(2)
    chart.get_by_label("Who").select_option("Iraq")
    expect(status).to_have_text("0 of 3 events shown.")
    chart.get_by_role("button", name="Reset").click()
    expect(status).to_have_text("All 3 events shown.")
    expect(chart.locator("tbody tr:visible")).to_have_count(3)


def test_a_slider_writes_computed_values_into_the_table(page: Page) -> None:
    chart = drawn(page, "sample-model")
    slider = chart.get_by_role("slider", name="Yearly decline")
    expect(chart.locator("output")).to_have_text("0.1")
    slider.focus()
    page.keyboard.press("End")
    expect(chart.locator("output")).to_have_text("0.5")
    expect(chart.locator(".nq-chart-status")).to_have_text("After two years 250")
    assert chart.locator("tbody td").all_text_contents() == ["1,000", "500", "250"]


def test_arrow_keys_step_through_the_values(page: Page) -> None:
    chart = drawn(page, "sample-timeline")
    chart.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    tip = page.locator(".nq-chart-tip")
    expect(tip).to_have_text("Arrow keys step through the values.")
    page.keyboard.press("ArrowRight")
    expect(tip).to_have_text("Event: Team arrivesPeople: 45")
    expect(tip).to_have_attribute("aria-live", "polite")
    page.keyboard.press("ArrowRight")
    expect(tip).to_contain_text(NASTY)
    page.keyboard.press("End")
    expect(tip).to_contain_text("Team leaves")
    mark = chart.locator(".mark-symbol.role-mark path").nth(2).bounding_box()
    ring = page.locator(".nq-chart-ring").bounding_box()
    assert mark
    assert ring
    assert abs(mark["x"] + mark["width"] / 2 - ring["x"] - ring["width"] / 2) < 2
    assert abs(mark["y"] + mark["height"] / 2 - ring["y"] - ring["height"] / 2) < 2
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_the_pointer_shows_a_value_as_text(page: Page) -> None:
    chart = drawn(page, "sample-timeline")
    chart.locator(".mark-symbol.role-mark path").nth(1).hover()
    expect(page.locator(".nq-chart-tip")).to_contain_text(NASTY)
    expect(page.locator(".nq-chart-tip")).to_contain_text("People: 1200")
    page.mouse.move(5, 5)
    expect(page.locator(".nq-chart-tip")).to_be_hidden()


def test_the_csv_holds_the_rows_shown(page: Page) -> None:
    chart = drawn(page, "sample-timeline")
    chart.get_by_label("Who").select_option("Iraq")
    expect(chart.locator("summary")).to_have_text("Data table (1 of 3 rows)")
    text = saved(page, chart, "csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Date", "Who", "Event", "People"],
        ["1 May 2010", "Iraq", NASTY, "1200"],
    ]


def test_the_svg_stands_alone_and_says_what_was_set(page: Page) -> None:
    """It leaves the page: words with it, plain colours on white, and no filter unsaid."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    chart = drawn(page, "sample-timeline")
    chart.get_by_label("Who").select_option("NATO")
    expect(chart.locator("summary")).to_have_text("Data table (2 of 3 rows)")
    svg = saved(page, chart, "svg").decode()
    words = [
        "".join(one.itertext()) for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text")
    ]
    assert words[:3] == [WORDS["finding"], WORDS["measure"], "Set by the reader: Who: NATO"]
    assert words[-1].startswith("Source: made up for a test.")
    assert "var(" not in svg
    assert theme.INK in svg
    assert svg.count(f'fill="{theme.ACCENT}"') >= 2


def test_the_png_has_twice_the_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    png = saved(page, drawn(page, "sample-timeline"), "png")
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert width == 1520
    assert height > 500


def test_a_narrow_column_redraws_and_never_scrolls_sideways(page: Page) -> None:
    chart = drawn(page, "sample-model")
    for width in (360, 900, 361):
        page.set_viewport_size({"width": width, "height": 700})
        column = chart.evaluate("figure => figure.clientWidth")
        expect(chart.locator("svg")).to_have_attribute("width", str(column))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    labels = chart.locator(".mark-text.labels_marks text")
    assert labels.first.get_attribute("opacity") == "0"


def test_paper_gets_every_chart_and_no_buttons(page: Page) -> None:
    drawn(page, "sample-timeline")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#chart-sample-model .nq-chart-paper svg")).to_be_visible()
    assert page.locator("#chart-sample-timeline .nq-chart-paper").count() == 0
    for hidden in (".nq-chart-controls", ".nq-chart-tools", ".nq-chart-table"):
        expect(page.locator(f"#chart-sample-timeline {hidden}")).to_be_hidden()
    expect(page.locator("#chart-sample-timeline .nq-chart-source")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".nq-chart-paper").count() == 0


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_accessibility_rule_is_broken(page: Page, shade: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.evaluate(f"document.documentElement.dataset.theme = '{shade}'")
    for name in ("sample-timeline", "sample-model"):
        drawn(page, name).locator("summary").click()
    assert broken_rules(page) == []


def test_forced_colours_reach_the_drawing(browser: Browser, site: Path) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    drawn(page, "sample-timeline")
    canvas_text = page.evaluate("getComputedStyle(document.body).color")
    assert ink(page) == canvas_text
    context.close()


def test_without_javascript_picture_and_table_stay(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("#chart-sample-model svg")).to_be_visible()
    for hidden in (".nq-chart-alt", ".nq-chart-controls", ".nq-chart-tools"):
        expect(page.locator(f"#chart-sample-timeline {hidden}")).to_be_hidden()
    expect(page.locator("#chart-sample-timeline summary")).to_be_visible()
    context.close()


def test_a_chart_that_cannot_be_drawn_says_so_and_shows_its_data(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    for path in site.iterdir():
        if path.name != BUNDLE:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    chart = page.locator("#chart-sample-timeline")
    expect(chart).to_have_attribute("data-state", "failed")
    expect(chart.locator(".nq-chart-failed")).to_have_text(re.compile("could not be drawn"))
    expect(chart.locator(".nq-chart-alt")).to_be_visible()
    expect(chart.locator("table")).to_be_visible()
    expect(chart.locator("[data-save=png]")).to_be_hidden()
    expect(chart.locator("[data-save=csv]")).to_be_visible()
    page.close()
