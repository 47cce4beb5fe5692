"""House style for numbers: thousands commas, 'to' for ranges, few decimals."""

from __future__ import annotations

_MINUS = "\N{MINUS SIGN}"


def number(value: float, unit: str = "") -> str:
    """Write a number, such as ``4,000``, ``24.99`` or ``12.5%``.

    Only a percentage carries its sign (`rest` is what follows of its unit). It has at most one decimal,
    any other number at most two; more would be noise in a sentence, and the tables keep them all.
    """
    share = unit.startswith("%")
    text = f"{value:,.{1 if share else 2}f}".rstrip("0").rstrip(".").replace("-", _MINUS)
    return f"{text}%" if share else text


def rest(unit: str) -> str:
    """Return a unit as it follows the number: ``of GDP`` for ``% of GDP``, whose sign the number has."""
    return unit.removeprefix("%").strip()


def quantity(value: float | None, low: float | None, high: float | None, unit: str = "") -> str | None:
    """Write what a row says of a quantity; None if it gives no number.

    A value wins over its range; a low bound alone reads ``at least 5,000``, a high bound alone ``up to 300``.
    """
    if value is not None:
        return number(value, unit)
    if low is not None and high is not None:
        return number(low, unit) if low == high else f"{number(low)} to {number(high, unit)}"
    if low is not None:
        return f"at least {number(low, unit)}"
    return f"up to {number(high, unit)}" if high is not None else None
