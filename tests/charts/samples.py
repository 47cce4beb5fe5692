"""Small published charts to test with: a filtered timeline and a model with a slider."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from bookkit.figures import publish, theme
from natoiraq.charts import Follow, Published

NASTY = "</script><!-- & \"quoted\", and 'so on'"
WORDS: dict[str, Any] = {
    "name": "sample-timeline",
    "finding": "Two lanes hold three events",
    "measure": "Events by actor, 2004 to 2020",
    "source": "Source: made up for a test",
    "description": "A timeline with two lanes: NATO has events in 2004 and 2020, Iraq has one in 2010.",
    "tables": ("events",),
}


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["start", "letter", "end"],
            "date": pd.to_datetime(["2004-08-14", "2010-05-01", "2020-01-03"]),
            "actor": ["NATO", "Iraq", "NATO"],
            "title": ["Team arrives", NASTY, "Team leaves"],
            "people": [45, 1200, 500],
        }
    )


def timeline_chart(**params: Any) -> alt.Chart:
    """Return the timeline before it is published; `params` replace the search field's settings."""
    settings = {"name": "words", "value": "", "bind": alt.binding(input="search", name="Search ")} | params
    menu = alt.binding_select(options=["All", "NATO", "Iraq"], name="Who ")
    name = settings["name"]
    return (
        alt.Chart(events(), name="events", height=160)
        .mark_point(filled=True, size=120, clip=True)
        .encode(
            alt.X("date:T").title(None).scale(domain=["2003-01-01", "2022-01-01"]),
            alt.Y("actor:N").title(None).scale(domain=["NATO", "Iraq"]),
            alt.Color("actor:N").scale(domain=["NATO", "Iraq"]),
            tooltip=[alt.Tooltip("title:N", title="Event"), alt.Tooltip("people:Q", title="People")],
        )
        .add_params(alt.param(**settings), alt.param(name="who", value="All", bind=menu))
        .transform_filter(f"indexof(lower(datum.title), lower({name})) >= 0")
        .transform_filter("who == 'All' || datum.actor == who")
    )


def timeline_table() -> pd.DataFrame:
    names = {"date": "Date", "actor": "Who", "title": "Event", "people": "People"}
    return events().set_index("id")[list(names)].rename(columns=names)


def timeline(**words: Any) -> Published:
    """Return the published timeline; `words` replace arguments of `publish`."""
    follow = Follow(mark="events", row="id", counted="events")
    return publish(
        **{"chart": timeline_chart(), "table": timeline_table(), "follow": follow, **WORDS, **words}
    )


def model() -> Published:
    """Return a published model chart: its table and its sentence hold what the slider makes of them."""
    rows = pd.DataFrame({"year": [2026, 2027, 2028], "t": [0, 1, 2]})
    slider = alt.binding_range(min=0, max=0.5, step=0.1, name="Yearly decline ")
    decline = alt.param(name="decline", value=0.1, bind=slider)
    result = alt.param(name="result", expr="'After two years ' + format(1000 * pow(1 - decline, 2), ',.0f')")
    base = (
        alt.Chart(rows, name="path")
        .transform_calculate(people="1000 * pow(1 - decline, datum.t)")
        .encode(alt.X("year:O"), alt.Y("people:Q").scale(domain=[0, 1000]))
    )
    labels = (
        base.mark_text(dy=-10, opacity=theme.narrow(0, 1)).encode(text="year:O").properties(name="labels")
    )
    chart = alt.layer(base.mark_bar(), labels, height=180).add_params(decline, result)
    table = pd.DataFrame({"Year": rows["year"], "People": [1000.0, 900, 810]}).set_axis(rows["year"])
    words: dict[str, Any] = {
        "name": "sample-model",
        "finding": "A tenth less each year leaves four fifths after two",
        "measure": "People, if the yearly decline stays as set",
        "description": "Bars for 2026 to 2028 fall from 1,000 to 810 people; a slider sets the decline.",
    }
    follow = Follow("path", row="year", counted="years", cells={"People": "people"}, result="result")
    return publish(chart, **{**WORDS, **words}, table=table, follow=follow)
