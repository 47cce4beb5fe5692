"""`grade`: one submission, bytes in and bytes out, in any process on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from natoiraq.grading.execute import execute
from natoiraq.grading.intake import rebuild
from natoiraq.grading.job import Job, Part, Result
from natoiraq.grading.outputs import readable
from natoiraq.grading.sandbox import Sandbox, sandbox
from natoiraq.grading.saving import by_student

EMPTY_SIGN: Final = "` is still empty: "
"""Words of the checks on a name that has no value yet."""


def grade(job: bytes) -> bytes:
    """Grade one submission.

    Parameters
    ----------
    job
        What `Job.to_bytes` gives.

    Returns
    -------
    bytes
        What `Result.from_bytes` reads. Whatever a submission holds, there is a result; where a sandbox is
        required and cannot be made, it has no points and its note says what to do.

    Raises
    ------
    GradingError
        When this machine cannot grade at all.
    """
    given = Job.from_bytes(job)
    return graded(given, sandbox(given.patience.start)).to_bytes()


def graded(job: Job, here: Sandbox) -> Result:
    """Grade one submission, in the sandbox where there is one."""
    release, source = (nbformat.reads(text, as_version=4) for text in (job.release, job.source))
    rebuilt = rebuild(job.raw, release, source)
    notebook = rebuilt.notebook
    if job.require_sandbox and not here.available:
        return Result(_text(notebook), (), (here.reason,), sandboxed=False, cpu=0.0)
    execution = execute(notebook, job.limits, job.patience, locked=here.available)
    unjudged = tuple(execution.unjudged)
    return Result(
        notebook=_text(notebook),
        parts=tuple(
            replace(part, points=None) if part.grade_id in unjudged else part for part in _parts(notebook)
        ),
        notes=(*rebuilt.notes, *execution.notes),
        sandboxed=here.available,
        cpu=round(execution.cpu, 3),
        unjudged=unjudged,
    )


def _text(notebook: NotebookNode) -> str:
    return readable(nbformat.writes(notebook))


def _parts(notebook: NotebookNode) -> Iterator[Part]:
    """Yield each graded cell's points as nbgrader reads them, and what its test said."""
    stopped = ""
    for cell in notebook.cells:
        if cell.cell_type == "code" and by_student(cell):
            stopped = next((_error(one) for one in cell.outputs if one.output_type == "error"), stopped)
        if not is_grade(cell):
            continue
        points, most = determine_grade(cell)
        said = [output.text for output in cell.get("outputs", ()) if output.get("name") == "stdout"]
        messages = "".join(said).splitlines() if not cell.metadata.nbgrader.solution else []
        if stopped and EMPTY_SIGN in "".join(messages):  # it only seems so: say what came in between
            messages = [stopped, *(one for one in messages if EMPTY_SIGN not in one)]
        yield Part(cell.metadata.nbgrader.grade_id, points, most, tuple(map(readable, messages)))
        stopped = ""


def _error(output: NotebookNode) -> str:
    """Return a sentence on the error that ended an answer; what it says of itself stands below it."""
    kind = output.ename if output.ename.isascii() and output.ename.isidentifier() else "error"
    return f"Your code stopped before it gave a value (`{kind[:40]}`): it is shown with your work."
