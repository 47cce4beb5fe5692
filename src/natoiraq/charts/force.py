"""Charts of the force-planning model: the planner, what it takes for 4,000, and what moves the answer."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.expressions import VEGA, slider, symbol, written
from bookkit.figures.layers import layered, level
from bookkit.figures.publish import Follow, Published, publish
from bookkit.models import assumptions
from natoiraq.models import Assumption
from natoiraq.models.force_planning import break_even, force_plan, sensitivity, settings, withdrawal

YEARS: Final = 6
OURS: Final = "Source: this module’s own model, not NATO’s; each assumption and its reason stand in the table"
SLIDERS: Final = ("advisers_later", "enablers_per_adviser", "coalition_share_later", "living_space", "ramp")
GROUPS: Final = ["Advisers", "NATO’s own enablers"]


def plan_expressions() -> dict[str, str]:
    """Return the model's outputs as Vega expressions of `datum.year` and of the params of the sliders."""
    return written(force_plan(VEGA, alt.datum.year, **_symbols()))


def _symbols() -> dict[str, Any]:
    return {name: symbol(name) if name in SLIDERS else value for name, value in settings().items()}


def whole(value: Any) -> Any:
    """Round as a browser does: halves go up."""
    return np.floor(np.asarray(value) + 0.5).astype(int)


# Column of the planner's table -> output of the model.
PLAN_COLUMNS: Final = {
    "Advisers": "advisers",
    "NATO’s own enablers": "enablers",
    "People wanted": "wanted",
    "With a bed": "housed",
    "Without a bed": "without_bed",
    "The coalition’s enablers": "from_coalition",
}


@catalogued
def planner() -> Published:
    """Return the force planner: people by year, with sliders."""
    known = assumptions("force_planning")
    target = known["target"].value
    years = pd.DataFrame({"year": range(YEARS + 1)})
    start = {
        name: whole(people) for name, people in force_plan(np, years["year"].to_numpy(), **settings()).items()
    }
    end = {name: int(people[-1]) for name, people in start.items()}
    table = pd.DataFrame({"Year": years["year"], **{name: start[key] for name, key in PLAN_COLUMNS.items()}})
    chart = layered(
        *_plan_bars(years),
        *level(f"{target:,.0f} announced", f"{target:g}", below=True),
        *level("beds", "living_space", (6, 4)),
    )
    return publish(
        chart.add_params(*(slider(known[name]) for name in SLIDERS), _plan_result(target)).properties(
            height=320
        ),
        name="force-planner",
        finding=f"In the middle of our assumptions the mission comes to want {end['wanted']:,} people",
        measure="People by year in our model, set by sliders; what stands above the dashed line has no bed",
        source=OURS,
        description=(
            f"Stacked bars for years 0 to {YEARS}. At the start {start['advisers'][0]} advisers "
            f"and {start['enablers'][0]} enablers make {start['wanted'][0]} people. "
            f"From year {known['ramp'].value:g} on there are {end['advisers']} advisers and "
            f"{end['enablers']:,} enablers, {end['wanted']:,} people together. A dashed line marks "
            f"{end['housed']:,} beds, a thin line the {target:,.0f} announced, far above the bars. Sliders "
            "change the assumptions."
        ),
        table=table.set_axis(years["year"]),
        tables=("model_assumptions",),
        follow=Follow(
            mark="plan",
            row="year",
            counted="years",
            cells={name: f"shown_{key}" for name, key in PLAN_COLUMNS.items()},
            result="outcome",
        ),
    )


def _plan_bars(years: pd.DataFrame) -> list[alt.Chart]:
    """Return the bars of advisers and, on top of them, of enablers, by year, computed from the sliders."""
    rounded = {f"shown_{name}": f"round({expression})" for name, expression in plan_expressions().items()}
    bar = (
        alt.Chart(years)
        .transform_calculate(**plan_expressions(), **rounded)
        .mark_bar(stroke=theme.ACCENT, strokeWidth=1.5, cornerRadius=0)
    )
    x = alt.X("year:O").title("Years since the start")
    y = alt.Y("advisers:Q").title("People").stack(None)
    fill = alt.Fill("group:N").scale(domain=GROUPS, range=[theme.ACCENT, "transparent"])
    tooltip = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("shown_advisers:Q", title="Advisers"),
        alt.Tooltip("shown_enablers:Q", title="NATO’s own enablers"),
        alt.Tooltip("shown_without_bed:Q", title="Without a bed"),
    ]
    legend = fill.legend(symbolStrokeColor=theme.ACCENT, title=None)
    advisers, enablers = (bar.transform_calculate(group=f"'{group}'") for group in GROUPS)
    return [
        advisers.encode(x, y, fill=legend, tooltip=tooltip).properties(name="plan"),
        enablers.encode(x, y, alt.Y2("wanted:Q"), fill=fill, tooltip=tooltip),
    ]


def _plan_result(target: float) -> alt.Parameter:
    """Return the sentence that says what the sliders give in the end."""
    after = written(force_plan(VEGA, YEARS, **_symbols()))
    return alt.param(
        name="outcome",
        expr=(
            f"'After {YEARS} years the mission wants ' + format({after['wanted']}, ',.0f') + ' people; ' + "
            f"format({after['housed']}, ',.0f') + ' of them have a bed. That is ' + "
            f"format({after['wanted']} / {target:g}, '.0%') + ' of the size announced.'"
        ),
    )


@catalogued
def what_it_takes() -> Published:
    """Return how many advisers a target takes, for each number of enablers an adviser needs."""
    known = assumptions("force_planning")
    each, advisers = known["enablers_per_adviser"], known["advisers_later"]
    share, target = known["coalition_share_later"], known["target"]
    grid = pd.DataFrame({"enablers": np.arange(each.low, each.high + each.step / 2, each.step)})
    start = whole(
        break_even(
            np,
            target=target.value,
            enablers_per_adviser=grid["enablers"].to_numpy(),
            coalition_share=share.value,
        )["advisers"]
    )
    table = pd.DataFrame({"Enablers for each adviser": grid["enablers"], "Advisers needed": start})
    at = dict(zip(grid["enablers"], start, strict=True))
    enough = min(number for number, needed in at.items() if needed <= advisers.high)
    share_slider = slider(share, "Share of enablers that the coalition provides")
    box, point, label = _our_ranges(each, advisers)
    return publish(
        layered(box, _break_even_curve(grid, each), point, label)
        .add_params(slider(target), share_slider, _break_even_result(each))
        .properties(height=340),
        name="force-what-it-takes",
        finding=f"Many pairs of assumptions give {target.value:,.0f}; our middle is not one of them",
        measure="Advisers at which our model reaches the size set, by enablers for each adviser",
        source=OURS,
        description=(
            f"A falling curve: {target.value:,.0f} people takes {at[each.low]:,} advisers if each needs "
            f"{each.low:g} enabler, {at[each.value]:,} if each needs {each.value:g}, and {at[each.high]:,} "
            f"if each needs {each.high:g}, with no help from the coalition. A grey box marks our ranges, "
            f"with our middle at {each.value:g} enablers and {advisers.value:g} advisers, below the curve. "
            f"The curve enters the box at {enough:g} enablers. Sliders set the size to be explained and the "
            "coalition’s share."
        ),
        table=table.set_axis(grid["enablers"].map("{:g}".format)),
        tables=("model_assumptions",),
        follow=Follow(mark="line", row="enablers", cells={"Advisers needed": "shown"}, result="outcome"),
    )


def _break_even_curve(grid: pd.DataFrame, each: Assumption) -> alt.Chart:
    """Return the curve of advisers needed, computed from the sliders."""
    needed = _needed(alt.datum.enablers)
    line = alt.Chart(grid).transform_calculate(advisers=needed, shown=f"round({needed})")
    curve: alt.Chart = (
        line.mark_line(point=True, clip=True)
        .encode(
            alt.X("enablers:Q").title("Enablers for each adviser").scale(domain=[0, each.high + 1]),
            alt.Y("advisers:Q").title("Advisers needed").scale(domain=[0, 2500]),
            tooltip=[
                alt.Tooltip("enablers:Q", title="Enablers for each adviser"),
                alt.Tooltip("shown:Q", title="Advisers needed", format=","),
            ],
        )
        .properties(name="line")
    )
    return curve


def _our_ranges(each: Assumption, advisers: Assumption) -> list[alt.Chart]:
    """Return the box of our ranges, the cross in its middle, and the words on both."""
    corners = {"x": [each.low], "x2": [each.high], "y": [advisers.low], "y2": [advisers.high]}
    box = (
        alt.Chart(pd.DataFrame(corners))
        .mark_rect(fill=theme.LINE, fillOpacity=0.35, stroke=theme.INK_SOFT, strokeDash=[3, 3])
        .encode(alt.X("x:Q"), alt.X2("x2:Q"), alt.Y("y:Q"), alt.Y2("y2:Q"))
    )
    notes = {
        "x": [each.low, each.value],
        "y": [advisers.low, advisers.value],
        "words": ["our ranges", "our middle"],
    }
    places = alt.Chart(pd.DataFrame(notes)).encode(alt.X("x:Q"), alt.Y("y:Q"))
    point = places.transform_filter("datum.words == 'our middle'").mark_point(
        shape="cross", filled=True, size=110, color=theme.INK, opacity=1
    )
    words = places.mark_text(align="left", dx=8, dy=-9, fontStyle="italic").encode(text="words:N")
    return [box, point, words]


def _break_even_result(each: Assumption) -> alt.Parameter:
    """Return the sentence that says what the sliders ask of us to believe."""
    return alt.param(
        name="outcome",
        expr=(
            f"format(target, ',.0f') + ' people means ' + format({_needed(each.value)}, ',.0f') + "
            f"' advisers if each needs {each.value:g} enablers, and ' + format({_needed(each.high)}, ',.0f') "
            f"+ ' if each needs {each.high:g}.'"
        ),
    )


def _needed(enablers: Any) -> str:
    symbols = {name: symbol(name) for name in ("target", "coalition_share_later")}
    made = break_even(
        VEGA,
        target=symbols["target"],
        enablers_per_adviser=enablers,
        coalition_share=symbols["coalition_share_later"],
    )
    return written(made)["advisers"]


@catalogued
def coalition_leaves() -> Published:
    """Return how much the mission grows if the coalition's enablers leave and nothing else changes."""
    known = assumptions("force_planning")
    each, share = known["enablers_per_adviser"], known["coalition_share_now"]
    wanted = known["target"].value / known["size_now"].value
    counts = (each.low, each.value, each.high)
    shares = np.arange(0, 100, 5)
    rows = pd.concat(
        pd.DataFrame(
            {
                "share": shares,
                "factor": withdrawal(np, enablers_per_adviser=count, coalition_share=shares)["factor"],
                "line": f"{count:g} enabler{'s' if count > 1 else ''} each",
            }
        )
        for count in counts
    )
    order = list(dict.fromkeys(rows["line"]))
    base = alt.Chart(rows.round(2)).encode(
        alt.X("share:Q").title("Enablers that the coalition had provided, %").scale(domain=[0, 100]),
        alt.Y("factor:Q").title("Times the mission before").scale(domain=[0, 9]),
        color=alt.Color("line:N").scale(domain=order, range=[theme.ACCENT, *theme.CATEGORY[1:3]]),
        shape=alt.Shape("line:N").scale(domain=order, range=["circle", "square", "diamond"]),
    )
    lines = base.mark_line()
    points = base.mark_point(filled=True, size=45, opacity=1).encode(
        tooltip=[
            alt.Tooltip("line:N", title="Each adviser needs"),
            alt.Tooltip("share:Q", title="Share from the coalition, %"),
            alt.Tooltip("factor:Q", title="Times the mission before"),
        ]
    )
    most = withdrawal(np, enablers_per_adviser=each.high, coalition_share=share.high)["factor"]
    now = withdrawal(np, enablers_per_adviser=each.value, coalition_share=share.value)["factor"]
    table = rows.round(2).pivot(index="share", columns="line", values="factor")[order]
    table = table.rename(columns=lambda name: f"Times, {name}").rename_axis("share").reset_index()
    return publish(
        layered(lines, points, *level(f"{wanted:g} times: 500 to 4,000", f"{wanted:g}", (6, 4))).properties(
            height=320
        ),
        name="force-coalition-leaves",
        finding=f"Nowhere in our ranges does the coalition’s exit alone multiply the mission by {wanted:g}",
        measure="Size after the coalition’s enablers leave over size before, same advisers, in our model",
        source=OURS,
        description=(
            f"Three rising curves over the share of enablers that the coalition had provided. At "
            f"{share.value:g}% the mission grows {now:g} times if each adviser needs {each.value:g} "
            f"enablers. At {share.high:g}%, the top of our range, with {each.high:g} enablers each, it grows "
            f"{most:.1f} times. A dashed line stands at {wanted:g} times, which 4,000 from 500 would take; "
            "curves come near it only where the coalition provides nearly everything."
        ),
        table=table.rename(columns={"share": "Share from the coalition, %"}),
        tables=("model_assumptions",),
    )


@catalogued
def what_moves_the_answer() -> Published:
    """Return how far each assumption moves the people wanted, alone."""
    known = assumptions("force_planning")
    all_rows = sensitivity()
    rows = all_rows[all_rows["swing"] > 0].copy()
    base_case, target = float(force_plan(np, YEARS, **settings())["wanted"]), known["target"].value
    rows["label"] = ["\n".join(wrap(what, 24)) for what in rows["what"].str.capitalize()]
    rows["least"], rows["most"] = (
        rows[["at_low", "at_high"]].min(axis=1),
        rows[["at_low", "at_high"]].max(axis=1),
    )
    low, high = rows["low"].map("{:g}".format), rows["high"].map("{:g}".format)
    swapped = rows["at_low"] > rows["at_high"]
    rows["at_least"], rows["at_most"] = low.mask(swapped, high), high.mask(swapped, low)
    percent = rows["parameter"].str.contains("share").map({True: "%", False: ""})
    rows["at_least"], rows["at_most"] = rows["at_least"] + percent, rows["at_most"] + percent
    drawn = rows[["label", "least", "most", "at_least", "at_most"]]
    y = alt.Y("label:N").title(None).sort(None).axis(labelExpr="split(datum.label, '\\n')")
    base = alt.Chart(drawn).encode(y)
    bars = base.mark_bar(height=22).encode(
        alt.X("least:Q").title("People wanted").scale(domain=[0, 4400]),
        alt.X2("most:Q"),
        tooltip=[
            alt.Tooltip("label:N", title="Assumption"),
            alt.Tooltip("least:Q", title="Fewest", format=","),
            alt.Tooltip("most:Q", title="Most", format=","),
        ],
    )
    ends = [
        base.mark_text(align="right", dx=-5).encode(alt.X("least:Q"), text="at_least:N"),
        base.mark_text(align="left", dx=5).encode(alt.X("most:Q"), text="at_most:N"),
    ]
    lines = [
        alt.Chart(pd.DataFrame({"people": [people]}))
        .mark_rule(strokeDash=dash, strokeWidth=1.5, color=theme.INK)
        .encode(alt.X("people:Q"))
        for people, dash in ((base_case, [1, 0]), (target, [6, 4]))
    ]
    unmoved = int((all_rows["swing"] == 0).sum())
    names = {
        "what": "Assumption",
        "low": "Low",
        "high": "High",
        "at_low": "People wanted at low",
        "at_high": "People wanted at high",
    }
    reach = "; ".join(
        f"{what}, {least:,.0f} to {most:,.0f}"
        for what, least, most in zip(rows["what"], rows["least"], rows["most"], strict=True)
    )
    return publish(
        layered(bars, *ends, *lines).properties(height={"step": 52}),
        name="force-what-moves-the-answer",
        finding=f"Within our ranges no single assumption brings the answer to {target:,.0f}",
        measure=(
            "People wanted after growth, one assumption moved at a time; solid line: our middle, "
            "dashed: the size announced"
        ),
        source=OURS,
        description=(
            f"Bars around {base_case:,.0f}, the answer with every assumption in the middle, one bar an "
            f"assumption: {reach}. The numbers at the ends of a bar are the values that give them. A dashed "
            f"line at {target:,.0f} is reached by none. {unmoved} other assumptions do not move this answer."
        ),
        table=all_rows[list(names)]
        .rename(columns=names)
        .assign(Assumption=all_rows["what"].str.capitalize()),
        tables=("model_assumptions",),
    )
