"""What earlier editions told people to type, import or keep still works."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
from natoiraq import checks, evidence, labs
from natoiraq.charts import headcounts, publish
from natoiraq.course.formgrader import protect
from natoiraq.models.force_planning import force_plan
from natoiraq.models.proportions import wilson
from natoiraq.primer import mistake
assert (evidence.DATA / "headcounts.csv").is_file()
"""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("-m natoiraq.book build --help", "natoiraq build"),
        ("-m natoiraq.book serve --help", "--port"),
        ("-m natoiraq.notebooks --help", "--set-up-only"),
    ],
)
def test_a_command(line: str, says: str) -> None:
    done = subprocess.run([sys.executable, *line.split()], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert says in done.stdout


def test_imports_of_pages_notebooks_and_courses() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
