"""What bad input gets: the build stops, names each fault, place and cure; the last good book stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FAULTS = """

## A section with faults

A number that is not there: {fact}`headcounts:nmi-2021-02-18-anounced`.

A source that is not there {footcite:p}`nobody-2021`.

```{quiz} faulty
- type: choice
  ask: Which is right?
  outcome: 2.1
  passage: a-ceiling-is-not-a-headcount
  why: Neither is.
  choices:
    - {text: One, why: It is not.}
    - {text: Two, why: Nor is this.}
```

```{code-cell} ipython3
import altair as alt
import pandas as pd
alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")
```
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with an older book in place, to break at will."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("book", "data", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "_build" / "html").mkdir(parents=True)
    (folder / "_build" / "html" / "index.html").write_text("the last good book", encoding="utf-8")
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-m", "natoiraq", "build"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def said(copy: Path) -> str:
    """Return what the build says about a page with five faults, one of them that no contents name it."""
    chapter = copy / "book" / "2-history.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + FAULTS, encoding="utf-8")
    (copy / "book" / "forgotten.md").write_text("# Forgotten\n", encoding="utf-8")
    done = build(copy)
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize(
    ("fault", "place", "cure"),
    [
        ("nmi-2021-02-18-anounced", "book/2-history.md:", "nmi-2021-02-18-announced"),
        ("nobody-2021", "book/2-history.md:", "book/references.bib"),
        ("right", "book/2-history.md:", "right: true"),
        ("publish", "book/2-history", "publish"),
        ("missing from _toc.yml", "book/forgotten.md", "- file: book/forgotten"),
    ],
    ids=[
        "unknown fact",
        "unknown source",
        "quiz without a right answer",
        "chart without a text",
        "page not in the contents",
    ],
)
def test_each_fault_is_named_with_place_and_cure(said: str, fault: str, place: str, cure: str) -> None:
    reports = [report for report in said.split("\n  ") if fault in report]
    assert any(place in report and cure in report for report in reports), said


def test_no_traceback_is_shown(said: str) -> None:
    assert "Traceback" not in said.split("To mend:")[1]


def test_the_last_good_book_stays(copy: Path, said: str) -> None:
    assert (copy / "_build" / "html" / "index.html").read_text(encoding="utf-8") == "the last good book"


def test_an_unreadable_table_stops_the_build_at_once(copy: Path, said: str) -> None:
    (copy / "data" / "events.csv").write_bytes(b"\xff\xfe not a table")
    done = build(copy)
    assert done.returncode == 1
    assert "data/events.csv" in done.stderr
    assert "Cure:" in done.stderr
