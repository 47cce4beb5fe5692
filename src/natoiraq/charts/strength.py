"""Charts of how many fighters there are: a count that changed its rule, and claims that differ."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish
from bookkit.figures.words import quantity_text, source_text
from natoiraq.charts.institutions import folded, name_axis

ALL: Final = "All"
BREAK: Final = 2012.5
FACTBOOK: Final = "CIA World Factbook"
COMPONENTS: Final = {
    "Popular Mobilization Forces": "Popular Mobilization Forces",
    "Ministry of Defence (total)": "Ministry of Defence",
    "Peshmerga (total)": "Peshmerga",
}
BODIES: Final = ("Popular Mobilization Forces", "Ministry of Defence", "Ministry of Interior", "Peshmerga")
MEMBER: Final = "Member of parliament F. al-Khazaali"
SHORT: Final = {BODIES[0]: "PMF", BODIES[1]: "Defence", BODIES[2]: "Interior"}
SHAPES: Final = {"One figure": "circle", "At least": "triangle-right", "Range": "diamond"}


@catalogued
def armed_forces() -> Published:
    """Return Iraq's armed forces in a standard series, with the year in which the rule changed."""
    rows = evidence.load("armed_forces").query("iso3 == 'IRQ'").sort_values("year")
    rows = rows[["year", "personnel"]].reset_index(drop=True)
    x = alt.X("year:Q").title(None).scale(domain=[1999.4, 2020.6], nice=False).axis(format="d", grid=False)
    bars = (
        alt.Chart(rows)
        .mark_bar(size=theme.narrow(9, 19))
        .encode(
            x,
            alt.Y("personnel:Q").title("Personnel").scale(domain=[0, 900_000]),
            tooltip=[
                alt.Tooltip("year:Q", title="Year", format="d"),
                alt.Tooltip("personnel:Q", title="Personnel", format=","),
            ],
        )
    )
    at_break = alt.Chart(pd.DataFrame({"year": [BREAK], "label": ["Counted\nby another\nrule"]}))
    rule = at_break.mark_rule(strokeDash=[5, 4], strokeWidth=1.5).encode(x)
    note = at_break.mark_text(align="left", baseline="top", dx=6, lineBreak="\n").encode(
        x, y=alt.YDatum(880_000), text="label:N"
    )
    year = rows.set_index("year")["personnel"]
    return publish(
        (bars + rule + note).properties(height=320),
        name="strength-armed-forces",
        finding="Iraq’s forces did not lose three quarters of their people in 2013: the count changed",
        measure="Armed forces personnel, Iraq, 2000 to 2020; paramilitary forces by the source’s rule",
        source="Source: World Bank, World Development Indicators, after the IISS Military Balance",
        description=(
            f"Bars by year. They climb from {year[2004]:,} in 2004 to {year[2010]:,} in 2010, stay exactly "
            f"there until 2012 and drop to {year[2013]:,} in 2013, where a dashed line marks a change of "
            f"rule. {year[2014]:,} is repeated from 2014 to 2017; then the bars rise to {year[2020]:,} in "
            "2020 as other forces are added to the count."
        ),
        table=rows.astype({"year": str}).rename(columns={"year": "Year", "personnel": "Personnel"}),
        tables=("armed_forces",),
    )


def factbook() -> pd.DataFrame:
    """Return each range that the Factbook gave for a force, once, from the edition in which it appears."""
    rows = evidence.load("force_strength")
    rows = rows[rows["component"].isin(list(COMPONENTS))].sort_values(["component", "first_edition"])
    bounds = rows[["low", "high"]].fillna(-1)
    same = (bounds == bounds.shift()).all(axis=1) & (rows["component"] == rows["component"].shift())
    rows = rows[~same]
    return pd.DataFrame(
        {
            "body": rows["component"].map(COMPONENTS),
            "year": rows["first_edition"].dt.year,
            "when": rows["first_edition"].dt.strftime("%B %Y"),
            "order": rows["first_edition"],
            "claimant": FACTBOOK,
            "value": rows["low"].where(rows["low"] == rows["high"]),
            "low": rows["low"],
            "high": rows["high"],
            "counted": "estimate for " + rows["stated_for"] + ", first in the edition of that date",
            "sources": rows["sources"],
        }
    )


def statements() -> pd.DataFrame:
    """Return all statements on strength, with `at` (where the mark stands), `shape` and words."""
    claims = evidence.load("force_claims").query("measure == 'headcount'")
    given = pd.DataFrame(
        {
            "body": claims["body"].astype(str),
            "year": claims["date"].dt.year,
            "when": claims["date"].dt.strftime("%Y"),
            "order": claims["date"],
            "claimant": claims["claimant"],
            "value": claims["value"],
            "low": claims["low"].fillna(claims["value"]),
            "high": claims["high"].fillna(claims["value"]),
            "counted": claims["what_is_counted"],
            "sources": claims["sources"],
        }
    )
    rows = pd.concat([given, factbook()], ignore_index=True)
    rows["said"] = rows.apply(quantity_text, axis=1)
    rows["at"] = rows["value"].fillna(rows[["low", "high"]].astype("Float64").mean(axis=1)).astype("float64")
    rows["shape"] = "Range"
    rows.loc[rows["value"].notna(), "shape"] = "One figure"
    rows.loc[rows["value"].isna() & rows["high"].isna(), "shape"] = "At least"
    rows["who"] = rows["sources"].map(source_text)
    rows["place"] = rows["body"].map(BODIES.index)
    return rows.sort_values(["place", "order", "claimant"]).reset_index(drop=True)


@catalogued
def claims() -> Published:
    """Return the strength of Iraqi forces by claimant, with the Factbook's ranges beside the claims."""
    rows = statements()
    who = rows["claimant"].str.partition(",")[0].replace({MEMBER: "a member of parliament"})
    label = rows["body"].replace(SHORT) + ", " + rows["when"] + ": " + who
    rows["label"] = label.where(~label.duplicated(), label + ", again").map(folded)
    domain = rows["label"].tolist()
    body = alt.param(name="force", value=ALL, bind=alt.binding_select(options=[ALL, *BODIES], name="Force "))
    drawn = rows.assign(row=rows.index)[
        ["body", "year", "claimant", "label", "at", "low", "high", "shape", "said", "counted", "row"]
    ]
    base = alt.Chart(drawn).transform_filter(f"force == '{ALL}' || datum.body == force")
    y = alt.Y("label:N").title(None).scale(domain=domain).axis(name_axis())
    x = (
        alt.X("at:Q")
        .title("Thousand people")
        .scale(domain=[0, 750_000], nice=False)
        .axis(labelExpr="datum.value / 1000", values=[0, 200_000, 400_000, 600_000])
    )
    spans = base.transform_filter("isValid(datum.high) && datum.high > datum.low").mark_rule(
        strokeWidth=3, color=theme.ACCENT
    )
    points = (
        base.properties(name="claims")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x,
            y,
            alt.Shape("shape:N").scale(domain=list(SHAPES), range=list(SHAPES.values())),
            tooltip=[
                alt.Tooltip("body:N", title="Force"),
                alt.Tooltip("claimant:N", title="Who says so"),
                alt.Tooltip("year:Q", title="Year", format="d"),
                alt.Tooltip("said:N", title="People"),
                alt.Tooltip("counted:N", title="What is counted"),
            ],
        )
    )
    pmf = rows[(rows["body"] == BODIES[0]) & (rows["year"] == 2023)]
    apart = evidence.fact("derived:pmf-difference-2023").text
    columns = {
        "body": "Force",
        "when": "Date",
        "claimant": "Who says so",
        "said": "People",
        "counted": "What is counted",
        "who": "Source",
    }
    return publish(
        (spans.encode(alt.X("low:Q"), y, alt.X2("high:Q")) + points)
        .add_params(body)
        .properties(height={"step": 27}),
        name="strength-claims",
        finding=f"On the PMF in 2023, its chairman and a committee of parliament differ by {apart} people",
        measure="People by force and claimant, 2014 to 2025; posts, people paid and estimates differ",
        source="Sources: each claim names its own in the data table; CIA World Factbook, 2020 to 2025",
        description=(
            f"One row a statement, {len(rows)} in all. For the Popular Mobilization Forces in 2023: "
            + "; ".join(f"{row.claimant}, {row.said}" for row in pmf.itertuples())
            + ". The Factbook kept 100,000 to 160,000 from 2021 until March 2024, then had 125,000, then at "
            "least 200,000. Ministry of Defence: 200,000 in the Factbook, 450,000 in budget papers. "
            "Ministry of Interior: over 700,000. Peshmerga: 150,000 to 200,000, later 150,000."
        ),
        table=rows[list(columns)].rename(columns=columns),
        tables=("force_claims", "force_strength"),
        follow=Follow(mark="claims", row="row", counted="statements"),
    )
