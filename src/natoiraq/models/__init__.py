"""The models of the book: this module's own, each one function that runs on numpy and writes the charts.

A model function takes an array namespace `xp` first. With numpy it computes (labs, tests, grading); with
`natoiraq.charts.expressions.VEGA` the same code writes the expressions that a static page evaluates.
"""

from natoiraq.models.assumptions import Assumption, assumptions

__all__ = ["Assumption", "assumptions"]
