"""Measure the build: from nothing, again with nothing changed, and after an edit of one page."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from figures import COLD_CPU_A_PAGE, PEER_BUILDS, WARM_CPU, table, verdict

ROOT = Path(__file__).parents[1]


def copy_project(folder: Path) -> None:
    """Copy what a build reads, so that the reader's own book is left alone."""
    for name in ("book", "data", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
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


def timed(folder: Path) -> tuple[float, float]:
    """Build once; return wall seconds and CPU seconds (user and system, notebooks' kernels included)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-m", "natoiraq.book", "build"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    wall = time.monotonic() - start
    collect_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def edit(folder: Path) -> None:
    """Add a sentence to one page."""
    page = folder / "book" / "reference" / "about.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("## Licence", "One sentence more.\n\n## Licence"),
        encoding="utf-8",
    )


def report() -> str:
    """Return the builds' figures beside the targets and the peers."""
    adopt_orphans()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        steps: dict[str, Callable[[], None]] = {
            "cold": lambda: None,
            "warm": lambda: None,
            "one edit": lambda: edit(folder),
        }
        rows = []
        for step, prepare in steps.items():
            prepare()
            wall, cpu = timed(folder)
            pages = sum(1 for _ in (folder / "_build" / "html" / "book").rglob("*.html"))
            target = verdict(cpu / pages, COLD_CPU_A_PAGE) if step == "cold" else verdict(cpu, WARM_CPU)
            rows.append([step, f"{wall:.1f}", f"{cpu:.1f}", f"{cpu / pages:.2f}", target])
    peers = [[peer, "", "", figure, ""] for peer, figure in PEER_BUILDS.items()]
    return table(["build", "wall s", "CPU s", "CPU s a page", "target"], rows + peers)


if __name__ == "__main__":
    print(report())
