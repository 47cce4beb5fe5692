"""Charts of chapter 5: what became of the brief's statements, and how naive forecasters score on them."""

from __future__ import annotations

from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Published, publish
from bookkit.figures.words import date_text, source_text
from bookkit.models import scoring
from natoiraq.models import forecasters

SUBJECTS: Final = {
    "mission_size": "Size of NMI",
    "tasks_and_places": "Tasks, places",
    "command": "Command",
    "presence_and_ties": "Presence, ties",
    "us_and_coalition": "US, coalition",
    "eu_and_un": "EU and UN",
    "iraqi_state": "Iraqi state",
}
CAME: Final = "Came true"
NOT: Final = "Did not come true"
UNSEEN: Final = "No sign found"
OPEN: Final = "Unresolved"
# Filled, hollow or another shape tells the verdict as well as the colour does.
SHAPES: Final = {CAME: "circle", NOT: "circle", UNSEEN: "diamond", OPEN: "square"}
FILLS: Final = {CAME: theme.ACCENT, NOT: "transparent", UNSEEN: "transparent", OPEN: "transparent"}
STROKES: Final = {CAME: theme.ACCENT, NOT: theme.ACCENT, UNSEEN: theme.CATEGORY[1], OPEN: theme.CATEGORY[4]}
ALL: Final = "All settled"
FOUND: Final = "Without the five"
SCORES: Final = "Statements, scores and naive forecasters: this book; evidence: the table of forecasts"


def verdicts() -> pd.DataFrame:
    """Return all statements with their `verdict` (a key of `SHAPES`) and their `place` beside their like."""
    rows = evidence.load("forecasts")
    named = rows["outcome"].astype(str).map({"yes": CAME, "no": NOT, "unresolved": OPEN})
    named = named.mask(rows["rests_on_absence"].astype(bool), UNSEEN)
    rows["verdict"] = pd.Categorical(named, list(SHAPES), ordered=True)
    rows["about"] = rows["subject"].astype(str).map(SUBJECTS)
    rows["who"] = rows["sources"].map(source_text)
    rows["when"] = rows.apply(date_text, axis=1, column="horizon")
    rows = rows.sort_values(["verdict", "id"])
    rows["place"] = rows.groupby("about").cumcount() + 1
    rows["verdict"] = rows["verdict"].astype(str)
    return rows.reset_index(drop=True)


@catalogued
def outcomes() -> Published:
    """Return what became of each statement, by subject."""
    rows = verdicts()
    counted = rows["verdict"].value_counts()
    base = alt.Chart(rows[["id", "about", "place", "verdict", "statement", "when"]]).encode(
        alt.X("place:Q").title("Statements").axis(tickMinStep=1, grid=False).scale(domain=[0.5, 6.5]),
        alt.Y("about:N").title(None).sort(list(SUBJECTS.values())),
        tooltip=[
            alt.Tooltip("id:N", title="Number"),
            alt.Tooltip("statement:N", title="Statement"),
            alt.Tooltip("verdict:N", title="Outcome"),
        ],
    )
    marks = base.mark_point(size=150, strokeWidth=2, yOffset=-6).encode(
        shape=alt.Shape("verdict:N").scale(domain=list(SHAPES), range=list(SHAPES.values())),
        fill=alt.Fill("verdict:N").scale(domain=list(FILLS), range=list(FILLS.values())),
        stroke=alt.Stroke("verdict:N").scale(domain=list(STROKES), range=list(STROKES.values())),
    )
    labels = base.mark_text(dy=14, fontSize=11).encode(text="id:N")
    names = {"id": "Number", "about": "Subject", "statement": "Statement", "when": "By", "verdict": "Outcome"}
    names |= {"evidence": "Evidence", "who": "Source", "confidence": "Confidence"}
    return publish(
        (marks + labels).properties(height={"step": 46}),
        name="looking-back-outcomes",
        finding="Ten statements came true, thirteen are scored as no, and five of those rest on silence",
        measure=f"Number of statements by subject and outcome, {len(rows)} in all, drawn from the brief",
        source="Sources: each outcome names its own in the data table; the statements are this book’s",
        description=(
            f"One mark for each of {len(rows)} statements, in seven rows by subject. {counted[CAME]} filled "
            f"circles came true, {counted[NOT]} hollow circles did not, {counted[UNSEEN]} hollow diamonds "
            f"are scored as no since no sign was found, and {counted[OPEN]} squares are unresolved. Four "
            "of the five diamonds stand in the row on tasks and places, one in the row on size. Both "
            "statements on the EU and the UN and four of five on presence and ties came true."
        ),
        table=rows.sort_values("id")[list(names)].rename(columns=names),
        tables=("forecasts",),
    )


def scores() -> pd.DataFrame:
    """Return each naive forecaster's Brier score twice: on all settled statements, and without the five."""
    rows = forecasters.settled(evidence.load("forecasts"))
    found = forecasters.on_something_found(rows)
    both = {ALL: forecasters.naive_scores(rows), FOUND: forecasters.naive_scores(found)}
    return pd.DataFrame(both).rename_axis("forecaster").reset_index()


@catalogued
def naive() -> Published:
    """Return the naive forecasters' scores with and without the verdicts that rest on absence."""
    table = scores()
    rows = table.melt("forecaster", var_name="statements", value_name="score")
    rows["label"] = rows["score"].map("{:.3f}".format)
    # Each label stands on the far side of its mark's partner; where both are alike, one label is enough.
    rows["side"] = np.sign(rows["score"] - rows.groupby("forecaster")["score"].transform("mean"))
    rows.loc[(rows["side"] == 0) & (rows["statements"] == FOUND), "side"] = 1
    order = list(forecasters.NAIVE)
    base = alt.Chart(rows).encode(
        alt.X("score:Q").title("Brier score: lower is better").scale(domain=[0.15, 0.45]),
        alt.Y("forecaster:N").title(None).sort(order).axis(grid=True, labelExpr=_TWO_LINES),
    )
    groups = [ALL, FOUND]
    marks = base.mark_point(size=110, strokeWidth=2).encode(
        shape=alt.Shape("statements:N").scale(domain=groups, range=["circle", "diamond"]),
        fill=alt.Fill("statements:N").scale(domain=groups, range=[theme.ACCENT, "transparent"]),
        stroke=alt.Stroke("statements:N").scale(domain=groups, range=[theme.ACCENT, theme.CATEGORY[1]]),
        tooltip=[
            alt.Tooltip("forecaster:N", title="Forecaster"),
            alt.Tooltip("statements:N", title="Statements"),
            alt.Tooltip("score:Q", title="Brier score", format=".3f"),
        ],
    )
    left = base.transform_filter("datum.side < 0").mark_text(align="right", dx=-12, fontSize=11)
    right = base.transform_filter("datum.side > 0").mark_text(align="left", dx=12, fontSize=11)
    pairs = zip(table["forecaster"], table[ALL], table[FOUND], strict=True)
    text = "; ".join(
        f"{name} {round(with_five, 3):g} and {round(without, 3):g}" for name, with_five, without in pairs
    )
    return publish(
        (marks + left.encode(text="label:N") + right.encode(text="label:N")).properties(height={"step": 48}),
        name="looking-back-naive",
        finding="Caution beats a coin only as long as silence counts as “no”",
        measure="Brier scores of naive forecasters, with and without the five verdicts that rest on absence",
        source=SCORES,
        description=(
            "Two marks a row on a scale of Brier scores, where lower is better: a filled circle for all "
            "settled statements, a hollow diamond without the five verdicts that rest on absence. "
            f"{text}. The cautious forecaster is best with the five and third without them."
        ),
        table=table.round(3).rename(columns={"forecaster": "Forecaster"}),
        tables=("forecasts",),
    )


# A long name on two lines, so that a phone has room for the marks.
_TWO_LINES: Final = "indexof(datum.label, 'Probably') == 0 ? ['Probably nothing', 'changes'] : datum.label"


@catalogued
def if_unseen() -> Published:
    """Return how the scores move if some of the events that nobody found had happened after all."""
    wide = forecasters.if_unseen(forecasters.settled(evidence.load("forecasts"))).round(4)
    rows = wide.reset_index().melt("unseen", var_name="forecaster", value_name="score")
    order = [forecasters.NOTHING, forecasters.PROBABLY, forecasters.COIN, forecasters.BASE_RATE]
    colours = [theme.CATEGORY[1], theme.ACCENT, theme.CATEGORY[4], theme.CATEGORY[2]]
    shapes = ["square", "circle", "stroke", "triangle-up"]
    base = alt.Chart(rows).encode(
        alt.X("unseen:Q").title("Events that came unseen, out of five").axis(tickMinStep=1),
        alt.Y("score:Q").title("Brier score").scale(domain=[0.15, 0.55]),
        color=alt.Color("forecaster:N").scale(domain=order, range=colours),
        tooltip=[
            alt.Tooltip("forecaster:N", title="Forecaster"),
            alt.Tooltip("unseen:Q", title="Unseen events"),
            alt.Tooltip("score:Q", title="Brier score", format=".3f"),
        ],
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        shape=alt.Shape("forecaster:N").scale(domain=order, range=shapes)
    )
    ends = {name: f"{wide[name].iloc[0]:.3g} to {wide[name].iloc[-1]:.3g}" for name in order}
    lost = (wide[forecasters.PROBABLY] > wide[forecasters.COIN]).idxmax()
    names = {"unseen": "Unseen events"}
    return publish(
        (base.mark_line(strokeWidth=1.5) + points).properties(height=300),
        name="looking-back-if-unseen",
        finding="Two unseen events among the five would be enough to put caution behind a coin",
        measure="Brier scores on 23 statements, if some events that nobody reported had happened after all",
        source=SCORES,
        description=(
            "Four lines over the number of unseen events, from none to five. “Nothing changes” rises from "
            f"{ends[forecasters.NOTHING]}, “probably nothing changes” from {ends[forecasters.PROBABLY]}. At "
            f"{lost} unseen events it passes the coin’s flat line, at {wide[forecasters.COIN].iloc[0]:g}. "
            "The base rate stays below that line."
        ),
        table=wide.round(3).reset_index().rename(columns=names),
        tables=("forecasts",),
    )


def calibrated() -> pd.DataFrame:
    """Return the calibration of the two forecasters who say more than one number."""
    rows = forecasters.settled(evidence.load("forecasts"))
    said = forecasters.naive_forecasts(rows)
    parts = [
        scoring.calibration_table(said[name], rows["happened"]).assign(forecaster=name)
        for name in (forecasters.NOTHING, forecasters.PROBABLY, forecasters.COIN)
    ]
    table = pd.concat(parts, ignore_index=True)
    table["came"] = (table["share_happened"] * table["forecasts"]).round().astype(int)
    table["counted"] = [
        f"{came} of {count}" for came, count in zip(table["came"], table["forecasts"], strict=True)
    ]
    return table


@catalogued
def calibration() -> Published:
    """Return how often events came that naive forecasters had given each probability."""
    table = calibrated()
    rows = table.assign(said=100 * table["mean_probability"], came_true=100 * table["share_happened"])
    order = [forecasters.NOTHING, forecasters.PROBABLY, forecasters.COIN]
    line = alt.Chart(pd.DataFrame({"said": [0, 100], "came_true": [0, 100]})).mark_line(
        color=theme.INK_SOFT, strokeDash=[5, 4], strokeWidth=1.5
    )
    points = (
        alt.Chart(rows[["forecaster", "said", "came_true", "counted"]])
        .mark_point(filled=True, size=120, opacity=1)
        .encode(
            alt.X("said:Q").title("Probability given, per cent").scale(domain=[-5, 108], nice=False),
            alt.Y("came_true:Q").title("Share that came true, per cent").scale(domain=[0, 105], nice=False),
            color=alt.Color("forecaster:N").scale(
                domain=order, range=[theme.CATEGORY[1], theme.ACCENT, theme.CATEGORY[4]]
            ),
            shape=alt.Shape("forecaster:N").scale(domain=order, range=["square", "circle", "diamond"]),
            tooltip=[
                alt.Tooltip("forecaster:N", title="Forecaster"),
                alt.Tooltip("said:Q", title="Probability given, %"),
                alt.Tooltip("counted:N", title="Came true"),
            ],
        )
    )
    labels: alt.Chart = (
        alt.Chart(rows[["said", "came_true", "counted"]])
        .mark_text(dy=16, fontSize=11)
        .encode(alt.X("said:Q"), alt.Y("came_true:Q"), text="counted:N")
    )
    names = {"forecaster": "Forecaster", "said": "Probability given, %", "forecasts": "Statements"}
    names |= {"came": "Came true", "came_true": "Share that came true, %"}
    told = ", ".join(
        f"{counted} at {said:.0f}% by “{who}”"
        for counted, said, who in zip(rows["counted"], rows["said"], rows["forecaster"], strict=True)
    )
    return publish(
        (line.encode(alt.X("said:Q"), alt.Y("came_true:Q")) + points + labels).properties(height=340),
        name="looking-back-calibration",
        finding="Of the changes that “nothing changes” ruled out, about a third came",
        measure="Share of statements that came true by probability given; on the dashed line both are alike",
        source=SCORES,
        description=(
            "Marks for naive forecasters: across, the probability they gave; up, the share of those "
            f"statements that came true. Came true: {told}. A dashed diagonal shows perfect calibration. "
            "Marks at 0 and 25% stand above it, the mark at 75% above it, the mark at 50% a little below."
        ),
        table=rows.round({"came_true": 1})[list(names)].rename(columns=names),
        tables=("forecasts",),
    )
