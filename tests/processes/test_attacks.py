"""No attack gains a point, takes one from others, finds a secret or outlives its run.

The attacks are in `attacks/`, a file for each class. Each is put into a submission that is right but for one
part, and the points are compared with those of the same submission without it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from bookkit import project
from natoiraq import exercises
from natoiraq.grading.job import Job, Limits, Result
from natoiraq.grading.worker import grade
from tests.conftest import ROOT
from tests.processes.submissions import QUICK

FOLDER = Path(__file__).parent / "attacks"
CLASSES = sorted(path.stem for path in FOLDER.glob("*.yml"))
TOGETHER = 3
"""Attacks in one submission; what ends a notebook has the others run again."""
EX1 = project.current().exercises / "ex1"
LIMITS = Limits(cpu=8, wall=12, memory=1 << 30)

pytestmark = pytest.mark.usefixtures("locked_in")


NAMES = ("get_ipython", "In", "Out", "alt", "shared")
"""What IPython and the notebook give an attack that it does not import itself."""


@dataclass(frozen=True)
class Attack:
    """One attack, as its file has it.

    Parameters
    ----------
    name, tries, code
        What it is, what it wants, and how.
    cell
        The answer whose place it takes; without one it stands in a cell of its own.
    most
        Points that an answer of this kind may earn.
    spoils
        Whether it may cost its author other points: it breaks what later answers need.
    alone
        Whether it needs a submission of its own.
    """

    name: str
    tries: str
    code: str
    cell: str = ""
    most: float = 0
    spoils: bool = False
    alone: bool = False


@dataclass
class World:
    """What attacks are after, outside the sandbox."""

    folder: Path
    port: int
    token: str = field(default_factory=lambda: secrets.token_hex(6))
    reached: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """A secret: in a file, in the environment, in another's work, at a port, and in each hidden test."""
        return f"MARKED-{self.token}"


def attacks(name: str) -> list[Attack]:
    return [Attack(**found) for found in yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))]


def batches(found: list[Attack]) -> list[list[Attack]]:
    """Return what goes into one submission each: attacks that do not get in each other's way."""
    batches: list[list[Attack]] = []
    for attack in found:
        room = (
            batch
            for batch in batches
            if not any(other.alone or other.spoils for other in [attack, *batch])
            and len(batch) < TOGETHER
            and (not attack.cell or attack.cell not in {other.cell for other in batch})
        )
        (next(room, None) or batches.append([]) or batches[-1]).append(attack)
    return batches


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    temporary = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as server:
        world = World(tmp_path_factory.mktemp("course"), server.getsockname()[1])
        for name in ("secret.key", "other.ipynb"):
            (world.folder / name).write_text(world.mark)
        patch.setenv("COURSE_SECRET", world.mark)
        patch.setattr(tempfile, "tempdir", str(temporary))
        threading.Thread(target=listen, args=(server, world), daemon=True).start()
        yield world


def listen(server: socket.socket, world: World) -> None:
    while True:
        try:
            connection, address = server.accept()
        except OSError:
            return
        world.reached.append(str(address))
        connection.sendall(world.mark.encode())
        connection.close()


def submitted(world: World, batch: list[Attack]) -> bytes:
    """Return a submission that is right but for `settled`, with attacks before it or in answers' place."""
    notebook: dict[str, Any] = json.loads(json.dumps(exercises.release_notebook(EX1)))
    cells = notebook["cells"]
    right = {cell.id: cell.source for cell in exercises.source_notebook(EX1).cells}
    answers = {"settled": "settled = 50.0", **{attack.cell: attack.code for attack in batch if attack.cell}}
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = filled(world, answers.get(cell["id"], right[cell["id"]]))
    own = [filled(world, attack.code) for attack in batch if not attack.cell]
    at = next(number for number, cell in enumerate(cells) if cell["id"] == "settled")
    cells[at:at] = [{"cell_type": "code", "metadata": {}, "source": text} for text in own]
    return json.dumps(notebook).encode()


def filled(world: World, code: str) -> str:
    values = {
        "SECRET": world.folder / "secret.key",
        "COURSE": world.folder,
        "CHECKOUT": ROOT,
        "HOME": Path.home(),
        "TOKEN": f".{int(world.token, 16)}",
        "PID": os.getpid(),
        "PORT": world.port,
    }
    for name, value in values.items():
        code = code.replace(f"@{name}@", str(value))
    return code


def graded(world: World, raw: bytes) -> Result:
    source = nbformat.writes(exercises.source_notebook(EX1))
    source = source.replace("### BEGIN HIDDEN TESTS", f"### BEGIN HIDDEN TESTS\\n# {world.mark}")
    release = nbformat.writes(exercises.release_notebook(EX1))
    job = Job("ex1", source, release, raw, LIMITS, QUICK, require_sandbox=True)
    return Result.from_bytes(grade(job.to_bytes()))


def points(result: Result) -> dict[str, float | None]:
    return {part.grade_id.removeprefix("test-"): part.points for part in result.parts}


@pytest.fixture(scope="module")
def usual(world: World) -> dict[str, float | None]:
    """The points without an attack: all but those of the hidden test of `settled`."""
    found = points(graded(world, submitted(world, [])))
    assert found == {
        "pairs": 4,
        "shared": 4,
        "most": 4,
        "duplication": 6,
        "settled": 1,
        "chart": 5,
        "words": None,
    }
    return found


def shown(result: Result) -> str:
    """Return all that a student or a later reader sees, but for the instructor's cells."""
    cells = json.loads(result.notebook)["cells"]
    mine = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    return json.dumps([mine, [part.messages for part in result.parts], result.notes])


def survivors() -> list[str]:
    """Return our descendants in another process namespace: whatever a sandbox has left."""
    parents, home = {}, os.readlink("/proc/self/ns/pid")
    inside = set()
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if os.readlink(path / "ns" / "pid") != home:
                inside.add(int(path.name))
    return [str(pid) for pid in inside if os.getpid() in ancestors(pid, parents)]


def ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while pid in parents and pid not in found:
        found.add(pid)
        pid = parents[pid]
    return found


def left(world: World) -> list[str]:
    """Return files and processes with an attack's token in their name, and folders of the grader."""
    places = (ROOT, world.folder, Path.home(), *map(Path, ("/", "/tmp", "/var/tmp", "/dev/shm")))
    files = [str(path) for place in places for path in place.glob(f"left-.{int(world.token, 16)}")]
    commands = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            commands.append(path.read_bytes().decode(errors="replace"))
    return [*files, *(each for each in commands if f"98765.{int(world.token, 16)}" in each)]


CASES = [(name, number, batch) for name in CLASSES for number, batch in enumerate(batches(attacks(name)))]


@pytest.mark.parametrize(
    "batch", [batch for *_, batch in CASES], ids=[f"{name}-{number}" for name, number, _ in CASES]
)
def test_an_attack_gains_nothing_and_costs_nobody_else(
    world: World, usual: dict[str, float | None], batch: list[Attack]
) -> None:
    files = sorted(Path(tempfile.gettempdir()).iterdir())
    result = graded(world, submitted(world, batch))
    found, named = points(result), {attack.cell: attack.most for attack in batch}
    assert found.keys() == usual.keys()
    for name, most in usual.items():
        lower = name in named or any(attack.spoils for attack in batch)
        fair = found[name] == most if not lower else (found[name] or 0) <= named.get(name, most or 0)
        assert fair, (name, found[name], result.notes, shown(result)[-2000:])
    assert world.mark not in shown(result)
    assert world.reached == []
    assert (survivors(), left(world)) == ([], [])
    assert sorted(Path(tempfile.gettempdir()).iterdir()) == files
    nbformat.validate(nbformat.reads(result.notebook, as_version=4))
    assert len(result.notebook) < 30 << 20


@pytest.mark.parametrize("name", CLASSES)
def test_who_is_graded_after_an_attack_gets_full_points(
    world: World, usual: dict[str, float | None], name: str
) -> None:
    graded(world, submitted(world, batches(attacks(name))[-1]))
    result = graded(world, submitted(world, []))
    assert (points(result), result.notes) == (usual, ())


def test_each_class_of_attacks_is_there() -> None:
    """As `book/instructors/threat-model.md` lists them; notebooks and files are in `test_intake`."""
    assert set(CLASSES) == {"exhaustion", "processes", "reading", "tampering", "deceiving", "showing"}
    assert all(len(attacks(name)) >= 8 for name in CLASSES)
    assert sum(len(attacks(name)) for name in CLASSES) >= 120


def test_the_attacks_would_be_noticed(world: World) -> None:
    """The tests above must have something to bite on: here the attacks reach what they want."""
    with socket.create_connection(("127.0.0.1", world.port)) as connection:
        assert connection.recv(1000).decode() == world.mark
    assert len(world.reached) == 1
    world.reached.clear()
    with subprocess.Popen(["sleep", f"98765.{int(world.token, 16)}"]) as process:
        while not (found := left(world)) and process.poll() is None:  # at its start it has no name yet
            time.sleep(0.05)
        process.kill()
    assert len(found) == 1


@pytest.mark.parametrize("name", CLASSES)
def test_an_attack_uses_what_is_there(name: str, tmp_path: Path) -> None:
    """Past mistake: after a rename an attack used a name that it had not imported, and attacked nothing."""
    for number, attack in enumerate(attacks(name)):
        (tmp_path / f"attack{number}.py").write_text(attack.code, encoding="utf-8")
    known = f"builtins = {list(NAMES)!r}"
    rule = ["--isolated", "--select", "F821", "--config", known, "--output-format", "concise"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *rule, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert [line for line in done.stdout.splitlines() if " F821 " in line] == []  # some are no Python at all
