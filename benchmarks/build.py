"""Measure the build: from nothing, again with nothing changed, and after an edit of each kind.

`--peer FOLDER` measures another Jupyter Book beside it, such as a checkout of UW's Visualization Curriculum.
Both are built in copies, so no edit can stay in what they were copied from.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from figures import BUILD_SECONDS, PEER_BUILDS, table, verdict

ROOT: Final = Path(__file__).parents[1]
RUNS: Final = 5
OURS: Final = (sys.executable, "-m", "natoiraq", "build")
# The command line of this environment's Jupyter Book, which has no __main__ and may not be on the PATH.
JUPYTER_BOOK: Final = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", ".")
Edit = Callable[[Path, int], None]


class Cost(NamedTuple):
    """Wall seconds, and seconds of processor time (user and system, notebooks' kernels included)."""

    wall: float
    cpu: float


def replaced(name: str, old: str, new: str) -> Edit:
    """Return an edit: put `new`, with the number of the run, in the place of `old` in a file."""

    def edit(folder: Path, run: int) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"{name} no longer has {old!r}. Cure: correct the edits in benchmarks/build.py.")
        path.write_text(text.replace(old, new.format(run), 1), encoding="utf-8")

    return edit


def from_nothing(folder: Path, run: int) -> None:
    """Remove what was built."""
    shutil.rmtree(folder / "_build", ignore_errors=True)


def unchanged(folder: Path, run: int) -> None:
    """Change nothing."""


EDITS: Final[Mapping[str, Edit]] = {
    "cold": from_nothing,
    "nothing changed": unchanged,
    "one sentence": replaced(
        "book/2-history.md", "None of these was", "Run {} adds this.\nNone of these was"
    ),
    "a stylesheet": replaced("src/bookkit/sphinx/static/natoiraq.css", "/*", "/* Run {}. */\n/*"),
    "a value in the data": replaced("data/headcounts.csv", "No staff left", "No staff left (run {})"),
    "a chart's module": replaced("src/natoiraq/charts/history.py", '"""', '"""Run {}. '),
}
PEERS_EDITS: Final[Mapping[str, Edit]] = {
    "cold": from_nothing,
    "nothing changed": unchanged,
    "one sentence": lambda folder, run: add_sentence(folder / peers_page(folder), run),
}


def peers_page(folder: Path) -> str:
    """Return the first page in Markdown that a peer's table of contents can name."""
    pages = sorted(path.name for path in folder.glob("*.md") if path.stem != "README")
    if not pages:
        raise SystemExit(f"{folder} has no page in Markdown at its top. Cure: give the book's own folder.")
    return pages[0]


def add_sentence(page: Path, run: int) -> None:
    """Add a sentence to the end of a page."""
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\nRun {run} adds this sentence.\n")


def copy_project(folder: Path) -> None:
    """Copy what a build reads, so that the reader's own book is left alone."""
    for name in ("book", "data", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)


def adopt_orphans() -> None:
    """Become the parent of processes that outlive theirs, as kernels do, so that their CPU time counts."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def collect_orphans() -> None:
    """Wait for all processes that came to us; their CPU time counts from then on."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def build(folder: Path, command: Sequence[str]) -> Cost:
    """Build once."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    wall = time.monotonic() - start
    if done.returncode:
        raise SystemExit(f"{folder}: the build failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    collect_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(folder: Path, command: Sequence[str], edits: Mapping[str, Edit]) -> dict[str, Cost]:
    """Return the median cost of a build after each edit."""
    costs: dict[str, Cost] = {}
    for name, edit in edits.items():
        runs = []
        for run in range(RUNS):
            edit(folder, run)
            runs.append(build(folder, command))
        costs[name] = Cost(*(statistics.median(values) for values in zip(*runs, strict=True)))
    return costs


def pages_in(folder: Path) -> int:
    """Return how many pages a built book has."""
    html = folder / "_build" / "html"
    made = {"genindex.html", "search.html", "index.html"}
    return sum(1 for page in html.rglob("*.html") if page.name not in made and "_static" not in page.parts)


def measured(
    copy: Callable[[Path], object], command: Sequence[str], edits: Mapping[str, Edit], of: str
) -> list[list[str]]:
    """Return a row for each build of a copy of a book."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "book")
        copy(folder)
        costs = measure(folder, command, edits)
        pages = pages_in(folder)
    return [
        [of, step, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.cpu / pages:.2f}"]
        for step, cost in costs.items()
    ]


def report(peer: Path | None = None) -> str:
    """Return the builds' figures beside the targets and the peers.

    Parameters
    ----------
    peer
        The folder of another Jupyter Book.
    """
    adopt_orphans()
    rows = measured(copy_project, OURS, EDITS, "this book")
    for row in rows:
        row.append(verdict(float(row[2]), BUILD_SECONDS[row[1]]) if row[1] in BUILD_SECONDS else "")
    if peer is not None:

        def copy(folder: Path) -> None:
            shutil.copytree(peer, folder, ignore=shutil.ignore_patterns("_build", ".git"))

        rows += [[*row, ""] for row in measured(copy, JUPYTER_BOOK, PEERS_EDITS, peer.name)]
    rows += [[name, "cold", "", "", figure, ""] for name, figure in PEER_BUILDS.items()]
    head = ["book", "build", "wall s", "CPU s", "CPU s a page", "target"]
    missing = "" if peer else "\nNo peer was built here: give its checkout with --peer FOLDER."
    return table(head, rows) + missing


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peer", type=Path, help="the folder of another Jupyter Book, to be built beside ours"
    )
    options = parser.parse_args()
    if options.peer is not None and not (options.peer / "_config.yml").is_file():
        parser.error(f"{options.peer} is no Jupyter Book: it has no _config.yml")
    print(report(options.peer))
