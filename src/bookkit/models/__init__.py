"""Models: tables of assumptions, functions that run on numpy and write charts, scores and proportions.

A model function takes an array namespace `xp` first. With numpy it computes (labs, tests, grading); with
`bookkit.figures.expressions.VEGA` the same code writes the expressions that a static page evaluates.
"""

from bookkit.models.assumptions import Assumption, assumptions

__all__ = ["Assumption", "assumptions"]
