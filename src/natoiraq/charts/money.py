"""Charts of money: from the oil price to the pay bill, and a correlation that depends on its window."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish

YEARS: Final = (2003, 2025)
SERIES: Final = {
    "brent": ("Brent crude", "dollars a barrel"),
    "rents": ("Oil rents", "% of GDP"),
    "revenue": ("Revenue", "% of GDP"),
    "pay": ("Pay", "% of government expense"),
}
"""The steps of the chain, from the top of the chart down."""
LANE: Final = 0.62  # the part of a lane that a series fills; its words stand above it

BELOW: Final = (2009, 2012, 2015, 2020, 2021)
"""Years whose label stands under its mark, since another label is where it would be."""


def chain_by_year() -> pd.DataFrame:
    """Return the four series of Iraq side by side, by year.

    Returns
    -------
    DataFrame
        Indexed by year: `brent` in dollars a barrel, `rents` and `revenue` in % of GDP, `pay` in % of
        the expense of central government; NaN where nothing was published.
    """
    prices = evidence.load("oil_prices")
    prices = prices[prices["frequency"] == "annual"]
    brent = prices.set_index(prices["date"].dt.year.astype("Int64"))["usd_per_barrel"]
    rents = evidence.load("oil_rents").query("iso3 == 'IRQ'").set_index("year")["oil_rents_pct_gdp"]
    finance = evidence.load("government_finance").query("iso3 == 'IRQ'").set_index("year")
    columns = {
        "brent": brent,
        "rents": rents,
        "revenue": finance["revenue_pct_gdp"],
        "pay": finance["pay_bill_pct_expense"],
    }
    return pd.DataFrame(columns).loc[YEARS[0] : YEARS[1]].rename_axis("year").round(2)


def lanes(wide: pd.DataFrame) -> pd.DataFrame:
    """Return one row a series and year, with its place in the lane of its series and its value in words."""
    parts = []
    for place, (key, (name, unit)) in enumerate(SERIES.items()):
        floor = len(SERIES) - 1 - place
        values = wide[key]
        said = values.map(lambda value: f"{value:.1f}", na_action="ignore").fillna("no figure")
        words = [f"{name}, {unit}, {year}: {text}" for year, text in said.items()]
        height = floor + LANE * values / values.max()
        part = {"year": wide.index, "at": height.round(3), "floor": floor, "series": name, "said": words}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


@catalogued
def chain() -> Published:
    """Return oil price, oil rents, revenue and pay bill above one another, with one year to choose."""
    wide = chain_by_year()
    rows = lanes(wide)
    chosen = alt.param(
        name="chosen",
        value=2015,
        bind=alt.binding_range(min=YEARS[0], max=YEARS[1], step=1, name="Year "),
    )
    span = alt.X("year:Q").title(None).scale(domain=[YEARS[0] - 0.5, YEARS[1] + 0.5], nice=False)
    span = span.axis(format="d", grid=False)
    height = alt.Y("at:Q", axis=None).scale(domain=[0, len(SERIES)])
    known = alt.Chart(rows).transform_filter("isValid(datum.at)")
    bars = known.mark_bar(size=theme.narrow(6, 14)).encode(
        span,
        height,
        alt.Y2("floor:Q"),
        fill=alt.condition("datum.year == chosen", alt.value(theme.CATEGORY[1]), alt.value(theme.ACCENT)),
        tooltip=[alt.Tooltip("said:N", title="Figure")],
    )
    floors = (
        alt.Chart(rows[["floor"]].drop_duplicates())
        .mark_rule(strokeWidth=1)
        .encode(y=alt.Y("floor:Q", axis=None))
    )
    line = (
        alt.Chart(rows)
        .transform_filter("datum.year == chosen")
        .transform_calculate(top=f"datum.floor + {LANE + 0.06}")
        .mark_rule(strokeDash=[4, 3])
        .encode(span, alt.Y("floor:Q", axis=None), alt.Y2("top:Q"))
    )
    words = (
        alt.Chart(rows)
        .transform_filter("datum.year == chosen")
        .transform_calculate(at="datum.floor + 0.84")
        .mark_text(align="left", fontSize=theme.narrow(11, 13), fontWeight="bold")
        .encode(x=alt.value(2), y=alt.Y("at:Q", axis=None), text="said:N")
    )
    before, after = wide.loc[2014], wide.loc[2015]
    table = wide.rename(columns={key: f"{name}, {unit}" for key, (name, unit) in SERIES.items()})
    return publish(
        (floors + bars + line + words).add_params(chosen).properties(height=400),
        name="money-chain",
        finding="When oil almost halved in 2015, revenue fell and pay took a far larger share of spending",
        measure="Dollars a barrel, % of GDP and % of expense, Iraq, 2003 to 2025; each lane on its own scale",
        source="Sources: US Energy Information Administration; World Bank, World Development Indicators",
        description=(
            "Four lanes of bars by year, each from zero on a scale of its own, and a slider for the year. "
            f"From 2014 to 2015 Brent crude falls from {before['brent']:g} to {after['brent']:g} dollars "
            f"a barrel, Iraq’s oil rents from {before['rents']:g}% to {after['rents']:g}% of GDP and "
            f"revenue from {before['revenue']:g}% to {after['revenue']:g}% of GDP, while pay rises from "
            f"{before['pay']:g}% to {after['pay']:g}% of government expense. Oil rents end in 2021; "
            "revenue and pay exist for 2014 to 2019 only."
        ),
        table=table.reset_index().rename(columns={"year": "Year"}).astype({"Year": str}),
        tables=("oil_prices", "oil_rents", "government_finance"),
    )


def sums(rows: pd.DataFrame) -> list[alt.Parameter]:
    """Return params with running sums of x, y and their products, from which a window's r is a difference."""
    x, y = rows["brent"], rows["rents"]
    terms = {"x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y}
    running = {name: [0, *term.cumsum().round(4)] for name, term in terms.items()}
    return [alt.param(name=f"sums_{name}", value=values) for name, values in running.items()]


def correlation(first_year: int) -> list[alt.Parameter]:
    """Return params that compute Pearson's r of the years from `first` to `last`, and say it.

    r = (n Σxy - Σx Σy) / sqrt((n Σxx - (Σx)²)(n Σyy - (Σy)²)), the textbook form of Pearson's coefficient.
    """
    window = {
        name: f"sums_{name}[last - {first_year - 1}] - sums_{name}[first - {first_year}]"
        for name in ("x", "y", "xx", "yy", "xy")
    }
    params = [alt.param(name=f"total_{name}", expr=text) for name, text in window.items()]
    spread = "(n * total_xx - total_x * total_x) * (n * total_yy - total_y * total_y)"
    said = (
        "n < 3 ? 'Choose at least three years.' : "
        "'r = ' + format(r, '.2f') + ', ' + first + ' to ' + last + ' (' + n + ' years)'"
    )
    return [
        *params,
        alt.param(name="n", expr="last - first + 1"),
        alt.param(name="r", expr=f"(n * total_xy - total_x * total_y) / sqrt({spread})"),
        alt.param(name="said", expr=said),
    ]


@catalogued
def window() -> Published:
    """Return oil rents against the oil price, with the correlation of a window that the reader chooses."""
    rows = chain_by_year()[["brent", "rents"]].dropna().reset_index()
    start, end = int(rows["year"].min()), int(rows["year"].max())
    first, last = (
        alt.param(name=name, value=value, bind=alt.binding_range(min=start, max=end, step=1, name=label))
        for name, value, label in (("first", 2010, "First year "), ("last", end, "Last year "))
    )
    x = alt.X("brent:Q").title("Brent crude, dollars a barrel").scale(domain=[20, 120])
    y = alt.Y("rents:Q").title("Oil rents, % of GDP").scale(domain=[20, 75])
    base = alt.Chart(rows.assign(row=rows.index)).encode(
        x,
        y,
        tooltip=[
            alt.Tooltip("year:Q", title="Year", format="d"),
            alt.Tooltip("brent:Q", title="Dollars a barrel"),
            alt.Tooltip("rents:Q", title="Oil rents, % of GDP"),
        ],
    )
    inside = "datum.year >= first && datum.year <= last"
    left_out = base.transform_filter(f"!({inside})").mark_point(size=50, color=theme.INK_SOFT)
    taken = (
        base.transform_filter(inside)
        .properties(name="taken")
        .mark_point(filled=True, size=90, opacity=1, color=theme.ACCENT)
    )
    size = theme.narrow(9, 11)
    below = f"indexof({sorted(BELOW)}, datum.year) >= 0"
    years = base.transform_filter(f"!({below})").mark_text(dy=-10, fontSize=size).encode(text="year:N")
    years += base.transform_filter(below).mark_text(dy=12, fontSize=size).encode(text="year:N")
    answer = (
        alt.Chart(pd.DataFrame({"place": [0]}))
        .mark_text(align="right", fontSize=theme.narrow(13, 15), fontWeight="bold", text=alt.ExprRef("said"))
        .encode(x=alt.XDatum(119), y=alt.YDatum(73))
    )
    short = rows[rows["year"].between(2010, end)]
    columns = {"year": "Year", "brent": "Brent, dollars a barrel", "rents": "Oil rents, % of GDP"}
    return publish(
        (left_out + taken + years + answer)
        .add_params(first, last, *sums(rows), *correlation(start))
        .properties(height=360),
        name="money-window",
        finding="Whether Iraq’s oil rents follow the oil price depends on the years you choose",
        measure="Oil rents in % of GDP against Brent in dollars a barrel, one mark a year, 2003 to 2021",
        source="Sources: US Energy Information Administration; World Bank, World Development Indicators",
        description=(
            "A dot for each year from 2003 to 2021. Two sliders choose the first and last year; the years "
            "chosen are filled and their correlation is written above. From 2010 the dots rise together, "
            f"r = {round(short['brent'].corr(short['rents']), 2):g}; with all years they hardly do, "
            f"r = {round(rows['brent'].corr(rows['rents']), 2):g}, because 2003 to 2008 have high "
            "oil rents at low oil prices."
        ),
        table=rows.astype({"year": str}).rename(columns=columns),
        tables=("oil_prices", "oil_rents"),
        follow=Follow(mark="taken", row="row", counted="years", result="said"),
    )
