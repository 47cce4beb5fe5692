"""A small exercise, and a worker that grades it without running anything: pure, and quick to start."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bookkit.errors import GradingError
from natoiraq.exercises.release import released
from natoiraq.grading.intake import rebuild
from natoiraq.grading.job import Job, Limits, Part, Result
from natoiraq.grading.patience import USUAL, Patience

NAME = "ex"
NO = nbformat.from_dict({"grade": False})


def source_notebook() -> NotebookNode:
    """Two parts that checks mark and one that a person marks."""

    def told(grade_id: str, points: float = 0, solution: bool = False) -> dict[str, object]:
        given = {"grade_id": grade_id, "schema_version": 3, "task": False, "solution": solution}
        kind = {"grade": bool(points), "locked": not solution}
        return {"nbgrader": given | kind | ({"points": points} if points else {})}

    solved = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    hidden = "score = 0\n### BEGIN HIDDEN TESTS\nassert {} == 'SECRET'\n### END HIDDEN TESTS"
    cells = [
        new_markdown_cell("# An exercise", id="title"),
        new_code_cell(solved.format("one = 4"), id="one", metadata=told("one", solution=True)),
        new_code_cell(hidden.format("one"), id="test-one", metadata=told("test-one", 4)),
        new_code_cell(solved.format("two = 2"), id="two", metadata=told("two", solution=True)),
        new_code_cell(hidden.format("two"), id="test-two", metadata=told("test-two", 2)),
        new_markdown_cell(solved.format("Words."), id="words", metadata=told("words", 3, solution=True)),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def job(raw: bytes | None = None, wall: int = 600, patience: Patience = USUAL) -> Job:
    source = source_notebook()
    release = nbformat.writes(released(nbformat.from_dict(source)))
    return Job(NAME, nbformat.writes(source_notebook()), release, raw, Limits(wall=wall), patience)


def handed_in(one: str = "one = 4", two: str = "two = 2", words: str = "My words.") -> bytes:
    """Return a student's file; "one = 3" earns 3 points."""
    notebook = released(source_notebook())
    for cell in notebook.cells:
        cell.source = {"one": one, "two": two, "words": words}.get(cell.id, cell.source)
    return nbformat.writes(notebook).encode()


def grade(data: bytes) -> bytes:
    """Grade as the engine does: bytes in, bytes out. An answer may be told to misbehave."""
    given = Job.from_bytes(data)
    source, release = (nbformat.reads(text, as_version=4) for text in (given.source, given.release))
    rebuilt = rebuild(given.raw, release, source)
    if given.require_sandbox:
        refused = "There is no sandbox here."
        return Result(nbformat.writes(rebuilt.notebook), (), (refused,), False, 0.0).to_bytes()
    parts, answer, unjudged = [], "", list[str]()
    for cell in rebuilt.notebook.cells:
        told = cell.metadata.get("nbgrader", NO)
        if told.grade and told.solution:
            untouched = cell.source.startswith("Write your answer")
            parts.append(Part(told.grade_id, 0.0 if untouched else None, told.points))
        elif told.grade:
            if _lost(answer):
                cell.outputs = [new_output("error", ename="NotJudged", evalue="lost", traceback=[])]
                parts.append(Part(told.grade_id, None, told.points))
                unjudged.append(told.grade_id)
                continue
            points = min(_points(answer), told.points)
            said = f"You have {points:g} of {told.points:g} points."
            value = new_output("execute_result", {"text/plain": f"{points:g}"}, execution_count=1)
            cell.outputs = [new_output("stream", name="stdout", text=said + "\n"), value]
            parts.append(Part(told.grade_id, points, told.points, (said,)))
        answer = cell.source
    return Result(
        nbformat.writes(rebuilt.notebook), tuple(parts), rebuilt.notes, True, 0.5, tuple(unjudged)
    ).to_bytes()


def _lost(answer: str) -> bool:
    """Tell whether the notebook is lost while these values are fetched: once, and then no more."""
    what, _, value = answer.partition(" = ")
    if what != "lost once" or Path(value).exists():
        return False
    Path(value).touch()
    return True


def _points(answer: str) -> float:
    what, _, value = answer.partition(" = ")
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "die once" and not Path(value).exists():
        Path(value).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        time.sleep(600)
    if what == "raise":
        raise MemoryError("no room")
    if what == "stop all":
        raise GradingError("This machine lacks something. Cure: get it.")
    return float(value) if value.isdigit() else 0.0
