"""Outcomes, the map of what tests them, and the pages of exercises."""
