"""In JupyterLab and Binder a chart is a plain Vega-Lite output; in a build an unpublished one is an error."""

from __future__ import annotations

import json
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest
import vl_convert

from bookkit.figures import theme
from bookkit.figures.render import LIVE_MIME, STATIC
from natoiraq.charts import ChartError
from tests.charts.samples import WORDS, timeline


@pytest.fixture
def unpublished() -> alt.Chart:
    return alt.Chart(pd.DataFrame({"x": [1, 2]})).mark_point().encode(x="x:Q")


def test_a_live_chart_is_one_that_jupyterlab_draws_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STATIC, raising=False)
    bundle = timeline()._repr_mimebundle_()
    assert "application/vnd.vegalite.v5+json" in bundle
    assert WORDS["finding"] in bundle["text/plain"]
    assert WORDS["description"] in bundle["text/plain"]


def test_no_representation_stands_before_the_live_one_in_jupyterlab(monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLab takes HTML before Vega-Lite; GitHub and nbviewer take SVG before a PNG, and break it."""
    monkeypatch.delenv(STATIC, raising=False)
    assert set(timeline()._repr_mimebundle_()) == {LIVE_MIME, "text/markdown", "image/png", "text/plain"}


def test_a_live_chart_has_a_number_as_width_and_plain_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past mistake: JupyterLab 4.6 hangs on width="container"; its canvas knows no CSS variables."""
    monkeypatch.delenv(STATIC, raising=False)
    live = timeline()._repr_mimebundle_()[LIVE_MIME]
    assert live["width"] == theme.LIVE_WIDTH
    assert live["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert "var(--" not in json.dumps(live)
    assert live["config"]["background"] == theme.PAPER
    assert "usermeta" not in live
    assert live["params"][0]["bind"]["name"] == "Search "


def test_students_may_draw_without_publishing(
    monkeypatch: pytest.MonkeyPatch, unpublished: alt.Chart
) -> None:
    monkeypatch.delenv(STATIC, raising=False)
    assert LIVE_MIME in unpublished._repr_mimebundle_()


def test_a_build_refuses_an_unpublished_chart(
    monkeypatch: pytest.MonkeyPatch, unpublished: alt.Chart
) -> None:
    monkeypatch.setenv(STATIC, "1")
    with pytest.raises(ChartError, match=r"never published.*Cure: return it from publish"):
        unpublished._repr_mimebundle_()


def test_a_build_shows_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATIC, "1")
    assert timeline()._repr_mimebundle_()["text/html"].startswith('<figure class="nq-chart"')


def test_importing_the_charts_starts_no_javascript_engine() -> None:
    """Past mistake: vl-convert at import cost each live notebook a third of a second and 60 MB."""
    code = "import sys, natoiraq.charts; print('vl_convert' in sys.modules, 'sphinx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_long_label_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past mistake: in a wide font, a student's bars stood for "critical-infrastructure prote…"."""
    monkeypatch.delenv(STATIC, raising=False)
    label = "protection of critical infrastructure (2)"  # longer than the 180 pixels that Vega allows
    rows = pd.DataFrame({"function": [label, "x"], "n": [2, 3]})
    live = alt.Chart(rows, width=theme.LIVE_WIDTH).mark_bar().encode(x="n:Q", y="function:N")
    svg = vl_convert.vegalite_to_svg(live._repr_mimebundle_()[LIVE_MIME])
    assert f">{label}</text>" in svg
