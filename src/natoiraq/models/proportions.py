"""Proportions and agreement, by the name under which exercises import them."""

from bookkit.models.proportions import *  # noqa: F403
