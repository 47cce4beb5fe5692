"""Facts computed from the tables, by subject; importing this fills the register."""

from . import challenges, commands, counts, missions, planning
from .registry import members

__all__ = ["challenges", "commands", "counts", "members", "missions", "planning"]
