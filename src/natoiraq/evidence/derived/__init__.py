"""Facts computed from the tables, by subject; importing this fills the register."""

from . import commands, counts, forecasts, missions
from .registry import members

__all__ = ["commands", "counts", "forecasts", "members", "missions"]
