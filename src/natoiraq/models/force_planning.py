"""The force-planning model: how many people an advisory mission needs, and who brings the enablers.

Formulas, with a share as a fraction::

    people    = advisers + advisers x enablers per adviser x (1 - share from the coalition)
    in camp   = the smaller of people and beds
    growth    = the smaller of year / years that growth takes and 1

The advisers at the start are solved for, so that the mission starts at its known size. Advisers and the
coalition's share then move in a straight line to their values after growth.

Source: this module's own. How the size announced in February 2021 was reached was found nowhere.
The parameters' values, ranges and reasons stand in the table of assumptions.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from bookkit.models.assumptions import assumptions
from bookkit.models.namespace import Namespace

End = Literal["value", "low", "high"]
"""A place in the range of an assumption: its middle or one of its ends."""

# A share is a number from 0 to 100, as readers set it.
PER_CENT = 100


def people_per_adviser(enablers_per_adviser: Any, coalition_share: Any) -> Any:
    """Return how many people NATO sends for each adviser, the adviser included.

    Parameters
    ----------
    enablers_per_adviser
        Enablers that each adviser needs.
    coalition_share
        Share of them that the coalition provides, in %.
    """
    return 1 + enablers_per_adviser * (1 - coalition_share / PER_CENT)


def force_plan(
    xp: Namespace,
    year: Any,
    *,
    size_now: Any,
    advisers_later: Any,
    enablers_per_adviser: Any,
    coalition_share_now: Any,
    coalition_share_later: Any,
    living_space: Any,
    ramp: Any,
) -> dict[str, Any]:
    """Return the people of a mission in one year, or in many.

    Parameters
    ----------
    xp
        Array namespace.
    year
        Years since the start, any shape.
    size_now
        People at the start.
    advisers_later
        Advisers after growth.
    enablers_per_adviser
        Enablers that each adviser needs.
    coalition_share_now, coalition_share_later
        Share of the enablers that the coalition provides at the start and after growth, in %.
    living_space
        Beds.
    ramp
        Years that growth takes, above 0.

    Returns
    -------
    dict
        In people and in the shape of `year`: `advisers`, `enablers` (NATO's own), `wanted` (both),
        `housed` (those with a bed), `without_bed`; and `from_coalition`, the coalition's enablers.
    """
    growth = xp.minimum(year / ramp, 1)
    advisers_now = size_now / people_per_adviser(enablers_per_adviser, coalition_share_now)
    advisers = advisers_now + (advisers_later - advisers_now) * growth
    share = coalition_share_now + (coalition_share_later - coalition_share_now) * growth
    wanted = advisers * people_per_adviser(enablers_per_adviser, share)
    housed = xp.minimum(wanted, living_space)
    return {
        "advisers": advisers,
        "enablers": wanted - advisers,
        "wanted": wanted,
        "housed": housed,
        "without_bed": wanted - housed,
        "from_coalition": advisers * enablers_per_adviser * share / PER_CENT,
    }


def break_even(
    xp: Namespace, *, target: Any, enablers_per_adviser: Any, coalition_share: Any
) -> dict[str, Any]:
    """Return what it takes for a mission to reach a target.

    Parameters
    ----------
    xp
        Array namespace.
    target
        People to be explained.
    enablers_per_adviser
        Enablers that each adviser needs, any shape.
    coalition_share
        Share of them that the coalition provides, in %.

    Returns
    -------
    dict
        `advisers`, the advisers at which the mission has exactly `target` people, at least 0.
    """
    advisers = target / people_per_adviser(enablers_per_adviser, coalition_share)
    return {"advisers": xp.maximum(advisers, 0)}


def withdrawal(xp: Namespace, *, enablers_per_adviser: Any, coalition_share: Any) -> dict[str, Any]:
    """Return how much a mission grows if the coalition takes its enablers away and nothing else changes.

    Parameters
    ----------
    xp
        Array namespace.
    enablers_per_adviser
        Enablers that each adviser needs.
    coalition_share
        Share of them that the coalition provided until then, in %, any shape.

    Returns
    -------
    dict
        `factor`, people after the withdrawal over people before it; at least 1. With many enablers it
        comes near to 1 / (1 - share) and never passes it.
    """
    after = people_per_adviser(enablers_per_adviser, 0)
    return {"factor": xp.maximum(after / people_per_adviser(enablers_per_adviser, coalition_share), 1)}


def least_share(*, size_now: float, target: float) -> float:
    """Return the share of enablers that the coalition needs at least for a withdrawal to reach a target.

    Parameters
    ----------
    size_now, target
        People before the withdrawal, and after it.

    Returns
    -------
    float
        1 - size_now / target, in %: with any smaller share, no number of enablers is enough.
    """
    return PER_CENT * (1 - size_now / target)


def settings(**ends: End) -> dict[str, float]:
    """Return the arguments of `force_plan` as assumed: all in the middle but for those named.

    Parameters
    ----------
    ends
        Names of arguments, each with the end of its range to take.
    """
    known = assumptions("force_planning")
    return {name: getattr(each, ends.get(name, "value")) for name, each in known.items() if name != "target"}


def people_after_growth(**given: float) -> float:
    """Return the people that the mission wants once growth is complete, all settings not given in the middle.

    Parameters
    ----------
    given
        Arguments of `force_plan` that replace the middle of their range.
    """
    used = {**settings(), **given}
    return float(force_plan(np, used["ramp"], **used)["wanted"])


def sensitivity() -> pd.DataFrame:
    """Return what each assumption does to the people wanted, alone, from one end of its range to the other.

    Returns
    -------
    DataFrame
        One row a parameter that changes the answer, the strongest first: `parameter`, `what`, `low`,
        `high` (its range), `at_low`, `at_high` (people wanted there), `swing` (between them).
    """
    rows = [
        {
            "parameter": name,
            "what": each.what,
            "low": each.low,
            "high": each.high,
            "at_low": people_after_growth(**{name: each.low}),
            "at_high": people_after_growth(**{name: each.high}),
        }
        for name, each in assumptions("force_planning").items()
        if name != "target"
    ]
    table = pd.DataFrame(rows)
    table["swing"] = (table["at_high"] - table["at_low"]).abs()
    return table.sort_values("swing", ascending=False, ignore_index=True)
