"""The offline kit as a student has it: no network, a double-click, an interruption, another start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from natoiraq.editions import kit
from tests.conftest import ROOT
from tests.editions.test_kit_wheels import this_machine

PYTHON = f"3.{sys.version_info[1]}"
PLACE = "نسخة من kit"
# In place of a browser: it is where JupyterLab is, and writes down what it is shown there.
BROWSER = """\
import pathlib, sys, urllib.request
page = urllib.request.urlopen(sys.argv[1]).read().decode()
pathlib.Path(__file__).with_name("shown.txt").write_text(sys.argv[1] + "\\n" + page, encoding="utf-8")
"""
RUN = """\
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, timeout=None, startup_timeout=3600, iopub_timeout=3600).execute()
nbformat.write(notebook, sys.argv[2])
"""


@dataclass(frozen=True)
class Desk:
    """A student's computer.

    Attributes
    ----------
    folder
        The unpacked kit.
    home
        The student's own folder.
    browser
        Where the browser writes down what it is shown.
    """

    folder: Path
    home: Path
    browser: Path

    def run(self, *command: str | Path) -> subprocess.Popen[str]:
        """Run a program without a network, in a group of its own."""
        apart = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent"]
        nowhere = "http://127.0.0.1:9"
        environment = {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.base_prefix, 'bin')}{os.pathsep}{os.defpath}",
            "BROWSER": f"{sys.executable} {self.browser / 'browser.py'} %s",
            "PIP_NO_INDEX": "1",
            **dict.fromkeys(("http_proxy", "https_proxy"), nowhere),
            "no_proxy": "127.0.0.1",
        }
        return subprocess.Popen(
            [*(apart if sys.platform == "linux" else ()), *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> subprocess.Popen[str]:
        """Double-click."""
        (name, *_) = this_machine().starters
        return self.run(self.folder / name)

    @property
    def parts(self) -> int:
        """How many packages are installed."""
        return len(list(self.folder.glob("environment/lib/*/site-packages/*.dist-info")))


def close(started: subprocess.Popen[str], how: signal.Signals) -> str:
    """Close the window of a program, and return what stood in it."""
    os.killpg(started.pid, how)
    return started.communicate()[0]


def shown(desk: Desk, started: subprocess.Popen[str]) -> str:
    """Return what the browser shows, once it shows something."""
    page = desk.browser / "shown.txt"
    while not page.exists():
        assert started.poll() is None, started.communicate()[0]
        time.sleep(0.2)
    text = page.read_text(encoding="utf-8")
    page.unlink()
    return text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> kit.Kit:
    """The kit for this machine and this Python."""
    (one,) = kit.make(ROOT, tmp_path_factory.mktemp("kits"), [this_machine()], [PYTHON])
    return one


@pytest.fixture(scope="module")
def desk(made: kit.Kit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A computer on which the first start was interrupted half-way."""
    place = tmp_path_factory.mktemp("desk")
    (place / PLACE).mkdir()
    subprocess.run(["unzip", "-q", made.path, "-d", place / PLACE], check=True)
    desk = Desk(place / PLACE / made.path.stem, place / "home", place)
    desk.home.mkdir()
    (place / "browser.py").write_text(BROWSER, encoding="utf-8")
    interrupted = desk.start()
    while desk.parts < 3:
        assert interrupted.poll() is None, interrupted.communicate()[0]
        time.sleep(0.1)
    assert "1 of 2" in close(interrupted, signal.SIGKILL)
    assert desk.parts < json.loads((desk.folder / "inside" / "kit.json").read_text())["parts"][PYTHON]
    yield desk
    shutil.rmtree(place)


def test_a_double_click_mends_what_was_interrupted_and_opens_jupyterlab_without_a_network(
    desk: Desk, made: kit.Kit
) -> None:
    started = desk.start()
    address, page = shown(desk, started).split("\n", 1)
    said = close(started, signal.SIGHUP)
    assert "An earlier start did not come to its end" in said
    assert "lab/tree/chapters/index.ipynb?token=" in address
    assert address in said
    assert address.startswith("http://127.0.0.1:")
    assert "<title>JupyterLab</title>" in page
    installed = sum(path.stat().st_size for path in desk.folder.glob("environment/**/*") if path.is_file())
    assert installed == pytest.approx(made.needs, rel=0.2)  # the README says so

    again = desk.start()
    shown(desk, again)
    assert "1 of 2" not in close(again, signal.SIGHUP)
    assert list(desk.home.iterdir()) == []


def test_a_chapter_runs_to_its_end_with_its_charts_and_its_lab(desk: Desk) -> None:
    (python,) = desk.folder.glob("environment/bin/python")
    chapter = desk.folder / "notebooks" / "chapters" / "1-challenges.ipynb"
    running = desk.run(python, "-I", "-c", RUN, chapter, desk.browser / "ran.ipynb")
    assert running.wait() == 0, running.communicate()[0]
    cells = json.loads((desk.browser / "ran.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert any(kind.startswith("application/vnd.vegalite") for kind in kinds)
    assert "application/vnd.jupyter.widget-view+json" in kinds
    assert not [
        output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
