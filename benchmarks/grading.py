"""Measure grading: ours and plain nbgrader's in the same run, on work of the size of exercise 1."""

from __future__ import annotations

import argparse
import copy
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import nbformat
import yaml
from build import ROOT, adopt_orphans, collect_orphans
from figures import GRADING_CPU, GRADING_RATIO, GRADING_RATIO_PINNED, table, verdict
from nbformat import NotebookNode

from bookkit import project
from natoiraq import exercises
from natoiraq.exercises.source import write_notebook
from natoiraq.grading.driver import Submission, grade_all
from natoiraq.grading.gradebook import add_exercise, open_gradebook
from natoiraq.grading.job import Job

EXERCISE = "ex1"
FEW = 20
"""Submissions of the small run, from which the large one's cost of a warm submission is told apart."""

BY_NBGRADER = 8


def works() -> Iterator[bytes]:
    """Yield what students hand in, for ever: all right, then with one typical mistake each."""
    folder = project.current().exercises / EXERCISE
    solved = exercises.source_notebook(folder)
    released = exercises.release_notebook(folder)
    attempts = yaml.safe_load((folder / "attempts.yml").read_text(encoding="utf-8"))
    while True:
        for attempt in [{}, *attempts]:
            yield nbformat.writes(answered(released, solved, attempt)).encode()


def answered(released: NotebookNode, solved: NotebookNode, attempt: dict[str, str]) -> NotebookNode:
    """Return the released notebook with the solutions' answers, and one attempt in its cell."""
    notebook = copy.deepcopy(released)
    for cell, solution in zip(notebook.cells, solved.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", solution.source, flags=re.MULTILINE)
        if cell.id == attempt.get("cell"):
            cell.source = attempt["code"]
    return notebook


def hand_in(course: Path, number: int) -> None:
    """Write submissions where `collect` and nbgrader put them."""
    for place, work in zip(range(number), works(), strict=False):
        path = course / "submitted" / f"s{place:04}" / EXERCISE / f"{EXERCISE}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(work)


def grade_ours(course: Path) -> None:
    """Grade a course in this process, and print its peak memory and its workers' in megabytes."""
    folder = project.current().exercises / EXERCISE
    source, release = exercises.source_notebook(folder), exercises.release_notebook(folder)
    job = Job(EXERCISE, nbformat.writes(source), nbformat.writes(release), None)
    with open_gradebook(course) as gradebook:
        add_exercise(gradebook, EXERCISE, source)
    paths = sorted((course / "submitted").iterdir())
    todo = (Submission(path.name, EXERCISE, path / EXERCISE / f"{EXERCISE}.ipynb") for path in paths)
    summary = grade_all(course, todo, job_for=lambda one: job)
    if summary.states != {"graded": len(paths)}:
        raise SystemExit(f"not all was graded: {dict(summary.states)}")
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(json.dumps([resource.getrusage(one).ru_maxrss / 1024 for one in who]))


def timed(run: Callable[[], str]) -> tuple[float, float, str]:
    """Return wall seconds, CPU seconds of all processes that a run started, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    said = run()
    wall = time.monotonic() - start
    collect_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def ours(folder: Path, number: int) -> tuple[float, float, list[float]]:
    """Grade a number of submissions by our path; return wall seconds, CPU seconds, peak memories."""
    course = folder / f"ours-{number}"
    hand_in(course, number)
    command = [sys.executable, __file__, "--course", str(course)]
    wall, cpu, said = timed(lambda: called(command, ROOT, {}))
    return wall, cpu, json.loads(said)


def nbgraders(folder: Path, number: int, environment: dict[str, str]) -> tuple[float, float]:
    """Grade a number of submissions by plain nbgrader; return wall and CPU seconds."""
    folder.mkdir()
    shutil.copy(project.current().exercises.parent / "nbgrader_config.py", folder)
    place = folder / "source" / EXERCISE
    place.mkdir(parents=True)
    write_notebook(
        exercises.source_notebook(project.current().exercises / EXERCISE), place / f"{EXERCISE}.ipynb"
    )
    nbgrader = [sys.executable, "-m", "nbgrader"]
    called([*nbgrader, "generate_assignment", EXERCISE, "--create"], folder, environment)
    hand_in(folder, number)
    wall, cpu, _ = timed(lambda: called([*nbgrader, "autograde", EXERCISE], folder, environment))
    return wall, cpu


def called(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, **environment}
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return done.stdout.decode()


def newest_jsonschema(folder: Path) -> dict[str, str]:
    """Install the newest jsonschema beside ours, and return the environment in which Python takes it."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
    subprocess.run([*command, "jsonschema[format-nongpl]"], check=True, stderr=subprocess.DEVNULL)
    return {"PYTHONPATH": str(folder)}


def report(submissions: int = 60, newest: bool = False) -> str:
    """Return the figures of our grading beside nbgrader's and the targets.

    Parameters
    ----------
    submissions
        How many to grade in one go.
    newest
        Whether to measure nbgrader with the newest jsonschema, too; it is fetched from the package index.
    """
    adopt_orphans()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = ours(folder, FEW)
        many = ours(folder, submissions)
        warm = (many[1] - few[1]) / (submissions - FEW)
        rows = [row("ours", FEW, *few), row("ours", submissions, *many)]
        lines = ["", f"- CPU s a submission, warm: {warm:.2f} ({verdict(warm, GRADING_CPU)})"]
        peers = [(f"nbgrader, jsonschema {version('jsonschema')}", {}, GRADING_RATIO_PINNED)]
        if newest:
            peers.append(("nbgrader, newest jsonschema", newest_jsonschema(folder / "newest"), GRADING_RATIO))
        for place, (peer, environment, target) in enumerate(peers):
            wall, cpu = nbgraders(folder / f"peer-{place}", BY_NBGRADER, environment)
            rows.append(row(peer, BY_NBGRADER, wall, cpu))
            ratio = (wall / BY_NBGRADER) / (many[0] / submissions)
            lines.append(f"- our throughput beside {peer}: {ratio:.1f} times ({at_least(ratio, target)})")
            lines.append(
                f"- its CPU time a submission beside ours, warm: {cpu / BY_NBGRADER / warm:.1f} times"
            )
        growth = many[2][0] / few[2][0] - 1
        lines.append(f"- memory of the driver, {submissions} beside {FEW} submissions: {growth:+.0%}")
    head = ["grading", "submissions", "wall s", "CPU s", "CPU s each", "a minute", "peak MB: driver, others"]
    return "\n".join([table(head, rows), *lines])


def row(name: str, number: int, wall: float, cpu: float, peaks: list[float] | None = None) -> list[str]:
    memory = ", ".join(f"{peak:.0f}" for peak in peaks or ())
    figures = [f"{wall:.1f}", f"{cpu:.1f}", f"{cpu / number:.2f}", f"{60 * number / wall:.0f}"]
    return [name, str(number), *figures, memory]


def at_least(value: float, target: float) -> str:
    return "ok" if value >= target else f"under {target:g}"


if __name__ == "__main__":
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--submissions", type=int, default=60, help="how many to grade in one go")
    reading.add_argument("--newest", action="store_true", help="nbgrader with the newest jsonschema, too")
    reading.add_argument("--course", type=Path, help=argparse.SUPPRESS)  # what this program asks of itself
    given = reading.parse_args()
    if given.course:
        grade_ours(given.course)
    else:
        print(report(given.submissions, given.newest))
