"""Facts computed from the tables, by subject; importing this fills the register."""

from . import commands, counts, missions, planning
from .registry import members

__all__ = ["commands", "counts", "members", "missions", "planning"]
