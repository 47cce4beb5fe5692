"""Charts of what insecurity does to people: deaths in organised violence, and displacement."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Published, publish

KINDS: Final = {
    "deaths_best": "All deaths, with the range",
    "state_based": "Fighting with a government on one side",
    "non_state": "Fighting between groups",
    "one_sided": "Attacks on civilians",
    "civilians": "Civilians, in any kind of violence",
}
STOCKS: Final = {
    "idps_unhcr": "Inside Iraq (UNHCR)",
    "idps_idmc": "Inside Iraq (IDMC)",
    "refugees": "Refugees abroad",
}
MILLION: Final = 1_000_000


def by_year(rows: pd.DataFrame, column: str) -> dict[int, int]:
    """Return a column by its year, where it has a number."""
    known = rows.dropna(subset=[column])
    return dict(zip(known["year"].astype(int), known[column].astype(int), strict=True))


@catalogued
def deaths() -> Published:
    """Return deaths in organised violence in Iraq by year, all or of one kind."""
    rows = evidence.load("conflict_deaths").query("iso3 == 'IRQ'").sort_values("year")
    drawn = rows[["year", *KINDS]].melt("year", var_name="kind", value_name="deaths")
    drawn["kind"] = drawn["kind"].map(KINDS)
    ranges = rows[["year", "deaths_low", "deaths_high"]].rename(
        columns={"deaths_low": "low", "deaths_high": "high"}
    )
    everyone = KINDS["deaths_best"]
    kind = alt.param(
        name="kind", value=everyone, bind=alt.binding_select(options=list(KINDS.values()), name="Count ")
    )
    x = alt.X("year:Q").title(None).scale(domain=[2002.4, 2024.6], nice=False).axis(format="d", grid=False)
    y = alt.Y("deaths:Q").title("Deaths").scale(domain=[0, 18_000])
    bars = (
        alt.Chart(drawn)
        .transform_filter("datum.kind == kind")
        .mark_bar(size=theme.narrow(8, 18))
        .encode(
            x,
            y,
            tooltip=[
                alt.Tooltip("year:Q", title="Year", format="d"),
                alt.Tooltip("kind:N", title="Counted"),
                alt.Tooltip("deaths:Q", title="Deaths", format=","),
            ],
        )
    )
    span = (
        alt.Chart(ranges)
        .transform_filter(f"kind == '{everyone}'")
        .mark_rule(strokeWidth=2, color=theme.INK)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q"))
    )
    best = by_year(rows, "deaths_best")
    worst = [best[year] for year in range(2014, 2018)]
    peak = max(best, key=best.__getitem__)
    columns = {"year": "Year", "deaths_low": "Low", "deaths_best": "Best estimate", "deaths_high": "High"}
    columns |= {key: name for key, name in KINDS.items() if key != "deaths_best"}
    return publish(
        (bars + span).add_params(kind).properties(height=320),
        name="violence-deaths",
        finding=f"Deaths in organised violence peaked in {peak} and fell steeply after 2017",
        measure="Deaths a year inside Iraq, whoever fought, best estimates with low and high, 2003 to 2024",
        source="Source: Uppsala Conflict Data Program, Organized Violence 25.1",
        description=(
            f"Bars by year with a line from the low to the high estimate. {best[2003]:,} deaths in 2003, "
            f"at most {max(best[year] for year in range(2004, 2014)):,} a year from 2004 to 2013, then "
            f"{min(worst):,} to {max(worst):,} a year from 2014 to 2017, {best[2018]:,} in 2018 and "
            f"{best[2024]:,} in 2024. A menu shows single kinds of violence, or "
            "civilians alone; these have no published range."
        ),
        table=rows[list(columns)].astype({"year": str}).rename(columns=columns).reset_index(drop=True),
        tables=("conflict_deaths",),
    )


@catalogued
def displacement() -> Published:
    """Return Iraqis displaced inside the country, by two counters, and refugees abroad."""
    rows = evidence.load("displacement").sort_values("year")
    drawn = rows[["year", *STOCKS]].melt("year", var_name="who", value_name="people").dropna()
    drawn = drawn.assign(who=drawn["who"].map(STOCKS), millions=drawn["people"].astype("float64") / MILLION)
    order = list(STOCKS.values())
    base = alt.Chart(drawn).encode(
        alt.X("year:Q").title(None).scale(domain=[2002.5, 2025.5], nice=False).axis(format="d", grid=False),
        alt.Y("millions:Q").title("Million people").scale(domain=[0, 5]),
        alt.Color("who:N").scale(domain=order, range=[theme.ACCENT, theme.CATEGORY[1], theme.CATEGORY[2]]),
    )
    lines = base.mark_line().encode(
        alt.StrokeDash("who:N").scale(domain=order, range=[[1, 0], [6, 4], [2, 3]])
    )
    points = base.mark_point(filled=True, size=theme.narrow(25, 45), opacity=1).encode(
        alt.Shape("who:N").scale(domain=order, range=["circle", "square", "triangle-up"]),
        tooltip=[
            alt.Tooltip("year:Q", title="Year", format="d"),
            alt.Tooltip("who:N", title="Who, by whom"),
            alt.Tooltip("people:Q", title="People", format=","),
        ],
    )
    inside, other, abroad = (by_year(rows, column) for column in STOCKS)
    peak = max(inside, key=inside.__getitem__)
    columns = {"year": "Year", **STOCKS}
    return publish(
        (lines + points).properties(height=320),
        name="violence-displacement",
        finding="Killing fell quickly, displacement slowly: nearly a million were still displaced in 2025",
        measure="Million people displaced at the end of the year, inside Iraq and as refugees, 2003 to 2025",
        source="Sources: UNHCR, Refugee Data Finder; Internal Displacement Monitoring Centre",
        description=(
            "Three lines. Refugees from Iraq peak at "
            f"{abroad[2007]:,} in 2007 and stand at "
            f"{abroad[2025]:,} in 2025. People displaced inside the country "
            f"peak at {inside[peak]:,} in {peak} by UNHCR’s count, where "
            f"the other count has {other[peak]:,}; from 2020 the two "
            f"differ by rounding only and fall to {inside[2025]:,} in 2025."
        ),
        table=rows[list(columns)].astype({"year": str}).rename(columns=columns).reset_index(drop=True),
        tables=("displacement",),
    )
