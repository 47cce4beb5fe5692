"""Submissions of the real exercises, and their marks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

from natoiraq import exercises
from natoiraq.grading.job import Job, Limits, Result
from natoiraq.grading.patience import Patience
from natoiraq.grading.worker import grade
from tests.exercises.conftest import folder, standard
from tests.processes.accounts import ACCOUNTS, open_folder

SHORT = Limits(cpu=5, wall=10)
"""For code that runs until it is stopped."""

QUICK = Patience(cpu=1, idle=1, grace=0.5, rerun=0.5, settle=3, tick=0.1)
"""For the same. An honest answer takes 0.03 seconds of processor time and waits for nothing."""

STOPPED_SOON: dict[str, Any] = {"limits": SHORT, "patience": QUICK}

GRADE = """\
import sys
from pathlib import Path
from natoiraq.grading.worker import grade
job, result = map(Path, sys.argv[1:])
result.write_bytes(grade(job.read_bytes()))
"""


@cache
def released(exercise: str) -> str:
    return nbformat.writes(exercises.release_notebook(folder(exercise)))


def handed_in(
    exercise: str, answers: Mapping[str, str] | None = None, added: Sequence[str] = (), **options: Any
) -> Job:
    """Return a submission of the reference solution.

    Parameters
    ----------
    exercise
        Its id.
    answers
        {grade_id: source} of cells that differ from the solution.
    added
        Cells that stand before the first test.
    options
        Of the job.
    """
    source = standard(exercise)
    solutions = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    given = solutions | dict(answers or {})
    notebook = nbformat.reads(released(exercise), as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = given.get(name, cell.source)
    first = next(place for place, cell in enumerate(notebook.cells) if cell.get("id", "").startswith("test-"))
    notebook.cells[first:first] = [new_code_cell(code) for code in added]
    raw = nbformat.writes(notebook).encode()
    return Job(exercise, nbformat.writes(source), released(exercise), raw, **options)


def solution(exercise: str, cell: str) -> str:
    """Return the reference solution of one cell."""
    cells = standard(exercise).cells
    return str(next(one.source for one in cells if one.metadata.get("nbgrader", {}).get("grade_id") == cell))


def graded(job: Job) -> Result:
    return Result.from_bytes(grade(job.to_bytes()))


def graded_by(account: str, job: Job) -> Result:
    """Grade in a process of its own, under another account."""
    with open_folder() as folder:
        sent, result = folder / "job", folder / "result"
        sent.write_bytes(job.to_bytes())
        command = [*ACCOUNTS[account], sys.executable, "-c", GRADE, str(sent), str(result)]
        subprocess.run(command, cwd="/", check=True)
        return Result.from_bytes(result.read_bytes())


def points(result: Result) -> dict[str, float | None]:
    """Return the points of the parts that checks mark."""
    return {part.grade_id: part.points for part in result.parts if part.points is not None}


def most(exercise: str) -> dict[str, float]:
    """Return the points of the parts that checks mark."""
    cells = [cell.metadata.get("nbgrader", {}) for cell in standard(exercise).cells]
    return {one.grade_id: one.points for one in cells if one.get("grade") and not one.solution}


def shown(result: Result, cell: str) -> str:
    """Return what a cell shows in the autograded notebook: texts and errors."""
    notebook = nbformat.reads(result.notebook, as_version=4)
    found = next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == cell)
    return "\n".join(str(output.get("text") or output.get("evalue") or "") for output in found.outputs)
