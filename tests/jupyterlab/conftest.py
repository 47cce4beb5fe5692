"""The real JupyterLab on a copy of the pages, in a browser and with a kernel that both have no network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bookkit.figures.render import LIVE_MIME, STATIC
from bookkit.notebooks.lab import READER, set_up
from tests.conftest import ROOT

PATIENCE = 120_000  # milliseconds: the machine may be busy, and nothing here is timed
# Resolves when every cell has run, or at the first that fails.
RUN = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
COUNTS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
  .filter((cell) => cell.type === 'code').map((cell) => cell.executionCount)"""
CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
  .map((cell) => [cell.id, cell.type, cell.sharedModel.source])"""
DRAWN = "count => document.querySelectorAll('.vega-embed :is(canvas, svg)').length >= count"
OUTPUTS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].flatMap((cell, number) =>
  (cell.toJSON().outputs ?? []).map((output) => ({ number, ...output })))"""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: its address and the folder that it shows."""

    address: str
    folder: Path


@dataclass(frozen=True)
class Notebook:
    """A page that JupyterLab opened and ran from top to bottom."""

    page: Page
    path: Path
    source: bytes
    complaints: list[str]

    @property
    def outputs(self) -> list[dict[str, object]]:
        """What its cells put out."""
        found: list[dict[str, object]] = self.page.evaluate(OUTPUTS)
        return found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start JupyterLab with the settings of `make lab`, apart from the settings of whoever runs the test."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "book", home / "book")
    shutil.copy(ROOT / "_toc.yml", home)
    set_up(home)
    environment = {name: value for name, value in os.environ.items() if name != STATIC}
    environment |= {
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(READER), str(home / "etc" / "jupyter")]),
        **{f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")},
        **dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9"),
        "no_proxy": "127.0.0.1,localhost",
    }
    settings = {
        "ServerApp.root_dir": home / "book",
        "ServerApp.port": 0,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", *options]
    log = home / "log.txt"
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            yield Server(address_in(log, process), home / "book")
        finally:
            process.terminate()


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address that JupyterLab wrote into its log, once it answers."""
    for _ in range(PATIENCE // 250):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found and answers(found[0]):
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api") as response:
            return bool(response.status == 200)
    except urllib.error.URLError:
        return False


@pytest.fixture(scope="session")
def notebook(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Notebook]:
    """Open a page of the book, named by the test, as a reader's double-click does, and run it."""
    name: str = request.param
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda failed: complaints.append(f"failed: {failed.url}"))
    path = server.folder / f"{name}.md"
    source = path.read_bytes()
    page.goto(f"{server.address}/lab/tree/{name}.md?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.wait_for_function(
        "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    page.evaluate(RUN)
    charts = sum(LIVE_MIME in output.get("data", {}) for output in page.evaluate(OUTPUTS))
    page.wait_for_function(DRAWN, arg=charts)
    yield Notebook(page, path, source, complaints)
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()
