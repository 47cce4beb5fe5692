"""JupyterLab as a reader starts it: in an environment of their own, and in one that is somebody else's."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOBODY = 65534


def environment(folder: Path) -> Path:
    """Return the Python of an environment like this one, but with a configuration of its own."""
    here = Path(sys.prefix)
    packages = Path(sysconfig.get_path("purelib"))
    (folder / "bin").mkdir(parents=True)
    (folder / packages.relative_to(here).parent).mkdir(parents=True)
    (folder / packages.relative_to(here)).symlink_to(packages)
    (folder / "share").symlink_to(here / "share")
    (folder / "pyvenv.cfg").symlink_to(here / "pyvenv.cfg")
    (folder / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    return folder / "bin" / "python"


def started(python: Path, *before: str, **variables: str) -> tuple[str, str]:
    """Start JupyterLab as a reader does, stop it by Ctrl-C, and return what stood in the terminal."""
    options = ("--ServerApp.open_browser=False", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1")
    with subprocess.Popen(
        [*before, str(python), "-m", "natoiraq", "lab", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **variables},
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    return "".join(lines) + out, err


def test_the_terminal_says_what_to_do_and_nothing_else(tmp_path: Path) -> None:
    """Past mistake: 25 lines of a log, and warnings that a reader can do nothing about."""
    out, err = started(environment(tmp_path / "python"), JUPYTER_DATA_DIR=str(tmp_path / "data"))
    assert re.search(r"http://\S+/lab/tree/index\.md\?token=\w+", out), err
    assert "Ctrl-C" in out
    assert str(tmp_path / "data" / "natoiraq") in out
    assert len(out.splitlines()) <= 10
    assert [line for line in err.splitlines() if "Shutting down" not in line and line.strip()] == []


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every person of this machine may enter; pytest keeps its own to whoever runs it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("home", ["theirs", "nobodys"])
def test_it_runs_in_an_environment_of_an_administrator(shared: Path, home: str) -> None:
    """Past mistake: in a computer pool it ended in PermissionError."""
    python = environment(shared / "python")
    (shared / "home").mkdir(mode=0o755)
    before: list[str] = []
    if os.geteuid() == 0:  # root may write everywhere
        before = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        os.chown(shared / "home", *((NOBODY, NOBODY) if home == "theirs" else (0, 0)))
    if home == "nobodys":
        (shared / "home").chmod(0o555)
    (shared / "python").chmod(0o555)
    out, err = started(python, *before, HOME=str(shared / "home"))
    (shared / "python").chmod(0o755)
    assert "lab/tree/index.md" in out, err
    assert ("lost when you stop" in out) == (home == "nobodys")
    assert "Traceback" not in err
    assert not (shared / "python" / "etc").exists()
