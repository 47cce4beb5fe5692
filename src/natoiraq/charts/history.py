"""Charts of chapter 2 beside the headcounts: what happened when, who commanded, who claims to train."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.axes import years
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish
from bookkit.figures.words import date_text, quantity_text, source_text

EVERYONE: Final = "Everyone"
ALL_KINDS: Final = "All kinds"
NO_END: Final = "No end found"
ACTORS: Final = ("NATO", "Iraq", "US", "Coalition", "EU", "UN", "IS", "other")
DAYS_A_MONTH: Final = 365.2425 / 12  # mean month of the Gregorian calendar


def events() -> pd.DataFrame:
    """Return all events with their date and sources in words."""
    rows = evidence.load("events").sort_values("date").reset_index(drop=True)
    rows["when"] = rows.apply(date_text, axis=1)
    rows["who"] = rows["sources"].map(source_text)
    return rows


@catalogued
def timeline() -> Published:
    """Return the searchable timeline of all events."""
    rows = events()
    kinds = sorted(rows["category"].astype(str).unique())
    search = alt.param(
        name="words",
        value="",
        bind=alt.binding(input="search", name="Search ", placeholder="such as Denmark"),
    )
    actor = alt.param(
        name="actor", value=EVERYONE, bind=alt.binding_select(options=[EVERYONE, *ACTORS], name="Who ")
    )
    kind = alt.param(
        name="kind", value=ALL_KINDS, bind=alt.binding_select(options=[ALL_KINDS, *kinds], name="What ")
    )
    shown = rows.assign(row=rows.index)
    chart = (
        alt.Chart(shown[["date", "when", "actor", "category", "title", "description", "row"]], name="events")
        .transform_filter(f"actor == '{EVERYONE}' || datum.actor == actor")
        .transform_filter(f"kind == '{ALL_KINDS}' || datum.category == kind")
        .transform_filter("indexof(lower(datum.title + datum.description), lower(words)) >= 0")
        .mark_tick(thickness=3, size=20)
        .encode(
            years(2003, 2027),
            alt.Y("actor:N").title(None).scale(domain=ACTORS).axis(grid=True),
            color=alt.condition("datum.actor == 'NATO'", alt.value(theme.ACCENT), alt.value(theme.INK_SOFT)),
            tooltip=[
                alt.Tooltip("when:N", title="Date"),
                alt.Tooltip("actor:N", title="Who"),
                alt.Tooltip("category:N", title="What"),
                alt.Tooltip("title:N", title="Event"),
            ],
        )
        .add_params(search, actor, kind)
    )
    names = {
        "when": "Date",
        "actor": "Who",
        "category": "What",
        "title": "Event",
        "description": "Details",
        "who": "Source",
    }
    return publish(
        chart.properties(height=300),
        name="history-timeline",
        finding="NATO’s work in Iraq stopped in 2011, 2020 and 2026, and began again twice",
        measure="Dated events by actor, 2003 to 2026; NATO’s own in colour",
        source="Sources: each event names its own in the data table",
        description=(
            f"A timeline of {len(rows)} events with one lane for each actor. NATO’s events cluster in 2004 "
            "and 2005, in 2011, and from 2016 on; most lie between 2018 and 2021, with changes of command "
            "each May from 2022 to 2025 and the evacuation of March 2026. A search field and two menus "
            "choose which events are shown."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("events",),
        follow=Follow(mark="events", row="row", counted="events"),
    )


def surname(name: str, key: str) -> str:
    """Return the part of a name that the row's id spells: Agüero Martínez for `aguero-martinez`."""
    return " ".join(name.split()[-len(key.split("-")) :])


def terms() -> pd.DataFrame:
    """Return the commands of NMI with their length, each behind those of the same lead nation.

    Returns
    -------
    DataFrame
        One row a commander in order of service: `months` in command (where no end was found, to the day
        that the facts go up to), `begin` and `end_at` in months of the nation's lead, `state`, and dates
        in words.
    """
    rows = evidence.load("commanders").sort_values("start").reset_index(drop=True)
    until = rows["end"].fillna(pd.Timestamp(evidence.facts_as_of()))
    rows["months"] = ((until - rows["start"]).dt.days / DAYS_A_MONTH).round(1)
    rows["end_at"] = rows.groupby("country")["months"].cumsum().round(1)
    rows["begin"] = rows["end_at"] - rows["months"]
    rows["state"] = rows["end"].isna().map({True: NO_END, False: "Finished"})
    rows["from"] = rows.apply(date_text, axis=1, column="start")
    rows["until"] = rows.apply(date_text, axis=1, column="end").replace("", "no end found")
    rows["label"] = [surname(name, key) for name, key in zip(rows["name"], rows["id"], strict=True)]
    return rows


@catalogued
def commands() -> Published:
    """Return how long each nation led NMI and each commander served, beside the brief's two years."""
    rows = terms()
    assumed = evidence.fact("command_plans:brief-2021.months").value
    states = ["Finished", NO_END]
    base = alt.Chart(
        rows[["country", "label", "name", "months", "begin", "end_at", "state", "from", "until"]]
    )
    base = base.encode(alt.Y("country:N").title(None).sort(rows["country"].unique().tolist()))
    bars = base.mark_bar(height=22, strokeWidth=2, stroke=theme.ACCENT).encode(
        alt.X("begin:Q").title("Months since the country took the lead").scale(domain=[0, 26]),
        alt.X2("end_at:Q"),
        fill=alt.Fill("state:N").scale(domain=states, range=["transparent", theme.LINE]).title(None),
        tooltip=[
            alt.Tooltip("name:N", title="Commander"),
            alt.Tooltip("from:N", title="From"),
            alt.Tooltip("until:N", title="Until"),
            alt.Tooltip("months:Q", title="Months", format=".1f"),
        ],
    )
    middle = base.transform_calculate(middle="(datum.begin + datum.end_at) / 2")
    labels = middle.mark_text(fontSize=theme.narrow(10, 12)).encode(alt.X("middle:Q"), text="label:N")
    lead = rows.groupby("country")["end_at"].max().round(1)
    cycle = alt.Chart(pd.DataFrame({"months": [assumed]})).mark_rule(strokeDash=[5, 4], strokeWidth=1.5)
    names = {
        "country": "Lead nation",
        "name": "Commander",
        "rank": "Rank",
        "from": "From",
        "until": "Until",
        "months": "Months",
        "end_at": "Months of the lead so far",
    }
    return publish(
        (bars + labels + cycle.encode(x="months:Q")).properties(height={"step": 34}),
        name="history-commands",
        finding="Only Canada led for two years, and with two commanders",
        measure="Months in command by lead nation; the dashed line marks the brief’s two years",
        source="Sources: NATO and defence ministries",
        description=(
            f"One row a lead nation, one box a commander. Canada led for {lead['Canada']} months with "
            f"Fortin and Carignan, Denmark for {lead['Denmark']} with Olsen and Lollesgaard. Italy, Spain "
            f"and the Netherlands led for {lead['Italy']:g}, {lead['Spain']:g} and {lead['Netherlands']:g} "
            "months with one commander each. The box of Hintzy of France, since May 2025, is shaded "
            f"because no end and no successor were found. A dashed line stands at {assumed:g} months."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("commanders", "command_plans"),
    )


@catalogued
def trained() -> Published:
    """Return who claims how many Iraqis were trained under NTM-I."""
    rows = evidence.load("trained")
    rows = rows[rows["mission"] == "NTM-I"].sort_values("date").reset_index(drop=True)
    rows["people"] = rows["value"].fillna(rows["low"]).fillna(rows["high"]).astype("float64")
    rows["bound"] = "As given"
    rows.loc[rows["value"].isna() & rows["low"].notna(), "bound"] = "At least"
    rows.loc[rows["value"].isna() & rows["high"].notna(), "bound"] = "At most"
    rows["said"] = rows.apply(quantity_text, axis=1)
    rows["when"] = rows.apply(date_text, axis=1)
    claims = rows["claimant"].astype(str) + ", " + rows["date"].dt.strftime("%Y")
    rows["claim"] = ["\n".join(wrap(claim, 24)) for claim in claims]
    bounds = ["As given", "At least", "At most"]
    points = (
        alt.Chart(rows[["claim", "who", "people", "said", "bound", "when"]])
        .mark_point(filled=True, size=100, opacity=1)
        .encode(
            alt.X("people:Q").title("People trained").scale(domain=[0, 17_500]),
            alt.Y("claim:N").title(None).sort(None).axis(grid=True, labelExpr="split(datum.label, '\\n')"),
            shape=alt.Shape("bound:N")
            .scale(domain=bounds, range=["circle", "triangle-right", "triangle-left"])
            .title(None),
            tooltip=[
                alt.Tooltip("claim:N", title="Claimed by"),
                alt.Tooltip("who:N", title="Trained"),
                alt.Tooltip("said:N", title="People"),
                alt.Tooltip("when:N", title="Date"),
            ],
        )
    )
    names = {
        "when": "Date",
        "claimant": "Claimed by",
        "who": "Who was trained",
        "said": "People",
        "confidence": "Confidence",
    }
    return publish(
        points.properties(height={"step": 44}),
        name="history-trained",
        finding="How many NATO trained by 2011 depends on who speaks and whom they count",
        measure="People trained under NTM-I, by claimant and year of the claim; no audit was found",
        source="Sources: each claim names its own in the table of trained totals",
        description=(
            "Claims on the people trained under NTM-I, one row a claimant. NATO’s Secretary General said "
            "in 2011 at least 5,000 soldiers and at least 10,000 police, with up to 2,000 more abroad. A "
            "NATO page of 2018 gives 15,000 and calls them all officers. A Georgian page claims 5,000 "
            "officers by 2006 already. Counts of police trained by Carabinieri run from 8,296 to at most "
            "11,000."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("trained",),
    )
