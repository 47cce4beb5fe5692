"""Exercises: how a source in MyST Markdown becomes an nbgrader notebook, for instructors and for students.

An exercise is a folder of `exercises/source/`: `<name>.md` with solutions and hidden tests, `variants.yml`,
and `attempts.yml` with what students typically write. Neither solutions nor hidden tests are anywhere else.
"""

from natoiraq.exercises.release import release_notebook
from natoiraq.exercises.source import names, source_notebook

__all__ = ["names", "release_notebook", "source_notebook"]
