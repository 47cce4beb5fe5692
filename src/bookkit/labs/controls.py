"""Labelled controls: each says what it sets and in which unit, in the words of the static charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import ipywidgets as widgets

from bookkit.models import Assumption

_WIDTH: Final = 26
"""Width in em of what stands beside a label."""


def slider(assumption: Assumption, label: str | None = None) -> Any:
    """Return a slider over the range of an assumption, set to its middle.

    Parameters
    ----------
    assumption
        What it sets.
    label
        Words beside it; the assumption's own when none are given.
    """
    words = label or f"{assumption.what[:1].upper()}{assumption.what[1:]}"
    unit = {"personnel": "people", "enablers per adviser": "enablers"}.get(assumption.unit, assumption.unit)
    return between(f"{words} ({unit})", assumption.value, assumption.low, assumption.high, assumption.step)


def between(label: str, value: float, low: float, high: float, step: float) -> Any:
    """Return a slider from `low` to `high`; the label ends in its unit in brackets."""
    decimals = 0 if float(step).is_integer() else 1
    options = {"value": value, "min": low, "max": high, "step": step, "readout_format": f",.{decimals}f"}
    return widgets.FloatSlider(description=label, **options)


def menu(label: str, options: Sequence[Any], value: Any = None) -> Any:
    """Return a menu of options, or of (label, option), set to `value` or to the first."""
    chosen = {} if value is None else {"value": value}
    return widgets.Dropdown(description=label, options=options, **chosen)


def several(label: str, options: Sequence[str]) -> Any:
    """Return a list of which any number can be chosen."""
    return widgets.SelectMultiple(description=label, options=options, rows=7)


def text(label: str, value: str = "", placeholder: str = "") -> Any:
    """Return a field for a line of text, which counts once the reader leaves it or presses Enter."""
    options = {"value": value, "placeholder": placeholder, "continuous_update": False}
    return widgets.Text(description=label, **options)


def lines(label: str, placeholder: str) -> Any:
    """Return a field for several lines of text."""
    options = {"placeholder": placeholder, "rows": 6, "continuous_update": False}
    return widgets.Textarea(description=label, **options)


def tick(label: str) -> Any:
    """Return a box to tick."""
    return widgets.Checkbox(description=label, indent=False, layout={"width": "auto"})


def align(controls: Iterable[Any]) -> None:
    """Give all labels the width of the longest, so that none is cut off."""
    beside = [control for control in controls if not isinstance(control, widgets.Checkbox)]
    longest = max(len(control.description) for control in beside) * 0.55  # em a letter, on average
    for control in beside:
        control.style.description_width = f"{longest:.0f}em"
        control.layout.width, control.layout.max_width = f"{longest + _WIDTH:.0f}em", "100%"
