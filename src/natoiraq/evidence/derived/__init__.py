"""Facts computed from the tables, by subject; importing this fills the register."""

from . import claims, commands, counts, forecasts, missions
from .registry import members

__all__ = ["claims", "commands", "counts", "forecasts", "members", "missions"]
