"""Charts of the Iraqi security sector: which bodies share a function, and who helps whom at which level."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish
from bookkit.figures.words import date_text, source_text

ALL: Final = "All"
PARENTS: Final = {
    "MoD": "Ministry of Defence",
    "MoI": "Ministry of Interior",
    "PM office": "Prime minister",
    "PMC": "Popular Mobilization Commission",
    "KRG": "Kurdistan Regional Government",
}
SHORT_PARENTS: Final = (
    "{'Ministry of Defence': 'Defence', 'Ministry of Interior': 'Interior', 'Popular Mobilization "
    "Commission': 'PMF', 'Kurdistan Regional Government': 'Kurdistan'}[datum.label] || datum.label"
)
"""The parents in the legend, short enough for a phone."""
COUNTED: Final = "Bodies with this function"
KINDS: Final = {
    "alliance": "NATO and allies in it",
    "coalition": "US-led coalition",
    "bilateral": "One country on its own",
    "EU": "European Union",
    "UN": "United Nations",
}
LEVELS: Final = ("strategic", "operational", "tactical")
SHORT_LEVELS: Final = (
    f"width < {theme.NARROW} ? {{'strategic': ['stra-', 'tegic'], 'operational': ['opera-', 'tional'], "
    "'tactical': ['tac-', 'tical']}[datum.label] : datum.label"
)
"""Breaks the names of the levels on a phone, where they would touch."""
LETHAL: Final = "Lethal"
NOT_LETHAL: Final = "Not lethal"
LINE: Final = 29


def folded(text: str) -> str:
    """Return a name on lines of at most `LINE` characters."""
    return "\n".join(wrap(text, LINE))


def name_axis(**more: Any) -> alt.Axis:
    """Return an axis for names that `folded` broke, narrow enough for a phone."""
    two_lines: Any = {"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": -6}, "value": 0}
    return alt.Axis(
        grid=True,
        labelExpr="split(datum.label, '\\n')",
        labelFontSize=theme.narrow(9, 10),
        labelLineHeight=11,
        labelLimit=180,
        labelOffset=two_lines,
        **more,
    )


def bodies() -> pd.DataFrame:
    """Return the institutions by parent and name, with their functions in one text."""
    rows = evidence.load("institutions")
    done = evidence.load("institution_functions").groupby("institution_id")["function"]
    rows = rows.assign(
        functions=rows["id"].map(done.agg(lambda each: ", ".join(each.astype(str)))),
        under=rows["parent"].astype(str).map(PARENTS),
        label=rows["institution"].map(folded),
        who=rows["sources"].map(source_text),
    )
    order = rows["under"].map(list(PARENTS.values()).index)
    return rows.assign(order=order).sort_values(["order", "institution"]).reset_index(drop=True)


def pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a body and function, with `row`, the position of the body in `rows`."""
    done = evidence.load("institution_functions")
    joined = done.merge(
        rows[["id", "institution", "under", "label"]], left_on="institution_id", right_on="id"
    )
    position = {each: place for place, each in enumerate(rows["id"])}
    joined = joined.assign(function=joined["function"].astype(str), row=joined["id"].map(position))
    return joined[["institution", "under", "label", "function", "row"]]


@catalogued
def overlap() -> Published:
    """Return the matrix of bodies and functions, with a count of bodies for each function."""
    rows = bodies()
    shown = pairs(rows)
    counts = shown["function"].value_counts()
    functions = counts.index.tolist()
    parents = list(PARENTS.values())
    under = alt.param(
        name="under", value=ALL, bind=alt.binding_select(options=[ALL, *parents], name="Bodies under ")
    )
    axis = alt.X("function:N").title(None).scale(domain=functions)
    axis = axis.axis(
        orient="top",
        labelAngle=-90,
        labelLimit=230,
        labelOverlap=False,
        labelFontSize=theme.narrow(10, 12),
        grid=True,
    )
    names = alt.Y("label:N").title(None).scale(domain=[folded(COUNTED), *rows["label"]])
    # No grid line through the row of counts: it would strike them out.
    unruled: Any = {"condition": {"test": f"datum.value == '{COUNTED}'", "value": 0}, "value": 1}
    names = names.axis(name_axis(gridOpacity=unruled))
    base = alt.Chart(shown).transform_filter(f"under == '{ALL}' || datum.under == under")
    marks = (
        base.properties(name="bodies")
        .mark_point(filled=True, size=theme.narrow(55, 90), opacity=1)
        .encode(
            axis,
            names,
            alt.Color("under:N").scale(domain=parents).legend(labelExpr=SHORT_PARENTS),
            alt.Shape("under:N").scale(
                domain=parents, range=["circle", "square", "diamond", "triangle-up", "triangle-down"]
            ),
            tooltip=[
                alt.Tooltip("institution:N", title="Body"),
                alt.Tooltip("under:N", title="Under"),
                alt.Tooltip("function:N", title="Function"),
            ],
        )
    )
    totals = (
        base.transform_aggregate(bodies="count()", groupby=["function"])
        .mark_text(fontWeight="bold", fontSize=theme.narrow(9, 13))
        .encode(axis, alt.YDatum(folded(COUNTED)), text="bodies:Q")
    )
    columns = {
        "institution": "Body",
        "under": "Under",
        "functions": "Functions",
        "approx_strength": "Approximate strength",
        "strength_year": "Year of the strength",
        "confidence": "Confidence",
        "who": "Source",
    }
    some = [f"{name} {count}" for name, count in counts.items()]
    return publish(
        (marks + totals).add_params(under).properties(height={"step": 27}),
        name="institutions-overlap",
        finding=f"Every function has at least two bodies; {functions[0]} has {counts.iloc[0]}",
        measure=f"{len(rows)} Iraqi bodies by function; the first row is the number of bodies; our coding",
        source="Sources: press, official and research pages, named in the data table",
        description=(
            f"A matrix of {len(rows)} bodies in rows, grouped by parent, and {len(functions)} functions in "
            f"columns, with a mark where a body has a function. Bodies for each function: {', '.join(some)}. "
            "A menu keeps the bodies under one parent and counts again."
        ),
        table=rows[list(columns)].rename(columns=columns),
        tables=("institutions", "institution_functions"),
        follow=Follow(mark="bodies", row="row", counted="bodies"),
    )


def short(name: str) -> str:
    """Return a name without its words in brackets if it would take three lines."""
    return name if len(name) <= 50 else name.partition(" (")[0]


def relationships() -> pd.DataFrame:
    """Return who helps whom, in the order of kind and partner, with words for the chart and its table."""
    rows = evidence.load("partners")
    rows = rows.assign(
        kind=rows["kind"].astype(str).map(KINDS),
        label=rows["partner"].map(short).map(folded),
        force=rows["lethal_support"].map({True: LETHAL, False: NOT_LETHAL}),
        since=rows.apply(date_text, axis=1, column="start"),
        until=rows.apply(date_text, axis=1, column="end"),
        who=rows["sources"].map(source_text),
    )
    order = rows["kind"].map(list(KINDS.values()).index)
    return rows.assign(order=order).sort_values(["order", "partner"]).reset_index(drop=True)


@catalogued
def partners() -> Published:
    """Return which partner helps at which level, with or without lethal support."""
    rows = relationships()
    shown = rows.assign(row=rows.index)[
        ["partner", "label", "kind", "iraqi_counterpart", "level", "functions", "force", "row"]
    ]
    beside = shown.groupby(["label", "level"], observed=True)
    shown = shown.assign(
        level=shown["level"].astype(str), place=beside.cumcount() - (beside["row"].transform("size") - 1) / 2
    )
    kind = alt.param(
        name="kind", value=ALL, bind=alt.binding_select(options=[ALL, *KINDS.values()], name="Partners ")
    )
    force = [LETHAL, NOT_LETHAL]
    marks = (
        alt.Chart(shown, name="help")
        .transform_filter(f"kind == '{ALL}' || datum.kind == kind")
        .mark_point(size=theme.narrow(70, 100), strokeWidth=2, stroke=theme.ACCENT, opacity=1)
        .encode(
            alt.X("level:N")
            .title(None)
            .scale(domain=LEVELS)
            .axis(
                orient="top",
                grid=True,
                labelExpr=SHORT_LEVELS,
                labelOverlap=False,
                labelPadding=theme.narrow(16, 4),
            ),
            alt.Y("label:N").title(None).scale(domain=rows["label"].unique().tolist()).axis(name_axis()),
            alt.XOffset("place:Q").scale(domain=[-2, 2]),
            alt.Shape("force:N").scale(domain=force, range=["triangle-up", "circle"]),
            alt.Fill("force:N").scale(domain=force, range=[theme.ACCENT, "transparent"]),
            tooltip=[
                alt.Tooltip("partner:N", title="Partner"),
                alt.Tooltip("iraqi_counterpart:N", title="Helps"),
                alt.Tooltip("level:N", title="Level"),
                alt.Tooltip("functions:N", title="How"),
                alt.Tooltip("force:N", title="Lethal support"),
            ],
        )
        .add_params(kind)
    )
    lethal = rows[rows["force"] == LETHAL]
    by_level = [f"{(lethal['level'] == level).sum()} {level}" for level in LEVELS]
    columns = {
        "partner": "Partner",
        "kind": "Kind of partner",
        "iraqi_counterpart": "Helps",
        "level": "Level",
        "functions": "How",
        "force": "Lethal support",
        "since": "Since",
        "until": "Until",
        "who": "Source",
    }
    return publish(
        marks.properties(height={"step": 27}),
        name="institutions-partners",
        finding="In this list, lethal support stops below the strategic level",
        measure="Help from countries and organisations by level of work, 2003 to 2026; much of it has ended",
        source="Sources: press and official pages, named in the data table; levels are our reading",
        description=(
            f"A matrix with one row a partner and three columns: strategic, operational and tactical. Of "
            f"{len(rows)} relationships {len(lethal)} include lethal support, shown by filled triangles: "
            f"{', '.join(by_level)}. They belong to {', '.join(lethal['partner'])}. Open circles mark all "
            "others, among them every one of NATO, the EU and the UN. A menu keeps one kind of partner."
        ),
        table=rows[list(columns)].rename(columns=columns).assign(Level=rows["level"].astype(str)),
        tables=("partners",),
        follow=Follow(mark="help", row="row", counted="relationships"),
    )
