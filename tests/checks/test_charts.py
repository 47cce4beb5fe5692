"""`chart` reads what is encoded, accepts several right ways, and gives a share for each requirement met."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from bookkit import checks
from bookkit.checks import Channel
from tests.checks.failing import failing

ROWS = pd.DataFrame({"job": ["a", "b", "c"], "bodies": [3, 2, 2], "parent": ["x", "x", "y"]})
LONG = pd.DataFrame({"job": [*"aaabbcc"], "body": range(7)})
LENGTH = Channel(
    "the number of bodies",
    on=("x", "y"),
    types=("quantitative",),
    shows=("bodies",),
    values=[3, 2, 2],
    zero=True,
)
JOB = Channel("the job", on=("x", "y"), types=("nominal", "ordinal"))
BAR = alt.Chart(ROWS).mark_bar().encode(x="bodies:Q", y="job:N")
WORDS = {
    "title": "One job is shared most",
    "description": "Bars, one for each job; the longest stands for three bodies.",
}


class Only:
    """A chart as another process hands it over: nothing but `to_dict`."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec

    def to_dict(self) -> dict[str, Any]:
        return self.spec


def check(chart: object, **options: Any) -> None:
    checks.chart(chart, name="c", marks=["bar"], channels=[LENGTH, JOB], **options)


@pytest.mark.parametrize(
    "chart",
    [
        BAR,
        BAR.to_dict(),
        Only(BAR.to_dict()),
        alt.Chart(ROWS).mark_bar().encode(x="job:O", y="bodies:Q"),
        alt.Chart(ROWS.rename(columns={"bodies": "Number of bodies"}))
        .mark_bar()
        .encode(x="Number of bodies:Q", y="job"),
        alt.Chart(LONG).mark_bar().encode(x="count()", y="job:N"),
        alt.Chart(LONG).mark_bar().encode(x="distinct(body):Q", y="job:N"),
        BAR + BAR.mark_text().encode(text="bodies:Q"),
        alt.layer(alt.Chart(ROWS).mark_bar(), alt.Chart(ROWS).mark_rule()).encode(x="bodies:Q", y="job:N"),
        BAR.facet(row="parent:N"),
        BAR.encode(row="parent:N"),
        BAR.mark_point() | BAR,
        BAR.mark_point() & (BAR.mark_line() & BAR),
        BAR.encode(alt.X("bodies:Q").scale(domain=[0, 5])),
    ],
)
def test_several_ways_are_right(chart: object) -> None:
    check(chart)


@pytest.mark.parametrize(
    ("chart", "says", "share"),
    [
        (None, "`c` is still empty", 0),
        ("a chart", "`c` must be a chart made with `alt.Chart`, and it is text.", 0),
        (ROWS, "`c` must be a chart made with `alt.Chart`, and it is a table.", 0),
        ({"data": {}}, "`c` draws nothing: it needs a mark, such as `mark_bar()`.", 0),
        ({"layer": []}, "`c` draws nothing: it needs a mark, such as `mark_bar()`.", 0),
        (alt.Chart(ROWS).mark_bar().encode(x="bodys"), "`c` cannot be drawn", 0),
        (BAR.mark_line(), "`c` draws with `mark_line()`, and `mark_bar()` is needed.", 0.75),
        (
            alt.Chart(ROWS).mark_bar().encode(x="bodies:Q"),
            "`c` does not show the job: encode it on x or y.",
            0.75,
        ),
        (BAR.encode(x="bodies:N"), "In `c`, the number of bodies needs the type `:Q`.", 0.5),
        (
            alt.Chart(ROWS.assign(bodies=1)).mark_bar().encode(x="bodies:Q", y="job"),
            "`c` shows something else where the number of bodies belongs.",
            0.5,
        ),
        (
            BAR.encode(alt.X("bodies:Q").scale(zero=False)),
            "The scale for the number of bodies in `c` must start at zero, or lengths mislead.",
            0.75,
        ),
        (BAR.encode(alt.X("bodies:Q").scale(domain=[1, 5])), "must start at zero", 0.75),
        (BAR.encode(alt.X("bodies:Q").scale(type="log")), "must start at zero", 0.75),
    ],
)
def test_a_wrong_chart_is_told_why(chart: object, says: str, share: float) -> None:
    error = failing(check, chart)
    assert says in str(error)
    assert error.share == pytest.approx(share)


def test_words_are_two_requirements() -> None:
    check(BAR.properties(**WORDS), words=True)
    check(BAR.properties(**{**WORDS, "title": alt.TitleParams(["One job", "is shared most"])}), words=True)
    error = failing(check, BAR, words=True)
    assert "`c` has no title that says what it shows" in str(error)
    assert "`c` has no description for people who cannot see it" in str(error)
    assert error.share == pytest.approx(4 / 6)


def test_a_line_may_have_to_go_in_steps() -> None:
    line = alt.Chart(ROWS).mark_line(interpolate="step-after").encode(x="job", y="bodies")
    checks.chart(line, name="c", marks=["line"], interpolate=["step-after"])
    said = str(failing(checks.chart, line.mark_line(), name="c", interpolate=["step-after"]))
    assert said == 'The line of `c` slopes from point to point, and `interpolate="step-after"` is needed.'


def test_an_aggregate_in_a_transform_counts_like_one_in_the_encoding() -> None:
    made = (
        alt.Chart(LONG)
        .transform_aggregate(n="count()", groupby=["job"])
        .mark_bar()
        .encode(x="n:Q", y="job:N")
    )
    channel = Channel("the number", on=("x",), shows=("count()",))
    checks.chart(made, name="c", channels=[channel])


@pytest.mark.parametrize(
    "chart",
    [
        BAR.transform_filter("datum.bodies > 2"),
        BAR.transform_calculate(bodies="datum.bodies * 2"),
        BAR.encode(alt.X("bodies:Q", bin=True)),
        BAR.encode(alt.X("bodies:Q", stack="normalize")),
        BAR.encode(alt.X("bodies:Q", impute=alt.ImputeParams(value=9999))),
    ],
)
def test_a_chart_that_computes_rows_is_told_so_and_compared_with_nothing(chart: alt.Chart) -> None:
    """Past mistake: where a chart filtered by itself, names alone gave the points of hidden values."""
    shown = Channel("the number", on=("x",))
    assert "do that to the table" in str(failing(checks.chart, chart, name="c", channels=[shown]))
    hidden = Channel("the number", on=("x",), shows=("bodies",), values=[1])
    wrong = failing(checks.chart, chart, name="c", channels=[hidden])
    assert "something else" in str(wrong)
    assert wrong.share <= 0


@pytest.mark.parametrize(
    "data", ["https://example.org/rows.csv", alt.sequence(0, 9, as_="bodies"), alt.Data(values=[])]
)
def test_data_that_is_not_in_the_chart_is_not_taken_for_right(data: object) -> None:
    """Past mistake: what could not be compared counted as right."""
    channel = Channel("the number", on=("x",), values=[1, 2])
    chart = alt.Chart(data).mark_bar().encode(x="bodies:Q", y="job:N")
    assert "something else" in str(failing(checks.chart, chart, name="c", channels=[channel]))
