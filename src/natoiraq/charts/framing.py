"""Charts of what news items said about the announcement of 18 February 2021, and of how they were coded."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish
from natoiraq.models import coverage

NUMBER: Final = "The number"
REST: Final = "Rest of the announcement"
CONTEXT: Final = "Context"
ELEMENTS: Final = {
    "mentions_4000": ("4,000", NUMBER),
    "mentions_500": ("500", NUMBER),
    "headline_number": ("A number up front", NUMBER),
    "says_non_combat_or_training": ("Training, no combat", REST),
    "says_iraqi_request_or_consent": ("Request or consent", REST),
    "says_beyond_baghdad": ("Beyond Baghdad", REST),
    "says_incremental": ("In steps", REST),
    "says_sovereignty": ("Sovereignty", REST),
    "says_more_institutions": ("More institutions", REST),
    "says_conditions_based": ("Under conditions", REST),
    "mentions_isis": ("IS", CONTEXT),
    "quotes_iraqi_official": ("An Iraqi official", CONTEXT),
    "mentions_us_troops": ("US troops", CONTEXT),
    "mentions_iran_or_militias": ("Iran or militias", CONTEXT),
    "mentions_erbil_attack": ("The Erbil attack", CONTEXT),
    "mentions_turkey": ("Turkey", CONTEXT),
}
"""Code -> name for readers and kind."""

KINDS: Final = {
    NUMBER: ("square", theme.CATEGORY[1]),
    REST: ("circle", theme.ACCENT),
    CONTEXT: ("diamond", theme.CATEGORY[4]),
}
SOURCE: Final = "Source: this module’s sample of news items, coded by a language model"


def percent(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return shares in whole per cents, halves upwards: the counts are too small for more."""
    return (100 * column + 0.5).astype(int)


def behind(rows: pd.DataFrame, **first: str) -> pd.DataFrame:
    """Return the table behind a chart of shares; `first` names the columns to lead with."""
    names = {**first, "count": "Items that say it", "size": "Items", "share": "Share in %"}
    names |= {"low": "95% from", "high": "95% to"}
    shown = rows.assign(**{name: percent(rows[name]) for name in ("share", "low", "high")})
    return shown[list(names)].rename(columns=names)


def shares(over: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the share of every element in every group, one row each."""
    rows = [
        {"group": group, "element": name, "kind": kind, **coverage.share(found, code)}
        for group, found in over.items()
        for code, (name, kind) in ELEMENTS.items()
    ]
    table = pd.DataFrame(rows)
    table["said"] = table["count"].astype(str) + "/" + table["size"].astype(str)
    return table.assign(row=table.index)


TOOLTIP: Final = [
    alt.Tooltip("group:N", title="Items"),
    alt.Tooltip("element:N", title="Says"),
    alt.Tooltip("said:N", title="How many"),
    alt.Tooltip("share:Q", title="Share", format=".0%"),
    alt.Tooltip("low:Q", title="95% from", format=".0%"),
    alt.Tooltip("high:Q", title="95% to", format=".0%"),
]
DRAWN: Final = ["group", "element", "kind", "share", "low", "high", "said", "row"]
RIGHT: Final = 1.17  # where the counts end, beyond 100%


def marks(rows: pd.DataFrame, chosen: str, **channels: Any) -> alt.LayerChart:
    """Return the intervals, points and counts of the rows that an expression chooses.

    Parameters
    ----------
    rows
        As `shares` returns them.
    chosen
        Vega expression of the rows to draw.
    channels
        Encoding channels of all three layers, such as y.
    """
    base = alt.Chart(rows[DRAWN]).transform_filter(chosen)
    points = alt.Chart(rows[DRAWN], name="shares").transform_filter(chosen)
    scale = alt.Scale(domain=[0, RIGHT])
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    looks = [KINDS[kind] for kind in KINDS]
    kind = alt.Scale(domain=list(KINDS), range=[colour for _, colour in looks])
    shape = alt.Scale(domain=list(KINDS), range=[form for form, _ in looks])
    lines = base.mark_rule(strokeWidth=2).encode(
        alt.X("low:Q").scale(scale).axis(axis).title("Share of the items"),
        alt.X2("high:Q"),
        color=alt.Color("kind:N").scale(kind).title(None),
        **channels,
    )
    dots = points.mark_point(filled=True, size=90, opacity=1).encode(
        alt.X("share:Q"),
        color=alt.Color("kind:N").scale(kind).title(None),
        shape=alt.Shape("kind:N").scale(shape).title(None),
        tooltip=TOOLTIP,
        **channels,
    )
    counts = base.mark_text(align="right", fontSize=theme.narrow(10, 11), color=theme.INK_SOFT).encode(
        alt.XDatum(RIGHT), text="said:N", **channels
    )
    layers: alt.LayerChart = lines + dots + counts
    return layers


def menu(name: str, label: str, options: list[str]) -> alt.Parameter:
    """Return a menu that starts with its first option."""
    return alt.param(name=name, value=options[0], bind=alt.binding_select(options=options, name=label))


@catalogued
def elements() -> Published:
    """Return what the items of one group said, element by element."""
    rows = shares(coverage.groups())
    fair = rows[rows["group"] == coverage.FAIR].sort_values("share", ascending=False, kind="stable")
    order = [name for kind in KINDS for name in fair.loc[fair["kind"] == kind, "element"]]
    said = fair.set_index("element")["count"]
    y = alt.Y("element:N").title(None).scale(domain=order).axis(labelLimit=theme.narrow(130, 200))
    chart = marks(rows, "datum.group == group", y=y)
    return publish(
        chart.add_params(menu("group", "Items from ", list(coverage.groups()))).properties(
            height={"step": 24}
        ),
        name="framing-elements",
        finding="The number was not alone: training and consent stood in most Iraqi items too",
        measure="Share of news items that say each thing, in %, with Wilson interval and counts, 2021",
        source=SOURCE,
        description=(
            f"One row for each thing an item can say, as a point with its Wilson interval. Of "
            f"{fair['size'].iloc[0]} Iraqi items up to 4 March, {said['4,000']} give 4,000, "
            f"{said['500']} give 500 and {said['A number up front']} lead with a number. "
            f"{said['Training, no combat']} speak of training, {said['Request or consent']} of Iraqi "
            f"request or consent, {said['In steps']} say that growth comes in steps and "
            f"{said['Under conditions']} that it is under conditions. A menu shows other groups of items."
        ),
        table=behind(rows, group="Group", element="Says"),
        tables=("news_items",),
        follow=Follow(mark="shares", row="row", counted="shares"),
    )


@catalogued
def country_groups() -> Published:
    """Return which groups of items said one thing."""
    over = {
        group: rows
        for group, rows in coverage.groups().items()
        if group not in ("Iraq, to 31 March", "Iraq, in Arabic", "Iraq, in English")
    }
    rows = shares(over)
    steps = rows[rows["element"] == "In steps"].set_index("group")
    first = "In steps"
    options = [first, *(name for name, _ in ELEMENTS.values() if name != first)]
    y = alt.Y("group:N").title(None).scale(domain=list(over)).axis(labelLimit=theme.narrow(130, 200))
    chart = marks(rows, "datum.element == says", y=y)
    told_by = steps["said"].str.replace("/", " of ")
    told = "; ".join(f"{group} {said}" for group, said in told_by.items())
    iraqi, others = told_by[coverage.FAIR], told_by[coverage.ABROAD]
    return publish(
        chart.add_params(menu("says", "Says ", options)).properties(height={"step": 34}),
        name="framing-country-groups",
        finding=f"“In steps” stood in {iraqi} Iraqi items and in {others} from elsewhere",
        measure="Share of news items up to 4 March 2021 that say one thing, in %, with Wilson interval",
        source=SOURCE,
        description=(
            "One row a group of countries, with the share of its items that say one thing and its Wilson "
            f"interval. At the start the thing is that growth comes in steps: {told}. Intervals are wide, "
            "above all for the small groups. A menu chooses another thing."
        ),
        table=behind(rows, element="Says", group="Group"),
        tables=("news_items",),
        follow=Follow(mark="shares", row="row", counted="shares"),
    )


WITH: Final = "Items that give 4,000"
WITHOUT: Final = "Items that do not"


def co_mentions() -> pd.DataFrame:
    """Return how often each caveat stands in items with the number and in items without it, by group."""
    found = []
    for group in (coverage.FAIR, coverage.ABROAD):
        rows = coverage.groups()[group]
        stated = rows[list(coverage.CAVEATS)]
        caveats = {ELEMENTS[code][0]: rows[code] for code in reversed(coverage.CAVEATS)}
        caveats |= {"At least one": stated.any(axis=1), "All three": stated.all(axis=1)}
        for name, column in caveats.items():
            for kind, chosen in ((WITH, rows["mentions_4000"]), (WITHOUT, ~rows["mentions_4000"])):
                measured = coverage.share(rows[chosen], column[chosen])
                found.append({"group": group, "element": name, "kind": kind, **measured})
    table = pd.DataFrame(found)
    table["said"] = table["count"].astype(str) + "/" + table["size"].astype(str)
    return table.assign(row=table.index)


@catalogued
def caveats() -> Published:
    """Return whether the caveats stood beside the number."""
    rows = co_mentions()
    kinds, order = [WITH, WITHOUT], list(dict.fromkeys(rows["element"]))
    fair = (
        rows[rows["group"] == coverage.FAIR].set_index(["element", "kind"])["said"].str.replace("/", " of ")
    )
    chosen = "datum.group == group"
    y = alt.Y("element:N").title(None).scale(domain=order).axis(labelLimit=theme.narrow(120, 220))
    offset = alt.YOffset("kind:N").scale(domain=kinds)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    base = alt.Chart(rows[DRAWN]).transform_filter(chosen)
    lines = base.mark_rule(strokeWidth=2, color=theme.INK_SOFT).encode(
        alt.X("low:Q").scale(domain=[0, RIGHT]).axis(axis).title("Share of the items"),
        alt.X2("high:Q"),
        y,
        offset,
    )
    points = alt.Chart(rows[DRAWN], name="shares").transform_filter(chosen)
    dots = points.mark_point(size=90, strokeWidth=2, opacity=1, stroke=theme.ACCENT).encode(
        alt.X("share:Q"),
        y,
        offset,
        fill=alt.Fill("kind:N").scale(domain=kinds, range=[theme.ACCENT, theme.PAPER]).title(None),
        shape=alt.Shape("kind:N").scale(domain=kinds, range=["square", "circle"]).title(None),
        tooltip=TOOLTIP,
    )
    counts = base.mark_text(align="right", fontSize=theme.narrow(10, 11), color=theme.INK_SOFT).encode(
        alt.XDatum(RIGHT), y, offset, text="said:N"
    )
    options = list(dict.fromkeys(rows["group"]))
    return publish(
        (lines + dots + counts)
        .add_params(menu("group", "Items from ", options))
        .properties(height={"step": 22}),
        name="framing-caveats",
        finding="Where the number stood, a caveat mostly stood too, but seldom all three",
        measure="Share of news items with each caveat, in %, with Wilson interval, up to 4 March 2021",
        source=SOURCE,
        description=(
            "Two points for each caveat: a filled square for items that give 4,000, a hollow circle for "
            "items that do not. Among Iraqi items with the number, "
            f"{fair['Request or consent', WITH]} speak of Iraqi request or consent, "
            f"{fair['In steps', WITH]} of steps and {fair['Under conditions', WITH]} of conditions; "
            f"{fair['At least one', WITH]} have at least one of these and "
            f"{fair['All three', WITH]} all three. Among Iraqi items without the number, "
            f"{fair['At least one', WITHOUT]} have at least one. A menu shows items from "
            "outside Iraq."
        ),
        table=behind(rows, group="Group", element="Caveat", kind="Number"),
        tables=("news_items",),
        follow=Follow(mark="shares", row="row", counted="shares"),
    )


HALVES: Final = {"blind": "Blind half", "not_strictly_blind": "Not strictly blind half"}


def coding() -> pd.DataFrame:
    """Return the agreement of the two passes for every code in each half."""
    named = {**{code: name for code, (name, _) in ELEMENTS.items()}, "frame": "Main takeaway"}
    return pd.DataFrame(
        [
            {"code": name, "half": said, **coverage.reliability(code, half)}
            for code, name in named.items()
            for half, said in HALVES.items()
        ]
    )


@catalogued
def reliability() -> Published:
    """Return how far the model agreed with itself, code by code, the blind half shown apart."""
    rows = coding()
    blind = rows[rows["half"] == HALVES["blind"]]
    lowest = rows.sort_values("kappa").iloc[0]
    order = blind.sort_values("kappa", kind="stable")["code"].tolist()
    perfect = int((blind["kappa"] == 1).sum())
    weakest = blind.sort_values("kappa").iloc[0]
    halves = list(HALVES.values())
    chart = (
        alt.Chart(rows[["code", "half", "kappa", "differ", "size"]])
        .mark_point(size=80, strokeWidth=2, opacity=1, stroke=theme.ACCENT)
        .encode(
            alt.X("kappa:Q").scale(domain=[0.7, 1.01], nice=False).title("Cohen’s kappa"),
            alt.Y("code:N").title(None).sort(order).axis(grid=True, labelLimit=theme.narrow(130, 200)),
            fill=alt.Fill("half:N").scale(domain=halves, range=[theme.ACCENT, "transparent"]).title(None),
            shape=alt.Shape("half:N").scale(domain=halves, range=["circle", "diamond"]).title(None),
            tooltip=[
                alt.Tooltip("code:N", title="Code"),
                alt.Tooltip("half:N", title="Items"),
                alt.Tooltip("kappa:Q", title="Kappa", format=".2f"),
                alt.Tooltip("differ:Q", title="Items coded differently"),
                alt.Tooltip("size:Q", title="Items compared"),
            ],
        )
    )
    table = rows.assign(**{name: rows[name].round(3) for name in ("agreement", "kappa", "ac1")})
    names = {"code": "Code", "half": "Half", "size": "Items", "differ": "Coded differently"}
    names |= {"agreement": "Agreement", "kappa": "Kappa", "ac1": "AC1"}
    return publish(
        chart.properties(height={"step": 24}),
        name="framing-reliability",
        finding="The same model agreed with itself: stability, not agreement between people",
        measure="Cohen’s kappa of two passes over the same news items, by code; the axis starts above zero",
        source=SOURCE,
        description=(
            f"Two marks a code. In the blind half, {perfect} of {len(blind)} codes stand at 1; the lowest "
            f"is {weakest['code']} at {weakest['kappa']:.3g}. In the half that was not strictly blind the "
            f"lowest is {lowest['code']} at {lowest['kappa']:.3g}. Both passes were done by one language "
            "model, so the marks show how stable the coding is."
        ),
        table=table[list(names)].rename(columns=names),
        tables=("news_items", "news_recoding"),
    )
