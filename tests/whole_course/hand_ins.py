"""What students hand in: the notebook that they were given, with answers of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import nbformat
import yaml

from natoiraq.course.folder import Course
from natoiraq.course.students import Student
from natoiraq.exercises import source_notebook


def given(course: Course, student: Student, exercise: str) -> Any:
    """Return the notebook that a student was given."""
    path = course.root / "release" / exercise / student.folder / f"{exercise}.ipynb"
    return nbformat.read(path, as_version=4)


def solutions(course: Course, student: Student, exercise: str) -> dict[str, str]:
    """Return the right answers for a student's own numbers, by grade_id."""
    source = source_notebook(course.exercises / exercise, course.variant(exercise, student))
    return {
        cell.id: cell.source for cell in source.cells if cell.metadata.get("nbgrader", {}).get("solution")
    }


def filled(course: Course, student: Student, exercise: str, answers: Mapping[str, str]) -> bytes:
    """Return a student's notebook with the right answers, but for some."""
    notebook = given(course, student, exercise)
    right = solutions(course, student, exercise) | {"words": f"I, {student.id}, would wait and count again."}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = {**right, **answers}[cell.id]
    return nbformat.writes(notebook).encode()


def attempt(course: Course, exercise: str, number: int) -> dict[str, str]:
    """Return the answer of a typical mistake."""
    tried = yaml.safe_load((course.exercises / exercise / "attempts.yml").read_text(encoding="utf-8"))
    wrong = [one for one in tried if "says" in one]
    return {wrong[number]["cell"]: wrong[number]["code"]}


def without_end(raw: bytes) -> bytes:
    """Return a notebook whose upload was cut off within its last cell."""
    return raw[: raw.rindex(b'"source"')]


def shuffled(raw: bytes) -> bytes:
    """Return a notebook without its checks and locked cells, each answer there twice, in disorder."""
    notebook = json.loads(raw)
    kept = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    notebook["cells"] = [*reversed(kept), *kept]
    return json.dumps(notebook).encode()
