"""nbgrader's own tools run an exercise in a real kernel and read its partial points."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade

from bookkit import project
from natoiraq import exercises, variants
from natoiraq.exercises.source import write_notebook
from tests.exercises.conftest import attempts, folder
from tests.exercises.running import graded_cells


def test_nbgrader_gives_the_points_that_the_checks_count() -> None:
    """One variant with one mistake: the points of a part may be a fraction, and nothing goes to stderr."""
    *_, variant = variants.every("ex1")
    notebook = exercises.source_notebook(folder("ex1"), variant)
    attempt = next(one for one in attempts("ex1") if one["attempt"] == "forgets the empty list")
    next(cell for cell in notebook.cells if cell.id == attempt["cell"]).source = attempt["code"]
    done, _ = Execute(kernel_name="python3").preprocess(notebook, {})
    for cell in graded_cells(done):
        points, most = determine_grade(cell)[:2]
        expected = attempt["points"] if cell.id == attempt["test"] else cell.metadata.nbgrader.points
        assert points == pytest.approx(expected)
        assert most == cell.metadata.nbgrader.points
        assert [output for output in cell.outputs if output.get("name") == "stderr"] == []


def test_nbgraders_own_release_is_ours_and_holds_nothing_else(tmp_path: Path) -> None:
    """Past mistake: nbgrader copied the source, solutions and all, into the release."""
    course = tmp_path / "course"
    shutil.copytree(project.current().exercises / "ex1", course / "source" / "ex1")
    shutil.copy(project.current().exercises.parent / "nbgrader_config.py", course)
    write_notebook(exercises.source_notebook(folder("ex1")), course / "source" / "ex1" / "ex1.ipynb")
    bin_ = Path(sys.executable).parent
    path = os.pathsep.join([str(bin_), os.environ["PATH"]])  # nbgrader calls alembic by name
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "ex1", "--create"]
    subprocess.run(command, cwd=course, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    (released,) = (course / "release" / "ex1").iterdir()
    theirs = nbformat.read(released, as_version=4)
    ours = exercises.release_notebook(folder("ex1"))
    assert [(cell.source, cell.metadata) for cell in theirs.cells] == [
        (cell.source, cell.metadata) for cell in ours.cells
    ]
