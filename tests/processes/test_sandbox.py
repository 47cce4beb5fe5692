"""In the sandbox there is Python, the book's tables and an empty folder, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bookkit import project
from natoiraq.grading import sandbox as module
from natoiraq.grading.sandbox import WORK, Sandbox, arguments, environment, sandbox
from tests.conftest import ROOT
from tests.processes.accounts import ACCOUNTS, open_folder

pytestmark = pytest.mark.usefixtures("locked_in")

INSIDE = """\
import os, socket
from pathlib import Path
given = sorted(os.environ)
from natoiraq import evidence
from natoiraq.charts import publish
from natoiraq import checks
def refused(action):
    try:
        action()
    except OSError:
        return True
assert len(evidence.load("institutions")) > 10 and evidence.sources()
assert os.getcwd() == {work!r} and not os.listdir()
assert given == sorted({names!r}), given
for path in {hidden!r}:
    assert not Path(path).exists(), path
for folder in ("/", "/dev", "/etc", "/usr", {package!r}, {prefix!r}):
    assert refused((Path(folder) / "new").touch), folder
assert refused(lambda: socket.create_connection(("192.0.2.1", 80), timeout=5))
assert [line.split(":")[0].strip() for line in open("/proc/net/dev")][2:] == ["lo"]
assert len([*Path("/proc").glob("[0-9]*")]) <= 2  # bubblewrap's own, and this
print("nothing else")
"""
PACKAGE = project.current().folder
HIDDEN = [
    *(ROOT / "exercises", ROOT / "tests", ROOT / "book" / "primer.md", ROOT / ".git"),
    *(PACKAGE / name for name in ("exercises", "grading", "course", "variants.py", "editions")),
    *map(Path, ("/etc/passwd", "/home", "/var", "/run", "/sys", "/boot")),
]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_code_sees_python_the_tables_and_nothing_else(account: str) -> None:
    code = INSIDE.format(
        work=WORK,
        names=[*environment(), "PWD"],
        hidden=list(map(str, HIDDEN)),
        package=str(PACKAGE),
        prefix=sys.prefix,
    )
    root = account == "own" and "ordinary" in ACCOUNTS
    variables = [word for name, value in environment().items() for word in ("--setenv", name, value)]
    with open_folder() as run:
        command = [*ACCOUNTS[account], *arguments(run, root=root), *variables]
        command += ["--", sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "nothing else\n", done.stderr


def test_this_machine_can_lock_code_in() -> None:
    assert sandbox() == Sandbox(available=True)


@pytest.mark.parametrize(
    ("platform", "program", "cure"),
    [
        ("darwin", "/usr/bin/bwrap", "Docker"),
        ("linux", None, "apt install bubblewrap"),
        ("linux", "/bin/false", "user namespaces"),
    ],
)
def test_what_is_missing_is_said_with_its_cure(
    platform: str, program: str | None, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda _: program)
    monkeypatch.setattr(module, "arguments", lambda *_, **__: [program])
    found = sandbox.__wrapped__()
    assert not found.available
    assert "without a sandbox" in found.reason
    assert "Cure: " in found.reason
    assert cure in found.reason
