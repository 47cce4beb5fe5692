"""Charts that compare the options: scores under the reader's weights, and where the order turns."""

from __future__ import annotations

import json
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.expressions import VEGA, slider, symbol
from bookkit.figures.layers import layered
from bookkit.figures.publish import Follow, Published, publish
from bookkit.models import assumptions
from natoiraq.models.comparison import CRITERIA, one_against_the_rest, options, weighted_score

SOURCE: Final = "Source: this module’s own scores, 1 to 5, each with its reason in the table of scores"
LABELS: Final = {
    "need": "Need that Iraq has named",
    "consent": "Consent",
    "footprint": "Small footprint",
    "independence": "Independence from the coalition",
}
STEP: Final = 5
IN_TABLE: Final = 25


def _from_row() -> dict[str, Any]:
    return {name: alt.datum[name] for name in CRITERIA}


@catalogued
def scores() -> Published:
    """Return the options' weighted scores, with a slider for each weight."""
    known = {name: assumptions("comparison")[f"weight_{name}"] for name in CRITERIA}
    rows = options().reset_index()
    weights = {name: symbol(f"weight_{name}") for name in CRITERIA}
    total = repr(weighted_score(VEGA, _from_row(), weights))
    best = {
        row["name"]: repr(weighted_score(VEGA, {name: row[name] for name in CRITERIA}, weights))
        for row in rows.to_dict("records")
    }
    top = f"max({', '.join(best.values())})"
    leading = " + ".join(f"({each} > {top} - 1e-9 ? '; {name}' : '')" for name, each in best.items())
    result = alt.param(
        name="leader",
        expr=f"'Ahead with these weights: ' + slice({leading}, 2) + ', ' + format({top}, '.2f') + '.'",
    )
    base = alt.Chart(rows).transform_calculate(total=total, shown=f"round(100 * {total}) / 100")
    y = alt.Y("name:N").title(None).sort(field="total", op="max", order="descending")
    bars = (
        base.mark_bar(height=20)
        .encode(
            alt.X("total:Q").title("Weighted score").scale(domain=[0, 5]),
            y,
            tooltip=[
                alt.Tooltip("name:N", title="Option"),
                alt.Tooltip("shown:Q", title="Weighted score"),
                *(alt.Tooltip(f"{name}:Q", title=LABELS[name]) for name in CRITERIA),
            ],
        )
        .properties(name="options")
    )
    labels = base.mark_text(align="left", dx=5).encode(
        alt.X("total:Q"), y, text=alt.Text("total:Q", format=".2f")
    )
    even = weighted_score(
        np,
        {name: rows[name].to_numpy() for name in CRITERIA},
        {name: each.value for name, each in known.items()},
    )
    table = rows[["name", *CRITERIA]].rename(columns={"name": "Option", **LABELS})
    table["Weighted score"] = np.round(even, 2)
    order = rows.assign(total=even).sort_values("total", ascending=False)
    said = ", ".join(f"{name} {total:.2f}" for name, total in zip(order["name"], order["total"], strict=True))
    first = order["name"].iloc[0]
    return publish(
        layered(bars, labels)
        .add_params(
            *(
                slider(known[name], f"Weight: {LABELS[name][0].lower()}{LABELS[name][1:]}")
                for name in CRITERIA
            ),
            result,
        )
        .properties(height={"step": 32}),
        name="comparison-scores",
        finding=f"With equal weights “{first}” leads by a little; sliders show how little",
        measure="Weighted mean of four scores, 1 (worst) to 5 (best); sliders set the weights",
        source=SOURCE,
        description=(
            f"Bars for five options, the best on top. With equal weights: {said}. Four sliders set the "
            "weights, and the bars change their order."
        ),
        table=table.set_axis(rows["option"]),
        tables=("option_scores", "model_assumptions"),
        follow=Follow(
            mark="options",
            row="option",
            counted="options",
            cells={"Weighted score": "shown"},
            result="leader",
        ),
    )


@catalogued
def where_the_order_turns() -> Published:
    """Return each option's score while one criterion takes more and more of the weight."""
    rows = options().reset_index()
    grid = rows.merge(pd.DataFrame({"weight": range(0, 101, STEP)}), how="cross")
    grid["row"] = grid["option"].astype(str) + " " + grid["weight"].astype(str)
    start = "independence"
    chosen = alt.param(
        name="criterion",
        value=start,
        bind=alt.binding_select(options=list(CRITERIA), labels=list(LABELS.values()), name="Criterion "),
    )
    alone = {name: " and ".join(rows.loc[rows[name] == rows[name].max(), "name"]) for name in CRITERIA}
    result = alt.param(
        name="leader",
        expr=f"'If this criterion alone counts, ahead: ' + ({json.dumps(alone)})[criterion] + '.'",
    )
    total = repr(
        weighted_score(VEGA, _from_row(), one_against_the_rest(VEGA, symbol("criterion"), alt.datum.weight))
    )
    base = alt.Chart(grid[["name", "weight", "row", *CRITERIA]], name="lines").transform_calculate(
        total=total, shown=f"round(100 * {total}) / 100"
    )
    names = rows["name"].tolist()
    marks = base.encode(
        alt.X("weight:Q").title("Share of all weight on the criterion, %").scale(domain=[0, 100]),
        alt.Y("total:Q").title("Weighted score").scale(domain=[0.8, 5.2]),
        color=alt.Color("name:N")
        .scale(domain=names, range=[*theme.CATEGORY[:5]])
        .legend(columns=theme.narrow(1, 3)),
        shape=alt.Shape("name:N").scale(
            domain=names, range=["circle", "square", "diamond", "triangle-up", "cross"]
        ),
        tooltip=[
            alt.Tooltip("name:N", title="Option"),
            alt.Tooltip("weight:Q", title="Weight, %"),
            alt.Tooltip("shown:Q", title="Weighted score"),
        ],
    )
    lines = marks.mark_line(strokeWidth=2)
    points = (
        marks.transform_filter(f"datum.weight % {IN_TABLE} == 0")
        .mark_point(filled=True, size=80, opacity=1)
        .properties(name="points")
    )
    weights = one_against_the_rest(np, start, grid["weight"].to_numpy())
    grid["total"] = weighted_score(np, {name: grid[name].to_numpy() for name in CRITERIA}, weights)
    table = grid[grid["weight"] % IN_TABLE == 0].set_index("row")
    shown = {"name": "Option", "weight": "Weight, %", "total": "Weighted score"}
    turn = next(weight for weight in range(0, 101, STEP) if _first(grid, 100) in _first(grid, weight))
    return publish(
        layered(lines, points).add_params(chosen, result).properties(height=340),
        name="comparison-where-the-order-turns",
        finding="The contingent 4,000 comes first only once independence takes over half of all weight",
        measure="Weighted score while one criterion takes more of the weight and the others share the rest",
        source=SOURCE,
        description=(
            "Five lines over the weight of a criterion chosen in a menu. For independence "
            f"{_first(grid, 0)} leads at no weight and {_first(grid, 100)} at full weight; the lead changes "
            f"at about {turn}% of all weight. Where two lines cross, the order of two options turns."
        ),
        table=table[list(shown)].rename(columns=shown).round(2),
        tables=("option_scores",),
        follow=Follow(mark="points", row="row", cells={"Weighted score": "shown"}, result="leader"),
    )


def _first(grid: pd.DataFrame, weight: int) -> str:
    """Return the option that leads at a weight; two that share the lead are joined."""
    here = grid[grid["weight"] == weight]
    leading = here.loc[np.isclose(here["total"], here["total"].max()), "name"]
    return " and ".join(f"“{name}”" for name in leading)
