"""Chart of the Worldwide Governance Indicators, each score with its margin of error."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Follow, Published, publish

IRAQ: Final = "IRQ"
FIRST: Final = ("Control of corruption", "JOR")
"""The indicator and the comparator that a reader sees first."""
SIDES: Final = ("Iraq", "The country beside it")


def by_indicator_and_year() -> tuple[pd.DataFrame, list[str], dict[str, str]]:
    """Return the scores, a row an indicator and year, the indicators, and the names of the countries by code.

    Returns
    -------
    tuple
        A frame with `what` (position in the list of indicators), `year`, and for each country code the
        columns `e_IRQ` (score) and `s_IRQ` (standard error); the list; a dict.
    """
    rows = evidence.load("governance")
    indicators = rows["indicator"].cat.categories.tolist()
    wide = rows.assign(what=rows["indicator"].cat.codes).pivot(
        index=["what", "year"], columns="iso3", values=["estimate", "standard_error"]
    )
    wide.columns = wide.columns.map(lambda pair: f"{'e' if pair[0] == 'estimate' else 's'}_{pair[1]}")
    names = dict(zip(rows["iso3"], rows["country"], strict=True))
    return wide.astype("float64").round(2).reset_index(), indicators, names


def side(base: alt.Chart, name: str, score: str, error: str, shift: float) -> tuple[alt.Chart, alt.Chart]:
    """Return one country's margins of error and its scores; `score` and `error` are Vega expressions."""
    margin = f"2 * {error}"
    placed = base.transform_calculate(
        at=f"datum.year + {shift}",
        score=score,
        low=f"{score} - {margin}",
        high=f"{score} + {margin}",
        side=f"'{name}'",
        said=f"format({score}, '.2f') + ', from ' + format({score} - {margin}, '.2f') + ' to ' + "
        f"format({score} + {margin}, '.2f')",
    )
    x = alt.X("at:Q").title(None).scale(domain=[2001.4, 2023.6], nice=False).axis(format="d", grid=False)
    colours = alt.Color("side:N").scale(domain=SIDES, range=[theme.ACCENT, theme.CATEGORY[1]])
    shapes = alt.Shape("side:N").scale(domain=SIDES, range=["circle", "square"])
    errors = placed.mark_rule(strokeWidth=theme.narrow(1.5, 2.5), opacity=0.6).encode(
        x, alt.Y("low:Q").scale(domain=[-4, 1.5]).title("Score"), alt.Y2("high:Q"), colours
    )
    points = placed.mark_point(filled=True, size=theme.narrow(25, 55), opacity=1).encode(
        x,
        alt.Y("score:Q"),
        colours,
        shapes,
        tooltip=[
            alt.Tooltip("side:N", title="Country"),
            alt.Tooltip("year:Q", title="Year", format="d"),
            alt.Tooltip("said:N", title="Score and margin"),
        ],
    )
    return errors, points


@catalogued
def indicators() -> Published:
    """Return Iraq's score in a chosen indicator beside another country's, with their margins of error."""
    wide, names, countries = by_indicator_and_year()
    others = sorted((code for code in countries if code != IRAQ), key=lambda code: countries[code])
    what = alt.param(
        name="what",
        value=names.index(FIRST[0]),
        bind=alt.binding_select(options=list(range(len(names))), labels=names, name="Indicator "),
    )
    beside = alt.param(
        name="beside",
        value=FIRST[1],
        bind=alt.binding_select(
            options=others, labels=[countries[code] for code in others], name="Beside Iraq "
        ),
    )
    base = (
        alt.Chart(wide.reset_index(names="row"))
        .transform_filter("datum.what == what")
        .transform_calculate(e_other="datum['e_' + beside]", s_other="datum['s_' + beside]")
    )
    errors, points = side(base, SIDES[0], f"datum.e_{IRAQ}", f"datum.s_{IRAQ}", -0.16)
    others_errors, others_points = side(base, SIDES[1], "datum.e_other", "datum.s_other", 0.16)
    layers = alt.LayerChart(layer=[others_errors, errors, others_points, points.properties(name="scores")])
    iraq = wide[wide["what"] == names.index(FIRST[0])]
    score = dict(zip(iraq["year"].astype(int), iraq[f"e_{IRAQ}"], strict=True))
    columns = {
        "Indicator": wide["what"].map(names.__getitem__),
        "Year": wide["year"].astype(str),
        "Iraq": wide[f"e_{IRAQ}"],
        "Iraq, standard error": wide[f"s_{IRAQ}"],
        "Beside it": wide[f"e_{FIRST[1]}"],
        "Beside it, standard error": wide[f"s_{FIRST[1]}"],
    }
    beside_it = {"Beside it": "e_other", "Beside it, standard error": "s_other"}
    changes = evidence.fact("derived:governance-changes")
    real = evidence.fact("derived:governance-changes-beyond-margin")
    finding = (
        f"Only {real.text} of {changes.text} yearly changes in Iraq’s scores exceeds its margin of error"
    )
    return publish(
        layers.add_params(what, beside).properties(height=360),
        name="governance-indicators",
        finding=finding,
        measure="Score, higher is better, with two standard errors either way, 2002 to 2023",
        source="Source: World Bank, Worldwide Governance Indicators, 2024 update",
        description=(
            "Marks with upright lines for the margin of error, one a year from 2002 to 2023, for Iraq and "
            "for one country that a menu chooses; another menu chooses one of six indicators. For control of "
            f"corruption Iraq’s score is {score[2004]:.2f} in 2004 and "
            f"{score[2023]:.2f} in 2023, with overlapping margins; Jordan’s marks lie well "
            "above them throughout."
        ),
        table=pd.DataFrame(columns),
        tables=("governance",),
        follow=Follow(mark="scores", row="row", counted="scores", cells=beside_it),
    )
