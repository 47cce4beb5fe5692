"""Facts computed from the tables, by subject; importing this fills the register."""

from . import calendar, challenges, claims, commands, counts, forecasts, framing, missions, planning
from .registry import calculation, members

__all__ = [
    "calculation",
    "calendar",
    "challenges",
    "claims",
    "commands",
    "counts",
    "forecasts",
    "framing",
    "members",
    "missions",
    "planning",
]
