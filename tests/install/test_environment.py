"""`make` makes the environment with the oldest promised Python of this machine, and the book starts in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_pins import BEYOND, LOWEST

VERSION = "import json, sys; print(json.dumps([*sys.version_info[:3]]))"
FILES = (
    "Makefile",
    "_toc.yml",
    "requirements.txt",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "data",
    "book",
    "src",
)


def candidates() -> Iterator[Path]:
    """Yield where Pythons usually are: on the PATH, the system's own, and those that pyenv or uv keep."""
    names = ["python3", *(f"python3.{minor}" for minor in range(LOWEST, BEYOND))]
    folders = [*os.get_exec_path(), "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    yield from (Path(folder, name) for folder in folders for name in names)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from pyenv.glob("versions/*/bin/python3")
    yield from Path.home().glob(".local/share/uv/python/*/bin/python3")


def version(python: Path) -> tuple[int, ...]:
    """Return the version of a Python that can make environments; none for what does not start or cannot."""
    command = [str(python), "-c", f"import ensurepip, venv; {VERSION}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(json.loads(done.stdout))


def oldest() -> Path:
    """Return the oldest promised Python of this machine; the one of the tests is there at least."""
    found = {python: version(python) for python in dict.fromkeys([*candidates(), Path(sys.executable)])}
    promised = {python: told for python, told in found.items() if (3, LOWEST) <= told < (3, BEYOND)}
    return min(promised, key=lambda python: promised[python])


def make(folder: Path, python: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Run make as a newcomer does, outside of any environment."""
    ours = ("PYTHON", "VIRTUAL_ENV", "MAKE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    command = ["make", f"PYTHON={python}", target]
    # Python compiles what is imported; pip would compile all that is installed.
    return subprocess.run(
        command, cwd=folder, env=kept | {"PIP_NO_COMPILE": "1"}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what `make evidence` needs, in a folder whose path is not English."""
    folder = tmp_path / "مشروع العراق é"
    folder.mkdir()
    for name in FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    return folder


def test_the_oldest_promised_python_of_this_machine_runs_the_book(checkout: Path) -> None:
    """Past mistake: only the newest patch of Python 3.11 was ever tried."""
    python = oldest()
    done = make(checkout, python, "evidence")
    assert done.returncode == 0, f"{python}:\n{done.stdout}{done.stderr}"
    made = checkout / ".venv" / "bin" / "python"
    assert version(made) == version(python)
    modules = ("jupyterlab", "jupyter_book.cli.main", "bookkit.sphinx", "natoiraq.labs.planner")
    subprocess.run([str(made), "-I", "-c", f"import {', '.join(modules)}"], check=True)
    checked = subprocess.run([str(made), "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("version", "refused"),
    [((3, LOWEST - 1), True), ((3, LOWEST), False), ((3, BEYOND - 1), False), ((3, BEYOND), True)],
)
@pytest.mark.parametrize("path", ["Makefile", "src/natoiraq/editions/student_files/Makefile"])
def test_another_python_is_refused_with_the_cure(path: str, version: tuple[int, int], refused: bool) -> None:
    """The line of the Makefile is run as it stands, told another version."""
    text = (ROOT / path).read_text(encoding="utf-8")
    (line,) = re.findall(r"\$\(PYTHON\) -c 'import sys; (.*)'", text)
    code = f"import sys; sys.version_info = {(*version, 0)!r}; {line}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    said = f"Python 3.{LOWEST} to 3.{BEYOND - 1} is needed: make PYTHON=python3.13 book\n"
    assert done.stderr == (said if refused else "")
    assert done.returncode == refused


def test_half_an_environment_is_taken_away(tmp_path: Path) -> None:
    """Past mistake: on Debian without python3-venv the second try ended in a message about pip."""
    shutil.copy2(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    python = tmp_path / "python"
    python.write_text(
        """#!/bin/sh
[ "$1" = "-c" ] && exit 0
mkdir -p .venv/bin && cp "$0" .venv/bin/python
echo "The virtual environment was not created: apt install python3-venv" >&2
exit 1
""",
        encoding="utf-8",
    )
    python.chmod(0o755)
    done = make(tmp_path, python, ".venv/book")
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()
