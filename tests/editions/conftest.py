"""A small repository with an exercise that has a solution, a hidden test and a mark scheme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natoiraq.editions.source import git
from tests.conftest import ROOT

EXERCISE = """\
# Counting

```{code-cell} ipython3
total = 0
### BEGIN SOLUTION
total = sum(heads for heads in counted_heads)
### END SOLUTION
```

```{code-cell} ipython3
check_visible_total(total)
### BEGIN HIDDEN TESTS
assert abs(total - secret_total_of_heads) < 1
### END HIDDEN TESTS
```

### BEGIN MARK SCHEME
Full marks if the answer tells a ceiling from a count.
### END MARK SCHEME
"""
SECRETS = (
    "total = sum(heads for heads in counted_heads)",
    "assert abs(total - secret_total_of_heads) < 1",
    "Full marks if the answer tells a ceiling from a count.",
)
INDEX = """\
# Book

% BEGIN INSTRUCTORS
[Plan](instructors/plan.md)
% END INSTRUCTORS

Read on.
"""
CONTENTS = """\
format: jb-book
root: book/index
parts:
  - caption: Chapters
    chapters:
      - file: book/1-first
  - caption: For instructors
    chapters:
      - file: book/instructors/plan
"""
PROJECT = """\
[project]
name = "natoiraq"
version = "1"

[project.scripts]
natoiraq-course = "natoiraq.grading.cli:main"

[project.optional-dependencies]
grading = ["nbgrader"]

[tool.hatch.build.targets.wheel]
packages = ["src/natoiraq"]

[tool.mypy]
strict = true
"""
FILES = {
    ".binder/postBuild": "true\n",
    ".gitignore": "_build/\n",
    "README.md": "For everybody.\n",
    "LICENSE": "MIT\n",
    "LICENSE-content": "CC BY\n",
    "_config.yml": "title: x\n",
    "_toc.yml": CONTENTS,
    "pyproject.toml": PROJECT,
    "requirements.txt": "pandas\n",
    "book/index.md": INDEX,
    "book/1-first.md": "# First\n",
    "book/instructors/plan.md": "# Plan\n",
    "data/heads.csv": "heads\n1\n",
    "docs/notes.md": "Only in the repository.\n",
    "exercises/source/ex0/ex0.md": EXERCISE,
    "src/natoiraq/__init__.py": "",
    "src/natoiraq/grading/judge.py": "",
}


def notebook(*cells: str) -> str:
    """Return a notebook of code cells as nbformat writes it."""
    listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": listed, "nbformat": 4})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose exercise is released."""
    root = tmp_path / "repository"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / ".binder" / "postBuild").chmod(0o755)
    release = root / "_build" / "release" / "ex0"
    release.mkdir(parents=True)
    (release / "ex0.ipynb").write_text(
        notebook("total = 0\n", "check_visible_total(total)\n"), encoding="utf-8"
    )
    git(root, "init", "-q", "--initial-branch=main")
    git(root, "config", "user.name", "A")
    git(root, "config", "user.email", "a@example.org")
    record(root, "First")
    return root


def record(root: Path, subject: str) -> None:
    """Commit everything in a repository."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", subject)


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own repository."""
    return ROOT
