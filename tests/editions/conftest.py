"""A small repository with an exercise that has a solution, a hidden test and a mark scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookkit.editions.source import git
from tests.conftest import ROOT

EXERCISE = """\
---
exercise: {title: Counting, purpose: To count., after: 1-first, outcomes: ["1.1"], minutes: 5, data: [heads]}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Counting

+++ {"nbgrader": {"grade_id": "about"}}

The builder writes here.

```{code-cell} ipython3
:nbgrader: {grade_id: variant}
variant = {}
```

```{code-cell} ipython3
:nbgrader: {grade_id: total, solution: true}
total = None
### BEGIN SOLUTION
total = sum(heads for heads in counted_heads)
### END SOLUTION
```

```{code-cell} ipython3
:nbgrader: {grade_id: test-total, points: 2}
score = checks.Score(2)
score.check(1, checks.number, total, name="total")
### BEGIN HIDDEN TESTS
score.check(1, checks.number, total, secret_total_of_heads)
### END HIDDEN TESTS
score.total()
```
"""
MARK_SCHEME = """\
### BEGIN MARK SCHEME
Full marks if the answer tells a ceiling from a count.
### END MARK SCHEME
"""
SECRETS = (
    "total = sum(heads for heads in counted_heads)",
    "score.check(1, checks.number, total, secret_total_of_heads)",
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
natoiraq = "natoiraq.__main__:main"
natoiraq-course = "natoiraq.course.cli:main"

[project.entry-points."bookkit.books"]
natoiraq = "natoiraq"

[project.entry-points."jupyter_client.kernel_provisioners"]
natoiraq-sandbox = "natoiraq.grading.provisioner:SandboxProvisioner"

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
    "exercises/source/ex0/marking.md": MARK_SCHEME,
    "exercises/source/ex0/variants.yml": "standard: {year: 2014}\ncases: [{year: {one: [2014, 2015]}}]\n",
    "src/natoiraq/__init__.py": "",
    "src/natoiraq/course/cli.py": "",
    "src/natoiraq/grading/judge.py": "",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a book, an exercise and something for each reader."""
    root = tmp_path / "repository"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / ".binder" / "postBuild").chmod(0o755)
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
