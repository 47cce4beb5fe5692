"""A course with a few students, and downloads as the systems write them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import nbformat
import pytest
from nbformat.v4 import new_output
from typer.testing import CliRunner

from natoiraq.course.cli import app
from natoiraq.course.folder import Course, open_course
from natoiraq.course.grade import prepare
from natoiraq.course.init import init
from natoiraq.exercises import source_notebook
from natoiraq.grading.gradebook import open_gradebook, save
from natoiraq.grading.job import Part, Result
from natoiraq.grading.record import Record, write_notebook, write_record
from tests.grading.conftest import alembic_asked_once

__all__ = ["alembic_asked_once"]  # the fixture

LIST = """\
Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",101,S1,ada,A
"Babbage, Charles",102,S2,charles,A
"Müller-Lüdenscheidt, Jörg Ümit",103,S3,jmueller,B
"Student, Test",9999,,test,
"""


SECRET = bytes(range(32))
"""Always the same: with a new one each time, two students would now and then get the same numbers."""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course", LIST)


def make_course(root: Path, students: str) -> Course:
    path = root.with_suffix(".csv")
    path.write_text(students, encoding="utf-8")
    list(init(root, path))
    (root / "secret.key").write_bytes(SECRET)
    return open_course(root)


def notebook(exercise: str = "Who does what", text: str = "my work") -> bytes:
    """Return a file that says of which exercise it is."""
    metadata = {"exercise": {"title": exercise}}
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def run(*arguments: str | Path, code: int = 0) -> str:
    """Run the command and return what it printed, on one long line for each line."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def put_result(
    course: Course,
    student: str,
    points: Mapping[str, float | None],
    exercise: str = "ex1",
    *,
    answers: Mapping[str, str] = MappingProxyType({}),
    messages: Mapping[str, str] = MappingProxyType({}),
    notes: tuple[str, ...] = (),
) -> None:
    """Write what grading and marking leave: parts without points are full, the written part is open."""
    source = source_notebook(course.exercises / exercise)
    parts = []
    for cell in source.cells:
        told = cell.metadata.get("nbgrader", {})
        name = told.get("grade_id")
        if told.get("solution"):
            cell.source = answers.get(name, f"{name} by {student}")
        if not told.get("grade"):
            continue
        full = None if told["solution"] else told["points"]
        given = points.get(name, full)
        if not told["solution"]:
            cell.outputs = [new_output("execute_result", {"text/plain": f"{given}"}, execution_count=1)]
        said = (messages[name],) if name in messages else ()
        parts.append(Part(name, given, told["points"], said))
    result = Result(nbformat.writes(source), tuple(parts), notes, True, 0.1)
    if not (course.root / "source" / exercise / f"{exercise}.ipynb").exists():
        prepare(course, [exercise])
    with open_gradebook(course.root) as book:
        save(book, student, exercise, result)
    write_notebook(course.root, student, exercise, result)
    write_record(course.root, student, exercise, Record("x", result.parts, notes, {}, True, 0.1))
    for part in parts:
        told = next(cell for cell in source.cells if cell.id == part.grade_id).metadata["nbgrader"]
        if told["solution"] and part.points is not None:
            mark_by_hand(course, student, part.grade_id, part.points, exercise)


def mark_by_hand(course: Course, student: str, part: str, points: float, exercise: str = "ex1") -> None:
    """Do what formgrader does when a person gives a mark."""
    with open_gradebook(course.root) as book:
        grade = book.find_grade(part, exercise, exercise, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
