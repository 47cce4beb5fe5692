"""Carry out what Binder does with the student edition, open a page as its button does, and weigh the result.

Takes some minutes: it installs first what every image of Binder has, then what `.binder` asks for.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import Distribution, distributions
from pathlib import Path

import repo2docker
from figures import table
from playwright.sync_api import Page, sync_playwright

from bookkit.editions.paper.pdf import browser_on_path
from natoiraq.editions import student

ROOT = Path(__file__).parents[1]
PORT = 8899
PAGE = "lab/tree/book/2-history.md"
SHOWN = 15  # packages in the table
# What starts JupyterLab in an image of Binder, in the versions of repo2docker's own list.
OF_EVERY_IMAGE = ("notebook", "jupyterlab", "jupyter_server", "ipywidgets")


def versions_of_every_image() -> list[str]:
    """Return the requirements that repo2docker puts into an image before it looks at ours."""
    python = (ROOT / ".binder" / "runtime.txt").read_text(encoding="ascii").strip().removeprefix("python-")
    folder = Path(repo2docker.__file__).parent / "buildpacks" / "conda"
    listed = (folder / f"environment.py-{python}-linux-64.lock").read_text(encoding="utf-8")
    found = (re.search(rf"/{name}-([\d.]+)-", listed) for name in OF_EVERY_IMAGE)
    return [f"{name}=={match[1]}" for name, match in zip(OF_EVERY_IMAGE, found, strict=True) if match]


def install(edition: Path, prefix: Path, home: Path) -> dict[str, str]:
    """Carry out the image's steps in an environment of its own; return the variables it runs with."""
    subprocess.run([sys.executable, "-m", "venv", str(prefix)], check=True)
    environment = {**os.environ, "PATH": f"{prefix / 'bin'}:{os.environ['PATH']}", "HOME": str(home)}
    environment.pop("PYTHONPATH", None)
    pip = [str(prefix / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = (
        [*pip, *versions_of_every_image()],
        [*pip, "-r", ".binder/requirements.txt"],
        ["./.binder/postBuild"],
    )
    for step in steps:
        start = time.monotonic()
        subprocess.run(step, cwd=edition, env=environment, check=True, stderr=subprocess.DEVNULL)
        print(f"{time.monotonic() - start:5.0f} s  {' '.join(step[-2:])}", flush=True)
    return environment


def size_of(package: Distribution) -> int:
    """Return the bytes of a package's files, those outside its folder included."""
    paths = (Path(str(package.locate_file(file))) for file in package.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


def sizes(prefix: Path, edition: Path) -> str:
    """Return the largest packages of the environment, largest first, and the whole."""
    site = next(prefix.glob("lib/python*/site-packages"))
    weighed = {package.name: size_of(package) for package in distributions(path=[str(site)])}
    largest = sorted(weighed.items(), key=lambda item: -item[1])
    whole = sum(path.stat().st_size for path in prefix.rglob("*") if path.is_file() and not path.is_symlink())
    book = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    named = [*largest[:SHOWN], (f"{len(largest) - SHOWN} others", sum(size for _, size in largest[SHOWN:]))]
    rows = [[name, f"{size / 1e6:.1f}"] for name, size in named]
    rows += [["environment on disk, compiled files included", f"{whole / 1e6:.1f}"]]
    rows += [["the student edition itself", f"{book / 1e6:.1f}"]]
    return table(["package", "MB"], rows)


@contextmanager
def server(edition: Path, environment: dict[str, str]) -> Iterator[str]:
    """Start the notebook server as an image does; yield its address."""
    options = [
        "--ip=127.0.0.1",
        f"--port={PORT}",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
    ]
    options += ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
    command = [shutil.which("jupyter", path=environment["PATH"]) or "jupyter", "notebook", *options]
    with subprocess.Popen(command, cwd=edition, env=environment, stderr=subprocess.DEVNULL) as running:
        try:
            yield f"http://127.0.0.1:{PORT}/"
        finally:
            running.terminate()


def open_and_run(page: Page, address: str) -> str:
    """Open the page of the launch button, run it, and return how long each took."""
    start = time.monotonic()
    for _ in range(60):
        try:
            page.goto(address + PAGE)
            break
        except Exception:  # the server is not up yet
            time.sleep(1)
    page.wait_for_selector(".jp-NotebookPanel .jp-Notebook .jp-Cell", timeout=120_000)
    opened = time.monotonic() - start
    page.wait_for_function(
        "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=120_000
    )
    ready = time.monotonic()
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_selector(".vega-embed :is(canvas, svg)", state="attached", timeout=180_000)
    drawn = time.monotonic() - ready
    return (
        f"{PAGE}: a notebook after {opened:.0f} s; its first chart {drawn:.0f} s after the kernel was ready"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edition, prefix, home = folder / "edition", folder / "environment", folder / "home"
        home.mkdir()
        student.assemble(ROOT, edition)
        environment = install(edition, prefix, home)
        print(sizes(prefix, edition), flush=True)
        with server(edition, environment) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser_on_path(), args=["--no-sandbox"])
            print(open_and_run(chromium.new_page(), address))
            chromium.close()


if __name__ == "__main__":
    main()
