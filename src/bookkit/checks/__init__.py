"""Checks that teach: each says in plain words what is wrong and where to look, and never the answer.

An exercise's test cell makes a `Score`, gives it checks with their points, and ends with `score.total()`:

>>> from natoiraq import checks
>>> score = checks.Score(3)
>>> score.check(1, checks.number, 0.7, name="index", between=(0, 1))
>>> score.check(2, checks.number, 0.7, 0.5, name="index", traps=[(0.7, "You divided by all bodies.")])
You divided by all bodies.
>>> score.total()
You have 1 of 3 points.
1

Every check takes the value first, and the options `name` (what the student calls it) and `see` (the passage
that helps). It returns None when all is well and raises `CheckFailed` otherwise, whatever the value is.
"""

from bookkit.checks.charts import Channel, chart
from bookkit.checks.errors import CheckFailed
from bookkit.checks.functions import Case, function
from bookkit.checks.memos import memo
from bookkit.checks.numbers import number
from bookkit.checks.score import Score
from bookkit.checks.tables import table
from bookkit.checks.texts import text

__all__ = [
    "Case",
    "Channel",
    "CheckFailed",
    "Score",
    "chart",
    "function",
    "memo",
    "number",
    "table",
    "text",
]
