"""Charts of what followed the brief: NMI's size and US troops, beside what had been expected."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.axes import years
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Published, publish
from natoiraq.charts import headcounts

# The brief names seasons only; summer stands at 1 July, autumn at 1 October.
STEPS: Final = (
    ("nmi-2021-03-05-planned-150-brief", "2021-07-01", "summer 2021"),
    ("nmi-2021-03-05-planned-70-brief", "2021-10-01", "autumn 2021"),
)
STARTS: Final = {"nmi-2021-02-18-deployed": "NATO’s figure", "nmi-2021-03-10-deployed": "Iraq’s figure"}


def expected() -> pd.DataFrame:
    """Return the growth that the brief expected in 2021, from each of the two starting figures."""
    reported = headcounts.statements(("NMI",)).set_index("id")
    people = {str(key): float(value) for key, value in reported["people"].dropna().items()}
    rows = []
    for start, name in STARTS.items():
        reached = people[start]
        rows.append((reported["date"][start], reached, name, reported["when"][start]))
        for step, day, season in STEPS:
            reached += people[step]
            rows.append((pd.Timestamp(day), reached, name, season))
    return pd.DataFrame(rows, columns=["date", "people", "start", "when"])


@catalogued
def mission() -> Published:
    """Return the counts of NMI since 2021 beside the growth that the brief expected in that year."""
    rows = headcounts.statements(("NMI",))
    present = rows["kind"].isin([headcounts.PRESENT, headcounts.BOUND]) & (rows["country"] == "all")
    rows = rows[present & (rows["date"] >= "2021") & ~rows["in_brief"].astype(bool)]
    path = expected()
    ends = (
        path.groupby("start", sort=False)
        .tail(1)
        .assign(label=lambda end: end["people"].map("{:,.0f} expected".format))
    )
    lines = (
        alt.Chart(path)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            years(2021, 2027),
            alt.Y("people:Q").title("People").scale(domain=[0, 800]),
            strokeDash=alt.StrokeDash("start:N")
            .scale(domain=list(STARTS.values()), range=[[1, 0], [5, 4]])
            .title(None),
            color=alt.value(theme.CATEGORY[3]),
        )
    )
    labels = (
        alt.Chart(ends[["date", "people", "label"]])
        .mark_text(align="left", dx=6, dy=-8)
        .encode(alt.X("date:T"), alt.Y("people:Q"), text="label:N")
    )
    yearly = rows["date_precision"] == "year"
    points = (
        alt.Chart(headcounts.plotted(rows[~yearly]))
        .mark_point(size=90, strokeWidth=2)
        .encode(
            alt.X("date:T"),
            alt.Y("people:Q"),
            **headcounts.kind_channels(headcounts.PRESENT, headcounts.BOUND),
        )
    )
    # A count with a year and no day could belong anywhere in it, so it is drawn as long as the year.
    undated = headcounts.plotted(rows[yearly]).assign(until=lambda row: row["date"] + pd.offsets.YearEnd())
    spans = (
        alt.Chart(undated)
        .mark_rule(color=theme.ACCENT, strokeWidth=3)
        .encode(
            alt.X("date:T"),
            alt.X2("until:T"),
            alt.Y("people:Q"),
            tooltip=headcounts.tooltips("said", "scope", "when", "who"),
        )
    )
    first, second = (int(end) for end in ends["people"])
    return publish(
        (spans + lines + labels + points).properties(height=320),
        name="since-2021-mission",
        finding="Whether NMI grew as expected depends on the starting figure one believes",
        measure="NMI: people present by statement, 2021 to 2026; lines: the brief’s steps from each start",
        source=headcounts.SOURCE,
        description=(
            "Dots show published counts of NMI: 500 by NATO and 320 by Iraq in early 2021, 600 in October "
            "2021, 500 in 2022 and 2023, 600 in 2024, 350 and then 0 inside Iraq in March 2026. A triangle "
            "marks over 300 in March 2021; a flat line through 2021 marks a Danish 500 that names the year "
            "only. Two stepped lines show the growth that the brief "
            f"expected in 2021: to {first:,} from NATO’s figure, to {second:,} from Iraq’s. The 600 of "
            "October 2021 lie between their ends."
        ),
        table=headcounts.behind(rows),
        tables=("headcounts",),
    )


@catalogued
def us_troops() -> Published:
    """Return the US troops reported since late 2020 beside the two levels that the statements name."""
    rows = headcounts.statements(("US forces",))
    kinds = [headcounts.PRESENT, headcounts.PLAN]
    whole = ~rows["scope"].str.startswith("only those left") & ~rows["in_brief"].astype(bool)
    rows = rows[whole & (rows["date"] >= "2020-11") & rows["kind"].isin(kinds)]
    early = (rows["date"] >= "2021") & (rows["date"] < "2025-02")
    steady = int((rows.loc[early, "people"] == 2500).sum())
    levels = pd.DataFrame(
        {"people": [2500, 2000], "label": ["F12: 2,500 at the end of 2021", "F11: 2,000 by the end of 2024"]}
    )
    rules = alt.Chart(levels).mark_rule(strokeDash=[5, 4]).encode(alt.Y("people:Q"))
    words = (
        alt.Chart(levels)
        .mark_text(align="right", baseline="top", dy=6, fontSize=11, color=theme.INK_SOFT)
        .encode(alt.XDatum({"year": 2026, "month": 12}, type="temporal"), alt.Y("people:Q"), text="label:N")
    )
    points = (
        alt.Chart(headcounts.plotted(rows))
        .mark_point(size=90, strokeWidth=2)
        .encode(
            years(2020, 2027),
            alt.Y("people:Q").title("People").scale(domain=[0, 3500]),
            **headcounts.kind_channels(*kinds),
        )
    )
    return publish(
        (rules + words + points).properties(height=300),
        name="since-2021-us-troops",
        finding="Every report we found from 2021 to early 2025 put US troops at about 2,500",
        measure="US troops in Iraq: people present and plans by statement, 2020 to 2026",
        source=headcounts.SOURCE,
        description=(
            f"Dots for people present: 3,000 in November 2020, then 2,500 in {steady} reports from January "
            "2021 to January 2025, about 2,000 in August 2025, and 2,500 again in one report of January 2026 "
            "that others contradict. A diamond marks the Pentagon’s plan of September 2025 for fewer than "
            "2,000. Dashed lines mark the two levels that the statements name, 2,500 and 2,000."
        ),
        table=headcounts.behind(rows),
        tables=("headcounts",),
    )
