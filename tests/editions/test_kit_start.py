"""What starts a kit: which Python it takes, what it refuses and how, and what it leaves alone."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import pytest

from natoiraq.editions.kit import Choice
from natoiraq.editions.kit.contents import FILES, starters
from natoiraq.editions.kit.shelf import Wheel
from natoiraq.editions.kit.systems import PYTHONS, SYSTEMS
from tests.editions.test_kit_wheels import this_machine
from tests.editions.wheels import write_wheel

PLACE = "نسخة من kit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A kit without wheels to install, for this machine, in a folder with a blank and Arabic letters."""
    wheel = Wheel.read(write_wheel(tmp_path / "wheels", "tool-1.0"))
    kit = tmp_path / PLACE
    for file in starters(Choice(this_machine(), {python: [wheel] for python in PYTHONS})):
        path = kit / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(file.content))
        path.chmod(0o755 if file.program else 0o644)
    return kit


@pytest.fixture
def start(folder: Path) -> ModuleType:
    """The program that starts the kit."""
    described = importlib.util.spec_from_file_location("start", folder / "inside" / "start.py")
    assert described is not None
    assert described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def pretend(folder: Path, name: str, version: tuple[int, int]) -> None:
    """Put a Python on the PATH that claims a version, and says so instead of starting anything."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    asked = f"import sys; sys.version_info = {version!r}; exec(sys.argv[1])"
    path.write_text(
        f'#!/bin/sh\n[ "$2" = -c ] && exec {shlex.quote(sys.executable)} -I -c {shlex.quote(asked)} "$3"\n'
        f'echo "{name} $*, in $(basename "$PWD")"\n',
        encoding="utf-8",
    )
    path.chmod(0o755)


def run(kit: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    """Start a kit from elsewhere with these programs on the PATH, and the few that a shell needs."""
    for name in ("dirname", "basename", "sh"):
        if not (programs / name).exists():
            programs.mkdir(exist_ok=True)
            (programs / name).symlink_to(Path("/usr/bin", name))
    # What the starter looks at beside the PATH must not decide here.
    text = (kit / "start.sh").read_text(encoding="utf-8").replace(":/usr/local/bin:/opt/homebrew/bin", "")
    (kit / "start.sh").write_text(text, encoding="utf-8")
    return subprocess.run(
        [kit / "start.sh"], env={"PATH": str(programs)}, cwd="/", capture_output=True, text=True, check=False
    )


def test_the_newest_python_that_fits_is_taken(folder: Path, tmp_path: Path) -> None:
    for minor in (10, 11, 13, 15):
        pretend(tmp_path / "bin", f"python3.{minor}", (3, minor))
    done = run(folder, tmp_path / "bin")
    assert (done.returncode, done.stdout) == (0, f"python3.13 -I inside/start.py, in {PLACE}\n")


def test_a_name_that_leads_to_another_python_is_passed_over(folder: Path, tmp_path: Path) -> None:
    pretend(tmp_path / "bin", "python3.14", (3, 15))
    pretend(tmp_path / "bin", "python3.12", (3, 12))
    (tmp_path / "bin" / "python3.13").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")  # as pyenv's
    (tmp_path / "bin" / "python3.13").chmod(0o755)
    assert run(folder, tmp_path / "bin").stdout.startswith("python3.12 ")


def test_without_a_python_that_fits_it_says_what_to_get(folder: Path, tmp_path: Path) -> None:
    pretend(tmp_path / "bin", "python3.10", (3, 10))
    done = run(folder, tmp_path / "bin")
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12, 3.13 or 3.14, and none was found" in done.stdout
    assert "https://www.python.org/downloads/" in done.stdout


def test_the_desktops_file_starts_the_kit_beside_it(folder: Path, tmp_path: Path) -> None:
    """Its line, unquoted as the desktop entry specification has it."""
    pretend(tmp_path / "bin", "python3.12", (3, 12))
    run(folder, tmp_path / "bin")
    lines = (FILES / "Start.desktop").read_text(encoding="utf-8").splitlines()
    (line,) = [each.removeprefix("Exec=") for each in lines if each.startswith("Exec=")]
    quoted = re.fullmatch(r'sh -c "(.*)" sh %k', line.replace("\\\\", "\\"))
    assert quoted is not None
    command = ["sh", "-c", re.sub(r'\\(["`$\\])', r"\1", quoted[1]), "sh", str(folder / "Start.desktop")]
    done = subprocess.run(
        command, env={"PATH": str(tmp_path / "bin")}, cwd="/", capture_output=True, text=True, check=True
    )
    assert done.stdout == f"python3.12 -I inside/start.py, in {PLACE}\n"


def test_windows_file_is_one_that_windows_reads(tmp_path: Path) -> None:
    wheel = Wheel.read(write_wheel(tmp_path / "wheels", "tool-1.0"))
    made = starters(Choice(SYSTEMS["windows-x64"], {python: [wheel] for python in PYTHONS}))
    (file,) = [each for each in made if each.name == "Start.bat"]
    text = bytes(file.content).decode("ascii")
    assert text.count("\n") == text.count("\r\n")
    assert "for %%p in (3.14 3.13 3.12 3.11) do" in text
    assert 'pushd "%~dp0"' in text
    assert "@" not in text.replace("@echo off", "")
    labels = {line.strip()[1:] for line in text.splitlines() if line.startswith(":")}
    named = re.findall(r"(?:goto |call :)(\w+)", text)
    assert labels == set(named)


def test_the_kit_fits_the_machine_that_it_is_for(start: ModuleType) -> None:
    start.refuse_unfit()
    assert start.system() == this_machine().name


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("VERSION", "3.10", "needs one of the usual Pythons 3.11, 3.12, 3.13, 3.14 from https://www.python"),
        ("KIT", {"system": "windows-arm64"}, "Take the kit for your system"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_cure(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, where: str, value: object, told: str
) -> None:
    changed = {**start.KIT, **value} if isinstance(value, dict) else value
    monkeypatch.setattr(start, where, changed)
    with pytest.raises(start.Refusal, match=told):
        start.refuse_unfit()


def test_a_python_without_the_lock_is_refused(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.sysconfig, "get_config_var", {"Py_GIL_DISABLED": 1}.get)
    with pytest.raises(start.Refusal, match="usual Pythons"):
        start.refuse_unfit()


def test_names_too_long_for_windows_are_refused_there(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "ENVIRONMENT", Path("C:/", "x" * (start.LONGEST - start.KIT["longest"] - 3)))
    start.refuse_unfit()
    monkeypatch.setattr(start, "ON_WINDOWS", True)
    with pytest.raises(start.Refusal, match="Move the folder to a place with a shorter name"):
        start.refuse_unfit()


def test_where_nothing_can_be_written_it_says_to_copy_the_folder(start: ModuleType, folder: Path) -> None:
    (folder / "inside" / "claimed.txt").mkdir()  # root may write everywhere, but not into a folder as a file
    with pytest.raises(start.Refusal, match="Copy the whole folder to your own disk"):
        start.claim()


def test_a_second_start_waits_for_the_first(start: ModuleType) -> None:
    with start.claim(), pytest.raises(start.Refusal, match="being started in another window"):
        start.claim()
    start.claim().close()


def test_only_an_environment_made_to_its_end_from_these_wheels_counts(start: ModuleType) -> None:
    assert not start.is_complete()
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.symlink_to(sys.executable)
    assert not start.is_complete()  # interrupted
    start.STAMP.write_text("of older wheels", encoding="utf-8")
    assert not start.is_complete()
    start.STAMP.write_text(start.KIT["id"], encoding="utf-8")
    assert start.is_complete()
    start.PYTHON.unlink()
    assert not start.is_complete()  # the Python it was made from is gone
    start.PYTHON.symlink_to(start.FOLDER / "gone")
    assert not start.is_complete()


def test_a_full_disk_is_told_before_anything_is_made(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(start.KIT, "needs", 10**18)
    with pytest.raises(start.Refusal, match="The disk is nearly full: the kit needs 1000000000000 MB"):
        start.make_environment()
    assert not start.ENVIRONMENT.exists()


def test_what_an_interrupted_start_left_goes_first(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (start.ENVIRONMENT / "half").mkdir(parents=True)
    monkeypatch.setitem(start.KIT, "needs", 10**18)
    with pytest.raises(start.Refusal):
        start.make_environment()
    assert not start.ENVIRONMENT.exists()


def test_nothing_that_the_user_set_leads_elsewhere(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = ("PIP_INDEX_URL", "PYTHONPATH", "PYTHONHOME", "JUPYTER_PATH", "JUPYTERLAB_DIR", "IPYTHONDIR")
    for name in elsewhere:
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("LANG", "ar_IQ.UTF-8")
    clean = start.clean()
    assert "/elsewhere" not in clean.values()
    assert clean["LANG"] == "ar_IQ.UTF-8"
    inside = [
        value for name, value in clean.items() if name.startswith(("JUPYTER_", "IPYTHON")) and value != "1"
    ]
    assert len(inside) == 4
    assert all(value.startswith(str(start.FOLDER)) for value in inside)
    assert clean["PATH"].split(os.pathsep)[0] == str(start.PYTHON.parent)


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """A server that answers as Jupyter's does to who knows its token."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/status?token=known" else 403)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving
        serving.shutdown()


def test_a_kit_that_runs_is_shown_again(
    start: ModuleType, server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # a school's proxy knows nothing of this machine
    runtime = start.JUPYTER / "runtime"
    runtime.mkdir(parents=True)
    address = f"http://127.0.0.1:{server.server_port}/"
    (runtime / "jpserver-1.json").write_text("{", encoding="utf-8")  # half written
    (runtime / "jpserver-2.json").write_text(json.dumps({"url": address, "token": "old"}), encoding="utf-8")
    assert start.running() is None
    (runtime / "jpserver-3.json").write_text(json.dumps({"url": address, "token": "known"}), encoding="utf-8")
    assert start.running() == f"{address}lab/tree/chapters/index.ipynb?token=known"
