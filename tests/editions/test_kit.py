"""The kit as a zip: what is in it, what it says of itself, and that a failure leaves the last one alone."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from bookkit.errors import ToldError
from bookkit.notebooks import lab
from natoiraq import __version__
from natoiraq.editions import __main__ as command
from natoiraq.editions import kit
from natoiraq.editions.kit.systems import PYTHONS, SYSTEMS, System
from tests.conftest import work_for
from tests.editions.conftest import INDEX, SECRETS, record
from tests.editions.wheels import write_wheel

HEADER = """\
---
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
CELL = "\n```{code-cell} ipython3\n1 + 1\n```\n"
PROJECT = f"""\
[project]
name = "natoiraq"
version = "{__version__}"

[project.optional-dependencies]
labs = ["tool"]
kit = ["pip==26.3"]

[tool.hatch.build.targets.wheel]
packages = ["src/bookkit", "src/natoiraq"]
"""
LINUX, WINDOWS = SYSTEMS["linux-x64"], SYSTEMS["windows-x64"]


@pytest.fixture
def built(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A repository with a built book, and an index that holds what its kit needs."""
    pages = {"index": INDEX, "1-first": "# First\n", "2-words": "# Words\n"}
    for name, text in pages.items():
        code = "" if name == "2-words" else CELL
        (repository / "book" / f"{name}.md").write_text(HEADER + text + code, encoding="utf-8")
    (repository / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (repository / "requirements.txt").write_text("tool==1.0  # for labs\n", encoding="utf-8")
    (repository / "src" / "bookkit").mkdir()
    (repository / "src" / "bookkit" / "__init__.py").touch()
    record(repository, "A book to run")
    html = repository / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("<p>Read</p>", encoding="utf-8")
    index = tmp_path / "index"
    write_wheel(index, "pip-26.3")
    for python in PYTHONS:
        abi = f"cp{python.replace('.', '')}"
        for platform in ("win_amd64", "manylinux2014_x86_64"):
            write_wheel(index, "tool-1.0", tag=f"{abi}-{abi}-{platform}")
    monkeypatch.setenv("PIP_CONFIG_FILE", "nul" if sys.platform == "win32" else "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return repository


@pytest.fixture
def stocked(built: Path, tmp_path: Path) -> Path:
    """The same repository after a kit was made: pip, which takes its time, has got the wheels."""
    shutil.copytree(tmp_path / "index", built / "_build" / "kit" / "wheels")
    return built


def make(root: Path, system: System, *pythons: str) -> kit.Kit:
    (made,) = kit.make(root, root / "_build" / "kit", [system], pythons or PYTHONS)
    return made


def opened(made: kit.Kit) -> dict[str, bytes]:
    """Return what is in a kit, by the name in its folder."""
    with ZipFile(made.path) as packed:
        folders = {name.split("/")[0] for name in packed.namelist()}
        assert folders == {made.path.stem}
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_it_holds_book_notebooks_wheels_and_a_file_to_double_click(built: Path) -> None:
    files = opened(make(built, LINUX))
    assert set(files) == {
        "README.txt",
        "Start.desktop",
        "book/LICENSE-content.txt",
        "book/LICENSE.txt",
        "book/README.txt",
        "book/data/heads.csv",
        "book/index.html",
        "inside/jupyter/labconfig/default_setting_overrides.json",
        "inside/kit.json",
        "inside/requirements.txt",
        "inside/start.py",
        "notebooks/chapters/1-first.ipynb",
        "notebooks/chapters/index.ipynb",
        "notebooks/exercises/ex0.ipynb",
        "start.sh",
        f"wheels/natoiraq-{__version__}-py3-none-any.whl",
        "wheels/pip-26.3-py3-none-any.whl",
        *(f"wheels/tool-1.0-cp{each}-cp{each}-manylinux2014_x86_64.whl" for each in (311, 312, 313, 314)),
    }
    described = json.loads(files["inside/kit.json"])
    assert described["parts"] == dict.fromkeys(PYTHONS, 3)
    assert f"notebooks/{described['first']}" in files


@pytest.mark.parametrize(
    ("system", "starters", "platform"),
    [
        ("windows-x64", {"Start.bat"}, "win_amd64"),
        ("linux-x64", {"start.sh", "Start.desktop"}, "manylinux2014_x86_64"),
    ],
)
def test_each_system_gets_its_own_wheels_and_starters(
    built: Path, system: str, starters: set[str], platform: str
) -> None:
    made = make(built, SYSTEMS[system], "3.12")
    with ZipFile(made.path) as packed:
        entries = {entry.filename.partition("/")[2]: entry for entry in packed.infolist()}
    programs = {name for name, entry in entries.items() if entry.external_attr >> 16 == 0o100755}
    platforms = {name.removesuffix(".whl").rpartition("-")[2] for name in entries if name.endswith(".whl")}
    assert programs == starters
    assert platforms == {"any", platform}


def test_macs_get_a_command_that_a_double_click_runs() -> None:
    assert SYSTEMS["macos-arm64"].starters == SYSTEMS["macos-x64"].starters == {"Start.command": "start.sh"}


def test_the_same_commit_gives_the_same_bytes(stocked: Path) -> None:
    first = make(stocked, LINUX, "3.12").path.read_bytes()
    for path in (stocked / "_build").rglob("*"):
        path.chmod(0o755)
    again = make(stocked, LINUX, "3.12")
    assert again.path.read_bytes() == first
    digest, name = Path(f"{again.path}.sha256").read_text(encoding="ascii").split()
    assert (digest, name) == (hashlib.sha256(first).hexdigest(), again.path.name)


def test_wheels_are_stored_as_they_are(stocked: Path) -> None:
    with ZipFile(make(stocked, LINUX, "3.12").path) as packed:
        entries = packed.infolist()
    assert all((entry.compress_type == ZIP_STORED) == entry.filename.endswith(".whl") for entry in entries)


def test_the_readme_says_the_true_sizes(stocked: Path) -> None:
    heavy = stocked / "_build" / "kit" / "wheels" / "tool-1.0-cp312-cp312-manylinux2014_x86_64.whl"
    with ZipFile(heavy, "a") as packed:
        packed.writestr("tool/heavy.bin", bytes(7_300_000))  # stored: as large in the kit
    made = make(stocked, LINUX, "3.12")
    files = opened(made)
    said = files["README.txt"].decode()
    unpacked = sum(len(content) for name, content in files.items() if name != "README.txt")
    assert (round(made.path.stat().st_size / 1e6), round(unpacked / 1e6)) == (7, 7)
    assert "The zip has 7 MB. Unpacked it takes 7 MB, and with the environment 7 MB more." in said
    assert (made.packed, made.unpacked) == (made.path.stat().st_size, unpacked)


def test_the_readme_speaks_to_the_systems_users(stocked: Path) -> None:
    on_windows = opened(make(stocked, WINDOWS, "3.12", "3.13"))["README.txt"].decode()
    assert "Double-click Start.bat" in on_windows
    assert "You need Python 3.12 or 3.13." in on_windows
    assert on_windows.count("\n") == on_windows.count("\r\n")
    for system in SYSTEMS.values():
        told = system.words
        for text in (told.python, told.start, told.trouble):
            filled = text.format(pythons="3.11, 3.12, 3.13 or 3.14", system=system.title)
            assert max(len(line) for line in filled.splitlines()) <= 110


def test_notebooks_hold_nothing_for_instructors_and_ask_to_install_nothing(stocked: Path) -> None:
    files = opened(make(stocked, LINUX, "3.12"))
    texts = {name: text.decode() for name, text in files.items() if name.startswith("notebooks/")}
    for name, text in texts.items():
        assert not [secret for secret in SECRETS if secret in text], name
        assert "instructors" not in text.lower(), name
    assert "pip install" not in texts["notebooks/chapters/1-first.ipynb"]
    assert "Everything that it needs is in this kit" in texts["notebooks/chapters/1-first.ipynb"]
    assert "Read on." in texts["notebooks/chapters/index.ipynb"]


def test_ours_ask_to_install_nothing_either(project: Path, tmp_path: Path) -> None:
    from natoiraq.editions.kit.contents import notebooks

    made = {file.name: bytes(file.content).decode() for file in notebooks(project, tmp_path / "student")}
    assert {"notebooks/chapters/primer.ipynb", "notebooks/exercises/memo.ipynb"} <= set(made)
    chapters = [text for name, text in made.items() if name.startswith("notebooks/chapters/")]
    assert not [text for text in chapters if "pip install" in text or "whl" in text]
    assert not [name for name, text in made.items() if "BEGIN INSTRUCTORS" in text or "HIDDEN" in text]


def test_the_settings_are_those_of_make_lab_for_jupyterlab(stocked: Path) -> None:
    files = opened(make(stocked, LINUX, "3.12"))
    kept = json.loads(files["inside/jupyter/labconfig/default_setting_overrides.json"])
    ours = lab.SETTINGS["labconfig", "default_setting_overrides"]
    assert kept == {name: ours[name] for name in ours if "docmanager" not in name}
    assert kept["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_a_package_that_would_give_answers_away_stops_it(built: Path) -> None:
    slip = built / "src" / "bookkit" / "slip.py"
    slip.write_text(f"{SECRETS[0]}\n", encoding="utf-8")  # not tracked, and in the wheel all the same
    with pytest.raises(ToldError, match=r"(?s)give answers away.*\.whl holds exercises/source/ex0"):
        make(built, LINUX, "3.12")


def test_a_failure_leaves_the_last_good_kit(stocked: Path) -> None:
    last = make(stocked, LINUX, "3.12").path
    before = last.read_bytes()
    (stocked / "requirements.txt").write_text("tool==1.1  # for labs\n", encoding="utf-8")
    record(stocked, "A version without wheels")
    with pytest.raises(ToldError, match=r"(?s)Linux \(x64\), Python 3\.12 was not made.*tool==1\.1"):
        make(stocked, LINUX, "3.12")
    assert last.read_bytes() == before
    assert {path.name for path in last.parent.iterdir()} == {last.name, f"{last.name}.sha256", "wheels"}


def test_without_a_book_it_says_what_to_do(repository: Path) -> None:
    with pytest.raises(ToldError, match="make book"):
        make(repository, LINUX)


def test_the_command_prints_a_line_with_sizes_for_each_kit(
    stocked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work_for(stocked, monkeypatch)
    assert command.main(["kit", "--system", "linux-x64"]) == 0
    *_, line = capsys.readouterr().out.splitlines()
    assert line.split() == ["not-a-surge-kit-linux-x64.zip", *(["0", "MB"] * 3)]
