"""Lab of chapter 3: the force-planning model with all assumptions on sliders, or a model of the reader's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.layers import layered
from bookkit.labs.controls import slider
from bookkit.labs.lab import Lab, Result
from bookkit.labs.picture import Picture, rows
from bookkit.models import assumptions
from natoiraq.charts.force import YEARS
from natoiraq.models.force_planning import force_plan

Model = Callable[..., Mapping[str, Any]]
"""Called as `force_plan` is: array namespace, years, and the assumptions by name."""

NEEDED: Final = ("advisers", "wanted")
GROUPS: Final = ("Advisers", "NATO’s own enablers")


def lab(model: Model | None = None) -> Lab:
    """Return the planner, for the book's model or for one of the reader's."""
    known = assumptions("force_planning")
    target = known["target"].value
    years = np.arange(YEARS + 1)

    def compute(**settings: float) -> Result:
        book = people(force_plan, years, settings)
        plan = people(model, years, settings) if model else book
        beds = settings["living_space"]
        levels = pd.DataFrame(
            {"words": [f"{target:,.0f} announced", "beds"], "people": [target, beds], "dash": [0, 1]}
        )
        said = sentence(plan["wanted"].iloc[-1], beds, target)
        if model:
            said += f" With the book’s model it wants {book['wanted'].iloc[-1]:,.0f}."
        return Result(said, {"plan": plan.assign(book=book["wanted"]), "levels": levels})

    controls = {name: slider(each) for name, each in known.items() if name != "target"}
    return Lab("the force planner", controls, compute, picture(own=model is not None))


def people(model: Model, years: npt.NDArray[np.int_], settings: Mapping[str, float]) -> pd.DataFrame:
    """Return a model's people by year.

    Raises
    ------
    ValueError
        If the model stops or returns something else than people; the message is for who wrote it.
    """
    try:
        found = model(np, years, **settings)
    except Exception as error:  # whatever a reader's function does, the lab answers with a sentence
        raise ValueError(f"The model stopped with {type(error).__name__}: {error}.") from None
    if not isinstance(found, Mapping) or (missing := [name for name in NEEDED if name not in found]):
        lacks = f"{missing[0]!r} is missing" if isinstance(found, Mapping) else "it returned no dict"
        raise ValueError(f"The model has to return a dict with 'advisers' and 'wanted': {lacks}.")
    plan = pd.DataFrame({"year": years})
    for name in NEEDED:
        try:
            plan[name] = np.broadcast_to(np.asarray(found[name], dtype=float), years.shape)
        except (TypeError, ValueError):
            raise ValueError(f"{name!r} has to be a number for each of the {len(years)} years.") from None
        if not np.isfinite(plan[name]).all() or (plan[name] < 0).any():
            raise ValueError(f"{name!r} has to be people: no negative number, nothing infinite or missing.")
    return plan


def sentence(wanted: float, beds: float, target: float) -> str:
    """Return the result in the words of the static planner."""
    return (
        f"After {YEARS} years the mission wants {wanted:,.0f} people; {min(wanted, beds):,.0f} of them have "
        f"a bed. That is {wanted / target:.0%} of the size announced."
    )


def picture(*, own: bool) -> Picture:
    """Return the chart: people by year, the two levels and, beside an own model, the book's."""
    base, levels = rows("plan"), rows("levels")
    x = alt.X("year:O").title("Years since the start")
    fill = alt.Fill("group:N").scale(domain=list(GROUPS), range=[theme.ACCENT, theme.PAPER])
    bar = base.mark_bar(stroke=theme.ACCENT, strokeWidth=1.5, cornerRadius=0)
    advisers = bar.transform_calculate(group=f"'{GROUPS[0]}'").encode(
        x, alt.Y("advisers:Q").title("People").stack(None), fill=fill.legend(symbolStrokeColor=theme.ACCENT)
    )
    enablers = bar.transform_calculate(group=f"'{GROUPS[1]}'").encode(
        x, alt.Y("advisers:Q").stack(None), alt.Y2("wanted:Q"), fill=fill
    )
    numbers = base.mark_text(dy=-8).encode(x, alt.Y("wanted:Q"), text=alt.Text("wanted:Q", format=",.0f"))
    dash = alt.StrokeDash("dash:N").scale(domain=[0, 1], range=[[1, 0], [6, 4]]).legend(None)
    rules = levels.mark_rule(strokeWidth=1.5).encode(alt.Y("people:Q"), strokeDash=dash)
    words = levels.mark_text(align="left", dx=4, dy=-7).encode(
        alt.Y("people:Q"), x=alt.value(0), text="words:N"
    )
    ticks = base.mark_tick(color=theme.CATEGORY[1], thickness=3, size=40).encode(x, alt.Y("book:Q"))
    marks = [advisers, enablers, *([ticks] if own else []), numbers, rules, words]
    return Picture(layered(*marks).properties(height=300))
