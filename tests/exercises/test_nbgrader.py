"""nbgrader's own tools run an exercise in a real kernel and read its partial points."""

from __future__ import annotations

import pytest
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade

from natoiraq import exercises, variants
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
