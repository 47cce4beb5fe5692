"""Charts of people: how many were announced, planned and counted, by whom, for NATO and beside it."""

from __future__ import annotations

from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.axes import years
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Published, publish
from bookkit.figures.words import date_text, quantity_text, source_text

PRESENT: Final = "People present"
BOUND: Final = "Bound only"
CEILING: Final = "Ceiling"
PLAN: Final = "Plan"
KINDS: Final = {"deployed": PRESENT, "authorised": CEILING, "announced_ceiling": CEILING, "planned": PLAN}
# Shape says the kind as well as colour does: a dot is there, a bar is a limit, a diamond is an intention.
SHAPES: Final = {
    PRESENT: "circle",
    BOUND: "triangle-down",
    CEILING: "M-1.3,-0.3H1.3V0.3H-1.3Z",
    PLAN: "diamond",
}
COLOURS: Final = {
    PRESENT: theme.ACCENT,
    BOUND: theme.ACCENT,
    CEILING: theme.CATEGORY[1],
    PLAN: theme.CATEGORY[3],
}
NATO: Final = ("NTM-I", "NTCB-I", "NMI")
# Vega blanks the labels of a logarithmic axis that are no power of ten, unless they are written out.
PLAIN: Final = "format(datum.value, ',')"
PLOTTED: Final = ("date", "people", "low", "high", "kind", "said", "when", "scope", "who")
SOURCE: Final = "Sources: each statement names its own in the data table"


def statements(missions: tuple[str, ...]) -> pd.DataFrame:
    """Return the statements on some missions' people, ready to plot.

    Parameters
    ----------
    missions
        Names from the `mission` column of the table of headcounts.

    Returns
    -------
    DataFrame
        The rows in personnel, with `kind` (a key of `SHAPES`), `people` (the value, else the bound given or
        the middle of the range), `said` (the number as it was given), `when` and `who` (date and publisher).
    """
    counts = evidence.load("headcounts")
    rows = counts[counts["mission"].isin(missions) & (counts["unit"] == "personnel")].copy()
    middle = rows[["low", "high"]].astype("Float64").mean(axis=1)
    rows["people"] = rows["value"].astype("Float64").fillna(middle).astype("float64")
    rows["kind"] = rows["measure"].astype(str).map(KINDS)
    one_sided = rows["value"].isna() & (rows["low"].notna() ^ rows["high"].notna())
    rows.loc[(rows["kind"] == PRESENT) & one_sided, "kind"] = BOUND
    rows["said"] = rows.apply(quantity_text, axis=1)
    rows["when"] = rows.apply(date_text, axis=1)
    rows["who"] = rows["sources"].map(source_text)
    return rows.sort_values("date")


def behind(rows: pd.DataFrame, **first: str) -> pd.DataFrame:
    """Return the table behind a chart of headcounts; `first` names further columns to lead with."""
    names = {**first, "when": "Date", "kind": "Kind", "said": "People", "scope": "What was counted"}
    names |= {"who": "Source", "confidence": "Confidence"}
    return rows[list(names)].rename(columns=names).reset_index(drop=True)


def plotted(rows: pd.DataFrame, *extra: str) -> pd.DataFrame:
    """Return what a chart draws or shows in a tooltip, for the rows that give a number."""
    return rows.dropna(subset=["people"])[[*PLOTTED, *extra]]


def tooltips(*fields: str) -> list[alt.Tooltip]:
    """Return tooltips with the house's names for the fields of a statement."""
    names = {"said": "People", "words": "People", "kind": "Kind", "scope": "What was counted", "when": "Date"}
    names |= {"who": "Source", "force": "Force"}
    return [alt.Tooltip(f"{field}:N", title=names[field]) for field in fields]


def note(date: str, people: float, text: str, align: Literal["left", "right"] = "left") -> alt.Chart:
    """Return a few words beside a mark; a new line starts a new line."""
    row = pd.DataFrame({"date": [pd.Timestamp(date)], "people": [people], "label": [text]})
    words = alt.Chart(row).mark_text(align=align, lineBreak="\n", baseline="bottom", dy=-4)
    placed: alt.Chart = words.encode(alt.X("date:T"), alt.Y("people:Q"), text="label:N")
    return placed


def ranges(base: alt.Chart) -> alt.Chart:
    """Return upright lines for the statements that give a range."""
    both = base.transform_filter("isValid(datum.low) && isValid(datum.high)").mark_rule(
        strokeWidth=3, opacity=0.6
    )
    lines: alt.Chart = both.encode(alt.X("date:T"), alt.Y("low:Q"), alt.Y2("high:Q"), stroke="kind:N")
    return lines


def kind_channels(*kinds: str) -> dict[str, Any]:
    """Return the shape and colour channels that tell a count, a ceiling and a plan apart."""
    filled = [COLOURS[kind] if kind == PRESENT else "transparent" for kind in kinds]
    return {
        "fill": alt.Fill("kind:N").scale(domain=kinds, range=filled),
        "shape": alt.Shape("kind:N").scale(domain=kinds, range=[SHAPES[kind] for kind in kinds]),
        "stroke": alt.Stroke("kind:N").scale(domain=kinds, range=[COLOURS[kind] for kind in kinds]),
        "tooltip": tooltips("said", "kind", "scope", "when", "who"),
    }


def near_term_path() -> pd.DataFrame:
    """Return the growth that the brief expected in 2021, each addition on top of the starting size.

    The brief names seasons only; summer stands at 1 July, autumn at 1 October.
    """
    start = evidence.fact("headcounts:nmi-2021-02-18-deployed")
    steps = [
        ("2021-07-01", "nmi-2021-03-05-planned-150-brief"),
        ("2021-10-01", "nmi-2021-03-05-planned-70-brief"),
    ]
    added = [evidence.fact(f"headcounts:{row}") for _, row in steps]
    path = pd.DataFrame({"date": pd.to_datetime([day for day, _ in steps]), "kind": PLAN})
    path["people"] = (start.value or 0) + pd.Series([step.value for step in added]).cumsum()
    path["said"] = [
        f"{people:,.0f} after {step.text} more" for people, step in zip(path["people"], added, strict=True)
    ]
    return path.assign(
        scope=[step.what for step in added], when=["summer 2021", "autumn 2021"], who="The brief, 2021"
    )


@catalogued
def announced_and_counted() -> Published:
    """Return the front page's chart: what was announced, what was planned, and every count since."""
    rows = statements(("NMI",))
    rows = rows[
        (rows["country"] == "all")
        & (rows["kind"].isin([PRESENT, BOUND]) | (rows["id"] == "nmi-2021-02-18-announced"))
    ]
    path = near_term_path()
    marks = pd.concat([plotted(rows), path])
    unnumbered = rows[rows["people"].isna()]
    points = (
        alt.Chart(marks)
        .mark_point(size=90, strokeWidth=2)
        .encode(
            years(2019, 2027),
            alt.Y("people:Q").title("People").scale(domain=[0, 4400]),
            **kind_channels(PRESENT, BOUND, CEILING, PLAN),
        )
    )
    unknown = (
        alt.Chart(unnumbered[["date", "said", "when", "who"]])
        .mark_text(text="?", fontSize=18, fontWeight="bold", color=theme.INK_SOFT)
        .encode(alt.X("date:T"), alt.YDatum(780), tooltip=tooltips("said", "when", "who"))
    )
    notes = alt.layer(
        note("2021-05-01", 4000, "around 4,000 announced"),
        note("2022-09-15", 1010, "The brief: 150,\nthen 70 more", align="right"),
        note("2023-12-01", 1010, "“several\nhundred”"),
        note("2026-02-01", 0, "none left", align="right"),
    )
    return publish(
        (points + unknown + notes).properties(height=340),
        name="headcounts-announced-and-counted",
        finding="NATO announced growth to around 4,000; no count we found passes 600",
        measure="NATO Mission Iraq, people, by the date of each statement, 2019 to 2026",
        source=SOURCE,
        description=(
            "Dots show every published count of people in NATO Mission Iraq that we found, 2019 to 2026. "
            "They lie between 320 and 600, and at 0 inside Iraq on 20 March 2026. A triangle marks over "
            "300 in March 2021. One bar stands far above them at 4,000: the size announced on 18 February "
            "2021. Two diamonds show the growth that the brief expected in 2021, to 650 and then 720. Two "
            "question marks in 2024 and 2025 stand where NATO said only several hundred."
        ),
        table=behind(pd.concat([rows, path.assign(confidence="")]).sort_values("date")),
        tables=("headcounts",),
    )


@catalogued
def nato() -> Published:
    """Return NATO's people in Iraq since 2004, with ceilings and plans told apart from people present."""
    rows = statements(NATO)
    rows = rows[(rows["country"] == "all") & ~rows["scope"].str.startswith("additional")]
    choice = alt.param(
        name="show",
        value="Everything",
        bind=alt.binding_select(options=["Everything", PRESENT, CEILING, PLAN], name="Show "),
    )
    base = alt.Chart(plotted(rows, "mission")).transform_filter("show == 'Everything' || datum.kind == show")
    points = (
        base.mark_point(size=80, strokeWidth=2)
        .encode(
            years(2004, 2027),
            alt.Y("people:Q")
            .title("People, logarithmic scale")
            .scale(type="symlog", domain=[0, 5000], constant=10)
            .axis(values=[0, 10, 30, 100, 300, 1000, 3000], tickCount=10, labelExpr=PLAIN),
            **kind_channels(PRESENT, BOUND, CEILING, PLAN),
        )
        .add_params(choice)
    )
    return publish(
        (ranges(base) + points).properties(height=360),
        name="headcounts-nato",
        finding="The largest ceilings and plans run far above every count of people",
        measure="People in NTM-I, NTCB-I and NMI by statement, 2004 to 2026",
        source=SOURCE,
        description=(
            "Dots for people present run from 45 in 2004 to between 130 and 300 in 2011, 8 in 2017, about "
            "500 to 600 from 2019 to 2024, about 350 in March 2026 and 0 inside Iraq on 20 March 2026. "
            "Bars for ceilings stand at 300 in 2004 and 2009 and at 4,000 in 2021. Diamonds for plans "
            "reach 2,000 in 2020 and 4,000 to 5,000 in 2021."
        ),
        table=behind(rows, mission="Mission"),
        tables=("headcounts",),
    )


@catalogued
def beside_the_us() -> Published:
    """Return US troops and NATO's people present, on one logarithmic scale."""
    rows = statements(("US forces", *NATO))
    whole = rows["country"].isin(["all", "United States"]) & rows["kind"].isin([PRESENT, BOUND])
    rows = rows[whole & ~rows["scope"].str.startswith("only those left")]
    rows["force"] = (rows["mission"] == "US forces").map({True: "US forces", False: "NATO missions"})
    domain = ["US forces", "NATO missions"]
    base = alt.Chart(plotted(rows, "force")).encode(
        years(2003, 2027),
        alt.Y("people:Q")
        .title("People")
        .scale(type="symlog", constant=10, domain=[0, 200_000])
        .axis(values=[0, 10, 100, 1000, 10_000, 100_000], tickCount=10, labelExpr=PLAIN),
        color=alt.Color("force:N").scale(domain=domain, range=[theme.CATEGORY[1], theme.ACCENT]),
        shape=alt.Shape("force:N").scale(domain=domain, range=["square", "circle"]),
        tooltip=tooltips("force", "said", "when", "scope", "who"),
    )
    return publish(
        base.mark_point(filled=True, size=70, opacity=0.85).properties(height=340),
        name="headcounts-beside-the-us",
        finding="Wherever both were counted, US forces far outnumbered NATO’s missions",
        measure="People present in Iraq by statement, logarithmic scale, 2003 to 2026",
        source=SOURCE,
        description=(
            "Squares for US forces stand at 125,000 to 192,000 from 2003 to 2008, fall to 0 in December "
            "2011, rise again from 170 in June 2014 to 8,892 in September 2017 and settle at about 2,500 "
            "from 2021. Dots for NATO missions lie between 8 and 600 throughout and reach 0 inside Iraq "
            "in March 2026. Each step of the scale is ten times the last."
        ),
        table=behind(rows, force="Force"),
        tables=("headcounts",),
    )


@catalogued
def contributions() -> Published:
    """Return what nations promised to NMI beside what was counted."""
    rows = statements(("NMI",))
    rows = rows[rows["country"] != "all"]
    order = rows.groupby("country")["people"].max().sort_values(ascending=False).index.tolist()
    filled = evidence.fact("derived:danish-share-of-ceiling").text
    chart = (
        alt.Chart(plotted(rows, "country"))
        .mark_point(size=90, strokeWidth=2)
        .encode(
            alt.X("people:Q").title("People").scale(domain=[0, 320]),
            alt.Y("country:N").title(None).sort(order).axis(grid=True),
            **kind_channels(PRESENT, CEILING, PLAN),
        )
    )
    return publish(
        chart.properties(height={"step": 34}),
        name="headcounts-contributions",
        finding=f"Denmark filled {filled} of its ceiling; the Dutch kept a pledge in full",
        measure="National contributions to NMI: ceilings and plans beside people present, 2018 to 2026",
        source=SOURCE,
        description=(
            "One row a country. Denmark announced a ceiling of 285, planned about 200 to 250 and had "
            "about 150 people there in October 2021. Canada announced up to 250. The Netherlands planned "
            "145 guards and had 145 in place in January 2024. Italy's ceilings were 46 and later 280. "
            "Spain was counted at 7 to 120, Turkey at 25, Romania at 14, Slovakia at 7."
        ),
        table=behind(rows, country="Country"),
        tables=("headcounts",),
    )
