"""The assumptions of a model: a middle value, a range and a unit for each parameter, from one table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from bookkit import evidence

Model = Literal["force_planning", "comparison"]


@dataclass(frozen=True)
class Assumption:
    """One parameter of a model.

    Parameters
    ----------
    parameter
        The name of the argument in the model's function.
    what
        The parameter in words.
    value, low, high
        The middle and the ends of the range that this module would defend, in `unit`.
    step
        The step of a slider, in `unit`.
    unit
        What the numbers count.
    reason
        Why this value and this range.
    ours
        Whether the number is this module's judgement and not a source's.
    """

    parameter: str
    what: str
    value: float
    low: float
    high: float
    step: float
    unit: str
    reason: str
    ours: bool


def assumptions(model: Model) -> dict[str, Assumption]:
    """Return the assumptions of a model by parameter.

    Parameters
    ----------
    model
        Name of the model, as in the table of assumptions.
    """
    rows = evidence.load("model_assumptions")
    names = [field.name for field in fields(Assumption) if field.name != "ours"]
    return {
        row["parameter"]: Assumption(**{name: row[name] for name in names}, ours=row["basis"] == "ours")
        for row in rows[rows["model"] == model].to_dict("records")
    }
