"""`natoiraq evidence` speaks to people and to make."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookkit import evidence, project
from bookkit.evidence import Problem
from natoiraq import __main__


def test_sound_evidence_is_one_line_and_exit_0() -> None:
    command = [sys.executable, "-m", "natoiraq", "evidence"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert re.fullmatch(r"\d+ tables, [\d,]+ rows, \d+ sources: no problems\n", done.stdout)
    assert done.stderr == ""


def test_problems_are_one_line_each_and_exit_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [
        Problem("data/events.csv", 12, "end_date", "the period ends too early", "correct date"),
        Problem("data/stray.csv", None, None, "no resource names this file", "remove it"),
    ]
    monkeypatch.setattr(evidence, "validate", lambda: problems)
    assert __main__.main(["evidence"]) == 1
    assert capsys.readouterr().out == (
        "data/events.csv, row 12, field end_date: the period ends too early. Cure: correct date.\n"
        "data/stray.csv: no resource names this file. Cure: remove it.\n"
    )


def test_an_installed_package_brings_its_evidence_along(tmp_path: Path) -> None:
    """Guard against a wheel without data: an installed book would have no numbers."""
    root = project.current().data.parent
    build = ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    subprocess.run([sys.executable, *build, str(root)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("natoiraq-*.whl")
    code = (
        "from bookkit import project; from natoiraq import evidence;"
        "print(project.current().data, len(evidence.load('events')), evidence.fact('derived:events').text,"
        " len(evidence.sources()), evidence.validate(), sep='|')"
    )
    unpack = [sys.executable, "-m", "zipfile", "-e", str(wheel), str(tmp_path / "site")]
    subprocess.run(unpack, check=True)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    events = len(evidence.load("events"))
    data = tmp_path / "site" / "natoiraq" / "_data"
    assert done.stdout == f"{data}|{events}|{events}|{len(evidence.sources())}|[]\n"
