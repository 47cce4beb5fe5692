"""Runs an exercise's cells in this process: fast enough for every variant and every mistake."""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import altair as alt
from nbformat import NotebookNode


@dataclass
class Run:
    """What a run left: the names, and of each test cell the points and what it said."""

    names: dict[str, Any] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


def run_cell(source: str, names: dict[str, Any]) -> tuple[Any, str]:
    """Run a cell and return its last expression and what it printed; an error counts as a value."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            statements, last = compiled(source)
            exec(statements, names)
            value = eval(last, names) if last else None
        except Exception as error:
            value = error
    return value, said.getvalue()


@lru_cache(maxsize=1024)  # most cells are the same in every variant
def compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """Return a cell's statements, and its last expression if it ends in one."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), "cell", "eval") if last else None
    return compile(tree, "cell", "exec"), value


def run(
    notebook: NotebookNode, answers: Mapping[str, str] | None = None, tests: set[str] | None = None
) -> Run:
    """Run a notebook from top to bottom.

    Parameters
    ----------
    notebook
        An instructor's notebook.
    answers
        {grade_id: source}: what a student wrote instead of the solution.
    tests
        The test cells to run; all by default.
    """
    done = Run()
    for cell in notebook.cells:
        if tests and tests <= done.points.keys():
            break  # nothing after the last test asked for can change it
        given = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code":
            continue
        name = given.get("grade_id", "")
        is_test = given.get("grade") and not given.get("solution")
        if is_test and tests is not None and name not in tests:
            continue
        names = as_judged(cell.source, done.names) if is_test else done.names
        value, said = run_cell((answers or {}).get(name, cell.source), names)
        if is_test:
            done.points[name] = value if isinstance(value, int | float) else 0
            done.said[name] = said + (str(value) if isinstance(value, Exception) else "")
    return done


def as_judged(source: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a test cell gets, as from the grader: the charts that it names as their specifications."""
    return {
        name: specification(value) if isinstance(value, alt.TopLevelMixin) and name in source else value
        for name, value in names.items()
    }


def specification(chart: alt.TopLevelMixin) -> object:
    """Return what a chart draws; where Altair cannot, the chart itself, so that the check says it."""
    try:
        return chart.to_dict()
    except Exception:
        return chart


def run_tests(notebook: NotebookNode, names: dict[str, Any]) -> dict[str, float]:
    """Run a notebook's test cells against names that another run left."""
    points = {}
    for cell in graded_cells(notebook):
        value, _ = run_cell(cell.source, as_judged(cell.source, names))
        points[cell.metadata.nbgrader.grade_id] = value if isinstance(value, int | float) else 0
    return points


def graded_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells that give points by checks."""
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return [cell for cell in graded if not cell.metadata.nbgrader.solution]
