"""Lab of chapter 4: the options under the reader's weights, and at which weight their order turns."""

from __future__ import annotations

from html import escape

import altair as alt
import numpy as np
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.layers import layered
from bookkit.labs.controls import menu, slider
from bookkit.labs.lab import Lab, Result
from bookkit.labs.picture import Picture, rows
from bookkit.models import assumptions
from natoiraq.charts.comparison import LABELS
from natoiraq.models.comparison import CRITERIA, options, turning_points, weighted_score, with_share


def lab() -> Lab:
    """Return the comparison of options."""
    known = assumptions("comparison")
    table = options()

    def compute(moved: str, **weights: float) -> Result:
        total = sum(weights.values())
        if not total:
            raise ValueError("All four weights are 0, so nothing counts; give at least one criterion weight.")
        share = 100 * weights[moved] / total
        now = scores(table, weights, moved, share)
        ends = [scores(table, weights, moved, end).assign(share=end) for end in (0, 100)]
        data = {"lines": pd.concat(ends), "now": now.assign(share=share)}
        turns = turning_points(table, weights, moved)
        return Result(sentence(now, share, moved, turns), data, ranking(now))

    controls = {
        name: slider(known[f"weight_{name}"], f"Weight of {LABELS[name][0].lower()}{LABELS[name][1:]}")
        for name in CRITERIA
    }
    criteria = [(LABELS[name], name) for name in CRITERIA]
    controls["moved"] = menu("Criterion across the picture", criteria, "independence")
    return Lab("option weights", controls, compute, picture(table["name"].tolist()))


def scores(table: pd.DataFrame, weights: dict[str, float], moved: str, share: float) -> pd.DataFrame:
    """Return each option's score while one criterion has a share of all weight, the best first."""
    given = with_share(weights, moved, share)
    total = weighted_score(np, {name: table[name].to_numpy() for name in CRITERIA}, given)
    found = pd.DataFrame({"name": table["name"], "score": total})
    return found.sort_values("score", ascending=False, kind="stable")


def sentence(now: pd.DataFrame, share: float, moved: str, turns: list[tuple[float, str]]) -> str:
    """Return who leads, and where that would change."""
    best = now["score"].iloc[0]
    ahead = " and ".join(now.loc[now["score"] > best - 1e-9, "name"])
    said = f"Ahead with these weights: {ahead}, {best:.2f}. {LABELS[moved]} has {share:.0f}% of all weight; "
    if len(turns) == 1:
        return f"{said}whatever its share, {turns[0][1]} leads."
    places = "; ".join(f"from {start:.0f}% on {name}" for start, name in turns)
    return f"{said}as its share grows, the lead goes to: {places}."


def ranking(now: pd.DataFrame) -> str:
    """Return the order of the options as an HTML list."""
    items = (
        f"<li>{escape(name)}: {score:.2f}</li>" for name, score in zip(now["name"], now["score"], strict=True)
    )
    return f"<ol>{''.join(items)}</ol>"


def picture(names: list[str]) -> Picture:
    """Return the chart: scores over the share of one criterion, and a mark where the weights are now."""
    colours = alt.Color("name:N").scale(domain=names, range=[*theme.CATEGORY[:5]]).legend(columns=3)
    shapes = alt.Shape("name:N").scale(
        domain=names, range=["circle", "square", "diamond", "triangle-up", "cross"]
    )
    x = alt.X("share:Q").title("Share of all weight on the criterion, %").scale(domain=[0, 100])
    y = alt.Y("score:Q").title("Weighted score").scale(domain=[0.8, 5.2])
    lines = rows("lines").mark_line(strokeWidth=2).encode(x, y, color=colours)
    marks = rows("now").mark_point(filled=True, size=90, opacity=1)
    return Picture(layered(lines, marks.encode(x, y, color=colours, shape=shapes)).properties(height=300))
