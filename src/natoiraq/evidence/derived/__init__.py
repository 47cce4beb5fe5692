"""Facts computed from the tables, by subject; importing this fills the register."""

from . import calendar, commands, counts, framing, missions
from .registry import members

__all__ = ["calendar", "commands", "counts", "framing", "members", "missions"]
