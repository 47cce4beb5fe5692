"""Build the book twice from nothing and compare the archives; build the student edition as students would.

The two builds differ in what must not matter: place, order of Python's sets, time zone and time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from figures import table

from bookkit.editions import archive
from bookkit.editions.source import git
from natoiraq.editions import student
from natoiraq.editions.withheld import leaks, secrets

ROOT = Path(__file__).parents[1]
CIRCUMSTANCES = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Baghdad"})


def build(folder: Path, circumstances: dict[str, str]) -> float:
    """Build the book of a folder with its own package; return wall seconds."""
    start = time.monotonic()
    environment = {**os.environ, **circumstances, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-m", "natoiraq", "build"]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def differences(first: Path, second: Path) -> list[str]:
    """Return the names of the files in which two archives differ."""
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        names = sorted({*one.namelist(), *other.namelist()})
        held = [{name: archived.read(name) for name in archived.namelist()} for archived in (one, other)]
    return [name for name in names if held[0].get(name) != held[1].get(name)]


def report(folder: Path) -> tuple[str, bool]:
    """Return what was built and found, and whether all is as it should be."""
    rows, archives = [], []
    clones = [folder / f"clone-{number}" for number in (1, 2)]
    for clone in clones:
        git(ROOT, "clone", "--quiet", str(ROOT), str(clone))
    for number, (clone, circumstances) in enumerate(zip(clones, CIRCUMSTANCES, strict=True), start=1):
        seconds = build(clone, circumstances)
        archives.append(archive.make(clone))
        rows.append(
            [f"clean build {number}", f"{seconds:.0f} s", f"{archives[-1].stat().st_size / 1e6:.1f} MB"]
        )
    edition = folder / "student"
    student.assemble(ROOT, edition)
    seconds = build(edition, {})
    html = edition / "_build" / "html"
    given_away = leaks(html, secrets(ROOT))
    pages = [path.relative_to(html).as_posix() for path in html.rglob("*.html")]
    foreign = [page for page in pages if "instructors" in page]
    rows.append(["student edition", f"{seconds:.0f} s", f"{len(pages)} pages"])
    differing = [] if archives[0].read_bytes() == archives[1].read_bytes() else differences(*archives)
    findings = [
        f"files that differ between the archives: {', '.join(differing) or 'none'}",
        f"answers in the student edition's pages: {', '.join(given_away) or 'none'}",
        f"instructors' pages among them: {', '.join(foreign) or 'none'}",
    ]
    good = not (differing or given_away or foreign)
    return "\n".join([table(["what", "took", "holds"], rows), "", *findings]), good


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        text, good = report(Path(name))
    print(text)
    sys.exit(0 if good else 1)
