"""Charts of chapter 4 beside the news: who has a say, whose clocks run when, who carries what."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish
from bookkit.figures.words import date_text, quantity_text, source_text
from natoiraq.charts.history import surname

EVERY_ROLE: Final = "All roles"
STANCES: Final = {
    "in favour": ("circle", theme.ACCENT, "In favour"),
    "conditional": ("triangle-up", theme.CATEGORY[2], "Conditional"),
    "divided": ("diamond", theme.CATEGORY[3], "Divided"),
    "against": ("cross", theme.CATEGORY[1], "Against"),
    "none found": ("M-0.7,-0.2H0.7V0.2H-0.7Z", theme.INK_SOFT, "None found"),
}
"""Stance -> shape, colour and name for readers."""

THEN: Final = "2021"
LATEST: Final = "Latest"


def positions() -> pd.DataFrame:
    """Return the public positions, one row an actor and time."""
    rows = evidence.load("stakeholders")
    rows["who"] = rows["sources"].map(source_text)
    rows["label"] = ["\n".join(wrap(actor, 24)) for actor in rows["actor"]]
    found = []
    for at, stance, said in (
        (THEN, "stance_2021", "position_2021"),
        (LATEST, "stance_latest", "position_latest"),
    ):
        words = rows[stance].astype(str).map({key: name for key, (_, _, name) in STANCES.items()})
        found.append(rows.assign(at=at, stance=words, position=rows[said]))
    return pd.concat(found, ignore_index=True).assign(row=lambda table: table.index)


@catalogued
def stakeholders() -> Published:
    """Return who can say yes, no or spoil, with the public stance found in 2021 and last."""
    rows = positions()
    roles = [EVERY_ROLE, *rows["role"].cat.categories]
    role = alt.param(name="role", value=EVERY_ROLE, bind=alt.binding_select(options=roles, name="Role "))
    order = rows.sort_values("role", kind="stable")["label"].drop_duplicates().tolist()
    names = [name for _, _, name in STANCES.values()]
    silent = int((rows.loc[rows["at"] == LATEST, "stance"] == "None found").sum())
    actors = rows["actor"].nunique()
    drawn = rows[["label", "actor", "role", "at", "stance", "position", "row"]]
    chart = (
        alt.Chart(drawn.astype({"role": "str"}), name="positions")
        .transform_filter(f"role == '{EVERY_ROLE}' || datum.role == role")
        .mark_point(filled=True, size=170, opacity=1)
        .encode(
            alt.X("at:N").title(None).scale(domain=[THEN, LATEST]).axis(orient="top"),
            alt.Y("label:N")
            .title(None)
            .scale(domain=order)
            .axis(grid=True, labelExpr="split(datum.label, '\\n')", labelLimit=theme.narrow(170, 240)),
            color=alt.Color("stance:N")
            .scale(domain=names, range=[colour for _, colour, _ in STANCES.values()])
            .title(None),
            shape=alt.Shape("stance:N")
            .scale(domain=names, range=[shape for shape, _, _ in STANCES.values()])
            .title(None),
            tooltip=[
                alt.Tooltip("actor:N", title="Who"),
                alt.Tooltip("role:N", title="Role"),
                alt.Tooltip("at:N", title="When"),
                alt.Tooltip("stance:N", title="Stance"),
                alt.Tooltip("position:N", title="Position"),
            ],
        )
        .add_params(role)
    )
    titles = {"actor": "Who", "role": "Role", "at": "When", "stance": "Stance", "position": "Position"}
    titles |= {"who": "Source", "confidence": "Confidence"}
    return publish(
        chart.properties(height={"step": 38}),
        name="principles-stakeholders",
        finding=f"Of {actors} actors, {silent} have no recent public position that we found",
        measure="Public stance on NMI by actor, in 2021 and the last one found in the years 2024 to 2026",
        source="Sources: each position names its own in the data table",
        description=(
            f"A grid of {actors} actors and two times. {told(rows, THEN)} {told(rows, LATEST)} A mark for "
            "none found means that no public position was found, not that there was none. A menu chooses "
            "a role; the data table gives each position in words."
        ),
        table=rows[list(titles)].rename(columns=titles),
        tables=("stakeholders",),
        follow=Follow(mark="positions", row="row", counted="positions"),
    )


def told(rows: pd.DataFrame, at: str) -> str:
    """Return how many actors took each stance, as a sentence."""
    counts = rows.loc[rows["at"] == at, "stance"].value_counts()
    said = ", ".join(
        f"{counts[name]} {name.lower()}" for _, _, name in STANCES.values() if counts.get(name, 0)
    )
    return f"{at}: {said}."


LANES: Final = ("Commander", "Search for a government", "Budget law")
FIRST: Final = "2020-11-24"  # Olsen takes command: the commander when the brief appeared


def cycles_table() -> pd.DataFrame:
    """Return commands, searches for a government and budgets as spans, in the order of their lanes.

    Returns
    -------
    DataFrame
        One row a span: `lane`, `what`, `start`, `end` (the day the facts go up to where none was found),
        `state`, and dates and sources in words.
    """
    last = pd.Timestamp(evidence.facts_as_of())
    calendar = evidence.load("political_calendar").set_index("id", drop=False)
    commands = evidence.load("commanders").sort_values("start")
    commands = commands[commands["start"] >= FIRST].copy()
    commands["lane"] = LANES[0]
    commands["what"] = [
        surname(name, key) for name, key in zip(commands["name"], commands["id"], strict=True)
    ]
    searches = calendar.loc[["election-2021", "election-2025"]].copy()
    formed = calendar.loc["government-sudani-2022", ["start", "start_precision"]]
    searches["lane"], searches["what"] = LANES[1], ["After 2021", "After 2025"]
    searches.loc["election-2021", "end"] = formed["start"]
    searches.loc["election-2021", "end_precision"] = formed["start_precision"]
    budgets = calendar[calendar["kind"].isin(["budget", "stopgap"])].copy()
    budgets["lane"] = LANES[2]
    budgets["what"] = ["2021", "Stopgap", "2023 to 2025"]
    rows = pd.concat([commands, searches, budgets], ignore_index=True)
    rows["state"] = rows["end"].isna().map({True: "No end found", False: "Ended"})
    rows["from"] = rows.apply(date_text, axis=1, column="start")
    rows["until"] = rows.apply(date_text, axis=1, column="end").replace("", "no end found")
    rows["end"] = rows["end"].fillna(last)
    rows["who"] = rows["sources"].map(source_text)
    return rows


@catalogued
def cycles() -> Published:
    """Return NMI's commands beside Iraq's elections and budgets."""
    rows = cycles_table()
    votes = evidence.load("political_calendar")
    votes = votes[votes["kind"] == "election"].assign(label="Vote")
    left = evidence.load("events").set_index("id").loc[["nmi-leaves-iraq-2026"], ["date"]].copy()
    left["label"] = "Left"
    lines = pd.concat([votes.rename(columns={"start": "date"})[["date", "label"]], left])
    span = [{"year": 2020, "month": 10, "date": 1}, {"year": 2027, "month": 1, "date": 1}]
    base = alt.Chart(rows[["lane", "what", "start", "end", "state", "from", "until"]]).encode(
        alt.Y("lane:N")
        .title(None)
        .scale(domain=LANES)
        .axis(labelExpr="split(replace(datum.label, 'for a ', 'for a@'), '@')")
    )
    bars = base.mark_bar(height=theme.narrow(84, 34), stroke=theme.ACCENT, strokeWidth=2).encode(
        alt.X("start:T").title(None).axis(grid=True),
        alt.X2("end:T"),
        fill=alt.Fill("state:N")
        .scale(domain=["Ended", "No end found"], range=["transparent", theme.LINE])
        .title(None),
        tooltip=[
            alt.Tooltip("lane:N", title="Clock"),
            alt.Tooltip("what:N", title="Span"),
            alt.Tooltip("from:N", title="From"),
            alt.Tooltip("until:N", title="Until"),
        ],
    )
    middle = base.transform_calculate(middle="(toNumber(datum.start) + toNumber(datum.end)) / 2")
    labels = middle.mark_text(fontSize=theme.narrow(9, 11), angle=theme.narrow(270, 0)).encode(
        alt.X("middle:T"), text="what:N"
    )
    # The domain stands here: on spans, which have two ends, Vega-Lite reads it twice and warns.
    marks = alt.Chart(lines).encode(alt.X("date:T").scale(domain=span))
    rules = marks.mark_rule(strokeDash=[5, 4], strokeWidth=1.5)
    words = marks.encode(y=alt.value(0), text="label:N")
    voted = words.transform_filter("datum.label == 'Vote'").mark_text(align="right", baseline="bottom", dy=-3)
    gone = words.transform_filter("datum.label == 'Left'").mark_text(align="left", baseline="bottom", dy=-3)
    met = commanders_met(rows)
    names = {"lane": "Clock", "what": "Span", "from": "From", "until": "Until"}
    names |= {"confidence": "Confidence", "note": "Note", "who": "Source"}
    return publish(
        (bars + labels + rules + voted + gone).properties(height={"step": 96}),
        name="principles-cycles",
        finding=f"While one Iraqi budget law ran, from 2023 to 2025, NMI had {met} commanders",
        measure="Commands of NMI, searches for a government, budget laws; “Left”: NMI’s staff leave Iraq",
        source="Sources: NATO, Iraqi and other news agencies; each span names its own in the data table",
        description=(
            "Three lanes from November 2020 to 2026. In the first, boxes for the commanders of NMI from "
            "Olsen to Hintzy, most of about a year. In the second, the search for a government after the "
            "vote of 10 October 2021 lasts to 27 October 2022; the one after the vote of 11 November 2025 "
            "has no end that was found. In the third, the budget for 2021 from March to December 2021, a "
            "stopgap law from June 2022, and the budget law for 2023 to 2025 from 12 June 2023. Dashed "
            "lines mark the two votes and the day on which NMI left Iraq, 20 March 2026."
        ),
        table=rows[list(names)].rename(columns=names).fillna(""),
        tables=("commanders", "political_calendar", "events"),
    )


def commanders_met(rows: pd.DataFrame) -> int:
    """Return how many commanders served on some day of the budget law for 2023 to 2025."""
    law = rows[rows["what"] == "2023 to 2025"].iloc[0]
    commands = rows[rows["lane"] == LANES[0]]
    return int(((commands["start"] <= law["end"]) & (commands["end"] >= law["start"])).sum())


MOMENTS: Final = {
    "Early 2021": ("2021-03-01", "us-2021-01-15-deployed", "nmi-2021-02-18-deployed"),
    "Mid-2023": ("2023-05-04", "us-2022-11-06-deployed", "nmi-2023-07-07-deployed"),
}
"""Moment -> a day for the CIA's list, and the nearest counts of US troops and of NMI."""

IN_IRAQ: Final = "Iraq alone"
WIDER: Final = "Wider area"
OUTSIDE_NATO: Final = "Iraq, national operation"


def presence_table() -> pd.DataFrame:
    """Return who had how many troops in or near Iraq at two moments, in the order of the largest figure."""
    deployed = evidence.load("partner_deployments")
    counts = evidence.load("headcounts").set_index("id")
    found = []
    for moment, (day, us, nmi) in MOMENTS.items():
        on = pd.Timestamp(day)
        rows = deployed[(deployed["first_edition"] <= on) & (deployed["last_edition"] >= on)].copy()
        rows["area"] = WIDER
        rows.loc[rows["geographic_scope"] == "Iraq", "area"] = IN_IRAQ
        rows.loc[rows["mission_as_described"].str.contains("not NATO"), "area"] = OUTSIDE_NATO
        rows["who"], rows["mission"] = rows["country"], rows["mission_as_described"]
        for key, name, mission in (
            (us, "US troops", "coalition and national"),
            (nmi, "NMI, all nations", "NATO"),
        ):
            one = counts.loc[[key], ["value", "sources"]].rename(columns={"value": "low"})
            one = one.assign(
                who=name, mission=mission, geographic_scope="Iraq", area=IN_IRAQ, high=one["low"]
            )
            rows = pd.concat([rows, one], ignore_index=True)
        found.append(rows.assign(moment=moment))
    table = pd.concat(found, ignore_index=True)
    table["most"] = table["high"].fillna(table["low"]).astype("float64")
    table["said"] = [
        quantity_text(pd.Series({"value": pd.NA, "low": row.low, "high": row.high}))
        for row in table.itertuples()
    ]
    table["source"] = table["sources"].map(source_text)
    return table.assign(row=table.index)


@catalogued
def presence() -> Published:
    """Return US and allied troops in and near Iraq, with the area that each figure covers."""
    rows = presence_table()
    ranked = rows.drop_duplicates("who").sort_values(["moment", "most"], ascending=[True, False])
    order = ranked["who"].tolist()
    areas = [IN_IRAQ, WIDER, OUTSIDE_NATO]
    moment = alt.param(
        name="moment",
        value=next(iter(MOMENTS)),
        bind=alt.binding_select(options=list(MOMENTS), name="When "),
    )
    base = alt.Chart(
        rows[["who", "moment", "area", "most", "said", "geographic_scope", "mission", "row"]],
        name="presence",
    ).transform_filter("datum.moment == moment")
    chart = base.mark_point(size=110, strokeWidth=2, opacity=1, stroke=theme.ACCENT).encode(
        alt.X("most:Q")
        .title("People, largest number given")
        .scale(domain=[0, 5500])
        .axis(values=[0, 1000, 2000, 3000, 4000, 5000]),
        alt.Y("who:N").title(None).scale(domain=order).axis(grid=True),
        fill=alt.Fill("area:N")
        .scale(domain=areas, range=[theme.ACCENT, "transparent", "transparent"])
        .title(None),
        shape=alt.Shape("area:N").scale(domain=areas, range=["circle", "square", "triangle-up"]).title(None),
        tooltip=[
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("said:N", title="People"),
            alt.Tooltip("geographic_scope:N", title="Area"),
            alt.Tooltip("mission:N", title="Mission"),
        ],
    )
    first = rows[rows["moment"] == "Early 2021"]
    wide = first[first["area"] == WIDER]
    names = {"moment": "When", "who": "Who", "said": "People", "geographic_scope": "Area"}
    names |= {"mission": "Mission", "source": "Source"}
    return publish(
        chart.add_params(moment).properties(height={"step": 30}),
        name="principles-presence",
        finding=f"Of {len(first) - 2} allied figures listed in early 2021, {len(wide)} cover more than Iraq",
        measure="People deployed, by country, as listed at two moments; a hollow square covers a wider area",
        source="Sources: CIA World Factbook; press reports for US troops and NMI, named in the data table",
        description=(
            "One row for US troops, for NMI as a whole and for each allied country in a list of the CIA. In "
            "early 2021 US troops in Iraq stand at 2,500 and NMI at 500. Filled circles cover Iraq alone: "
            f"{listed(first, IN_IRAQ)}. Hollow squares cover a wider area: {listed(first, WIDER)}. In "
            "mid-2023 a triangle stands for Turkey's national operation in Iraq against the PKK, 5,000, "
            "outside NATO's mission."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("partner_deployments", "headcounts"),
        follow=Follow(mark="presence", row="row", counted="figures"),
    )


def listed(rows: pd.DataFrame, area: str) -> str:
    """Return the countries of one area with their figures, as words."""
    chosen = rows[(rows["area"] == area) & ~rows["who"].isin(["US troops", "NMI, all nations"])]
    return ", ".join(f"{row.who} {row.said}" for row in chosen.itertuples())


SPENDERS: Final = (
    "United States",
    "Canada",
    "Denmark",
    "Italy",
    "Spain",
    "Netherlands",
    "France",
    "Turkey",
    "United Kingdom",
    "Germany",
)
"""The United States, the lead nations of NMI in order, and three large contributors to the region."""


def spending_table() -> pd.DataFrame:
    """Return the latest value of military expenditure for 2021 and 2025, one row a country."""
    rows = evidence.load("military_expenditure")
    rows = rows[rows["is_latest"] & rows["country"].isin(SPENDERS) & rows["year"].isin([2021, 2025])]
    table = rows.pivot(index="country", columns="year", values="pct_gdp")
    table.columns = [f"in_{year}" for year in table.columns]
    return table.loc[list(SPENDERS)].reset_index()


@catalogued
def spending() -> Published:
    """Return what allies spent on defence in 2021 and 2025, as a share of GDP."""
    rows = spending_table()
    long = rows.melt("country", ["in_2021", "in_2025"], "year", "share")
    long["year"] = long["year"].str.removeprefix("in_")
    y = alt.Y("country:N").title(None).sort(list(SPENDERS)).axis(grid=True)
    lines = (
        alt.Chart(rows)
        .mark_rule(strokeWidth=2, color=theme.INK_SOFT)
        .encode(alt.X("in_2021:Q").title("% of GDP").scale(domain=[0, 4]), alt.X2("in_2025:Q"), y)
    )
    points = (
        alt.Chart(long)
        .mark_point(size=100, strokeWidth=2, opacity=1, stroke=theme.ACCENT)
        .encode(
            alt.X("share:Q"),
            y,
            fill=alt.Fill("year:N")
            .scale(domain=["2021", "2025"], range=[theme.PAPER, theme.ACCENT])
            .title(None),
            shape=alt.Shape("year:N").scale(domain=["2021", "2025"], range=["diamond", "circle"]).title(None),
            tooltip=[
                alt.Tooltip("country:N", title="Country"),
                alt.Tooltip("year:N", title="Year"),
                alt.Tooltip("share:Q", title="% of GDP"),
            ],
        )
    )
    said = ", ".join(f"{row.country} {row.in_2021:g} to {row.in_2025:g}" for row in rows.itertuples())
    rose = rows[rows["in_2025"] > rows["in_2021"]]
    names = {"country": "Country", "in_2021": "2021, % of GDP", "in_2025": "2025, % of GDP"}
    return publish(
        (lines + points).properties(height={"step": 28}),
        name="principles-spending",
        finding=f"{len(rose)} of {len(rows)} allies spent a larger share in 2025 than in 2021",
        measure="Military expenditure in % of GDP, latest estimate for 2021 and for 2025",
        source="Source: CIA World Factbook",
        description=(
            "One row a country, a hollow diamond for 2021 and a filled dot for 2025, in per cent of GDP: "
            f"{said}. Only the United States fell. The figures say nothing about Iraq."
        ),
        table=rows.rename(columns=names),
        tables=("military_expenditure",),
    )
