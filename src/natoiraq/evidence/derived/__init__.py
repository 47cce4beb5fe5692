"""Facts computed from the tables, by subject; importing this fills the register."""

from . import calendar, challenges, commands, counts, forecasts, framing, missions, planning
from .registry import members

__all__ = [
    "calendar",
    "challenges",
    "commands",
    "counts",
    "forecasts",
    "framing",
    "members",
    "missions",
    "planning",
]
