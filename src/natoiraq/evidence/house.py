"""House style for numbers: thousands commas, 'to' for ranges, the decimals that are in the table."""

from __future__ import annotations

_MINUS = "\N{MINUS SIGN}"


def number(value: float, unit: str = "") -> str:
    """Write a number, such as ``4,000``, ``24.99`` or ``12.5%``; only a percentage carries its unit."""
    whole = int(value) if float(value).is_integer() else float(value)
    text = f"{whole:,}".replace("-", _MINUS)
    return f"{text}%" if unit.startswith("%") else text


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
