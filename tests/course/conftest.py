"""A course with a few students, and downloads as the systems write them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from natoiraq.course.cli import app
from natoiraq.course.folder import Course, open_course
from natoiraq.course.init import init

LIST = """\
Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",101,S1,ada,A
"Babbage, Charles",102,S2,charles,A
"Müller-Lüdenscheidt, Jörg Ümit",103,S3,jmueller,B
"Student, Test",9999,,test,
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course", LIST)


def make_course(root: Path, students: str) -> Course:
    path = root.with_suffix(".csv")
    path.write_text(students, encoding="utf-8")
    list(init(root, path))
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
    result: Result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output
