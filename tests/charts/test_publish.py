"""`publish` asks for everything a reader needs, and says what is missing and what to do."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from bookkit.figures import publish
from bookkit.figures.publish import SPEC_BUDGET
from bookkit.figures.tables import cell
from natoiraq.charts import ChartError, Follow
from tests.charts.samples import WORDS, model, timeline, timeline_chart, timeline_table

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no slug": ({"name": "My_Chart"}, "no slug", "lower case"),
    "no finding": ({"finding": ""}, "finding", "in words"),
    "one-word measure": ({"measure": "Headcountsovertime"}, "measure", "in words"),
    "no source": ({"source": " "}, "source", "in words"),
    "short description": ({"description": "A chart of events."}, "description", "in words"),
    "description repeats": (
        {"finding": "x " * 31 + "x", "description": "x " * 31 + "x."},
        "repeats the finding",
        "cannot see",
    ),
    "file as description": ({"description": "See _images/abc.png " * 5}, "abc.png", "what it means"),
    "variable as description": (
        {"description": "The us_troops by month, drawn as dots. " * 2},
        "us_troops",
        "means",
    ),
    "full stop": ({"finding": "Two lanes hold three events."}, "full stop", "remove"),
    "long finding": ({"finding": "Three events " * 10}, "characters", "say one thing"),
    "empty table": ({"table": pd.DataFrame({"People": []})}, "empty", "table="),
    "raw column": ({"table": pd.DataFrame({"us_troops": [1]})}, "us_troops", "rename"),
    "long table": ({"table": pd.DataFrame({"People": range(600)})}, "600 rows", "aggregate"),
    "repeated rows": ({"table": pd.DataFrame({"People": [1, 2]}, index=[0, 0])}, "repeats", "reset_index"),
    "unknown view": ({"follow": Follow(mark="rows", row="id")}, '"rows"', 'name="rows"'),
    "unknown column": (
        {"follow": Follow(mark="events", row="id", cells={"Staff": "people"})},
        "'Staff'",
        "cells=",
    ),
    "unknown result": ({"follow": Follow(mark="events", row="id", result="sum")}, '"sum"', "result="),
    "reserved word": ({"chart": timeline_chart(name="new")}, '"new"', "another name"),
    "Vega's own word": ({"chart": timeline_chart(name="width")}, '"width"', "another name"),
    "no label": ({"chart": timeline_chart(bind=alt.binding(input="search"))}, "no label", "name="),
    "concatenated": ({"chart": timeline_chart() | timeline_chart()}, "HConcatChart", "layer"),
    "faceted": ({"chart": timeline_chart().encode(row="actor:N")}, "facet", "axis"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_chart_and_cure(fault: str) -> None:
    given, said, cure = FAULTS[fault]
    with pytest.raises(ChartError) as caught:
        timeline(**{"follow": None, **given})
    message = str(caught.value)
    assert message.startswith(f'chart "{given.get("name", WORDS["name"])}": ')
    assert said in message.split("Cure: ")[0]
    assert cure in message.split("Cure: ")[1]


def test_a_menu_bound_to_a_selection_is_refused() -> None:
    """Past mistake: Vega-Lite draws such inputs itself, without labels and outside the page's form."""
    picked = alt.selection_point(fields=["actor"], bind=alt.binding_select(options=["NATO"], name="Who"))
    with pytest.raises(ChartError, match=r"labelled input.*alt\.param"):
        timeline(chart=timeline_chart().add_params(picked))


def test_data_over_the_budget_is_refused_with_its_size() -> None:
    heavy = pd.DataFrame({"x": range(4000), "text": ["not plotted"] * 4000})
    chart = alt.Chart(heavy).mark_point().encode(x="x:Q")
    with pytest.raises(ChartError, match=rf"puts \d+,\d+ bytes.*more than {SPEC_BUDGET:,}.*plotted columns"):
        publish(chart, **WORDS, table=timeline_table())


def test_a_published_chart_carries_its_words() -> None:
    spec = timeline().to_dict()
    assert spec["title"]["text"] == [WORDS["finding"]]
    assert spec["title"]["subtitle"] == [WORDS["measure"], WORDS["source"]]
    assert spec["description"] == WORDS["description"]
    assert spec["usermeta"]["natoiraq"]["name"] == WORDS["name"]


def test_the_chart_given_stays_as_it_was() -> None:
    chart = timeline_chart()
    before = chart.to_dict()
    timeline(chart=chart)
    assert chart.to_dict() == before


def test_a_layered_chart_with_a_computed_sentence_can_be_published() -> None:
    assert model().to_dict()["usermeta"]["natoiraq"]["follow"]["result"] == "result"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4000, "4,000"),
        (12.5, "12.5"),
        (-0.125, "-0.125"),
        (pd.Timestamp("2021-02-18"), "18 February 2021"),
        (True, "yes"),
        (pd.NA, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (None, ""),
        ("250 to 350", "250 to 350"),
    ],
)
def test_cells_are_written_in_house_style(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_year_takes_no_comma() -> None:
    assert cell(2021, year=True) == "2021"
    table = model().to_dict()["usermeta"]["natoiraq"]["table"]
    assert table["rows"][0] == ["2026", "1,000"]
