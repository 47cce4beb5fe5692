"""The computed facts of the book, by subject: importing this registers each as ``derived:name``."""

from natoiraq.facts import (
    calendar,
    challenges,
    claims,
    commands,
    counts,
    forecasts,
    framing,
    missions,
    planning,
)

__all__ = [
    "calendar",
    "challenges",
    "claims",
    "commands",
    "counts",
    "forecasts",
    "framing",
    "missions",
    "planning",
]
