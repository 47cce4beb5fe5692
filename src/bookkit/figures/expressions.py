"""Vega expressions written by the models: the functions that compute on numpy run on Altair's expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
from altair.expr.core import ConstExpression

from bookkit.models.assumptions import Assumption


class Vega:
    """An array namespace whose functions write expressions; see `bookkit.models.namespace`."""

    def where(self, condition: Any, x: Any, y: Any, /) -> Any:
        """Write a condition."""
        return alt.expr.if_(condition, x, y)

    def minimum(self, x: Any, y: Any, /) -> Any:
        """Write the smaller of two numbers."""
        return alt.expr.min(x, y)

    def maximum(self, x: Any, y: Any, /) -> Any:
        """Write the larger of two numbers."""
        return alt.expr.max(x, y)


VEGA: Final = Vega()


def symbol(name: str) -> Any:
    """Return the param called `name`, to compute with."""
    return ConstExpression(name)


def written(results: Mapping[str, Any]) -> dict[str, str]:
    """Return what a model wrote, as the text of Vega expressions.

    Parameters
    ----------
    results
        Output of a model function that ran on `VEGA`.
    """
    return {name: repr(value) for name, value in results.items()}


def slider(assumption: Assumption, label: str | None = None) -> alt.Parameter:
    """Return a slider over the range of an assumption, set to its middle.

    Parameters
    ----------
    assumption
        Its parameter names the param.
    label
        Words beside the slider; the assumption's own when none are given.
    """
    words = label or f"{assumption.what[:1].upper()}{assumption.what[1:]}"
    unit = ", %" if assumption.unit == "%" else ""
    bind = alt.binding_range(
        min=_plain(assumption.low),
        max=_plain(assumption.high),
        step=_plain(assumption.step),
        name=f"{words}{unit} ",
    )
    return alt.param(name=assumption.parameter, value=_plain(assumption.value), bind=bind)


def _plain(number: float) -> float:
    """Return a whole number without its decimal point, as a reader sees it."""
    return int(number) if float(number).is_integer() else number
