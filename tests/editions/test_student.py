"""The student edition holds what students need and nothing that is the instructors'."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from bookkit.errors import ToldError
from natoiraq.editions import student
from natoiraq.editions.withheld import leaks, secrets
from tests.editions.conftest import EXERCISE, SECRETS, record


@pytest.fixture
def edition(repository: Path, tmp_path: Path) -> Path:
    target = tmp_path / "edition"
    student.assemble(repository, target)
    return target


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_pages_data_package_and_released_exercises(edition: Path) -> None:
    assert files(edition) == {
        ".binder/postBuild",
        ".gitignore",
        "LICENSE",
        "LICENSE-content",
        "Makefile",
        "README.md",
        "_config.yml",
        "_toc.yml",
        "book/1-first.md",
        "book/index.md",
        "data/heads.csv",
        "exercises/ex0/ex0.ipynb",
        "pyproject.toml",
        "requirements.txt",
        "src/natoiraq/__init__.py",
    }
    assert (edition / ".binder" / "postBuild").stat().st_mode & 0o111


def test_it_is_made_from_tracked_files_only(repository: Path, tmp_path: Path) -> None:
    (repository / "book" / "my-notes.md").write_text("# Marks of last year\n", encoding="utf-8")
    student.assemble(repository, tmp_path / "edition")
    assert "book/my-notes.md" not in files(tmp_path / "edition")


def test_instructors_pages_leave_no_trace(edition: Path) -> None:
    contents = (edition / "_toc.yml").read_text(encoding="utf-8")
    assert [part["caption"] for part in yaml.safe_load(contents)["parts"]] == ["Chapters"]
    assert (edition / "book" / "index.md").read_text(encoding="utf-8") == "# Book\n\n\nRead on.\n"
    project = (edition / "pyproject.toml").read_text(encoding="utf-8")
    assert "nbgrader" not in project
    assert "natoiraq-course" not in project
    assert "natoiraq-sandbox" not in project
    assert "kernel_provisioners" not in project
    assert "hatch" in project


def test_the_command_and_the_way_to_the_book_stay(edition: Path) -> None:
    """Past mistake, caught in a review: Binder's preparation calls a command that was taken out."""
    described = tomllib.loads((edition / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert described["scripts"] == {"natoiraq": "natoiraq.__main__:main"}
    assert described["entry-points"] == {"bookkit.books": {"natoiraq": "natoiraq"}}


def test_a_link_to_an_instructors_page_stops_it(repository: Path, tmp_path: Path) -> None:
    page = repository / "book" / "1-first.md"
    page.write_text("# First\n\nSee [the plan](instructors/plan.md).\n", encoding="utf-8")
    with pytest.raises(ToldError, match=r"book/1-first\.md:3: .*BEGIN INSTRUCTORS"):
        student.assemble(repository, tmp_path / "edition")


def test_exercises_are_released_ones(edition: Path) -> None:
    handed_out = (edition / "exercises" / "ex0" / "ex0.ipynb").read_text(encoding="utf-8")
    assert "score.total()" in handed_out
    assert '"locked": true' in handed_out
    assert "variant = {'year': 2014}" in handed_out
    assert not [secret for secret in SECRETS if secret in handed_out]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", ["data/notes.ipynb", "book/1-first.md", "src/natoiraq/answers.py"])
def test_nothing_withheld_gets_through(repository: Path, tmp_path: Path, secret: str, place: str) -> None:
    cells = [{"cell_type": "code", "source": ["if x:\n", f"    {secret}\n"]}]
    text = json.dumps({"cells": cells}) if place.endswith("ipynb") else f"  {secret}\n"
    (repository / place).write_text(text, encoding="utf-8")
    record(repository, "A slip")
    target = tmp_path / "edition"
    target.mkdir()
    (target / "last").touch()
    with pytest.raises(ToldError, match=rf"{place} holds exercises/source/ex0/\w+\.md:\d+"):
        student.assemble(repository, target)
    assert files(target) == {"last"}  # the last good one stays


def test_an_exercise_that_breaks_a_rule_stops_it(repository: Path, tmp_path: Path) -> None:
    source = repository / "exercises" / "source" / "ex0" / "ex0.md"
    source.write_text(EXERCISE.replace("score.total()", ""), encoding="utf-8")
    with pytest.raises(ToldError, match="its last line gives no points"):
        student.assemble(repository, tmp_path / "edition")


def test_highlighting_hides_no_leak(repository: Path, tmp_path: Path) -> None:
    start, *rest = SECRETS[0].split()
    page = f'<pre><span class="n">{start}</span> <b>{"</b> <b>".join(rest)}</b></pre>'
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "page.html").write_text(page, encoding="utf-8")
    assert leaks(tmp_path / "built", secrets(repository)) == [
        "page.html holds exercises/source/ex0/ex0.md:20"
    ]


def test_packing_hides_no_leak(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    with ZipFile(tmp_path / "built" / "natoiraq.whl", "w") as packed:
        packed.writestr("natoiraq/answers.py", f"def total():\n    {SECRETS[0]}\n")
    assert leaks(tmp_path / "built", secrets(repository)) == [
        "natoiraq.whl holds exercises/source/ex0/ex0.md:20"
    ]


def test_what_the_primer_teaches_is_no_secret(repository: Path) -> None:
    (repository / "book" / "primer.md").write_text(f"```\n{SECRETS[0]}\n```\n", encoding="utf-8")
    assert {secret.line for secret in secrets(repository)} == set(SECRETS[1:])


def test_what_an_exercise_shows_openly_is_no_secret(repository: Path) -> None:
    assert {secret.line for secret in secrets(repository)} == set(SECRETS)
    source = repository / "exercises" / "source" / "ex0" / "ex0.md"
    shown = f"```\n{SECRETS[0]}\n```\n"
    source.write_text(source.read_text(encoding="utf-8") + shown, encoding="utf-8")
    assert {secret.line for secret in secrets(repository)} == set(SECRETS[1:])


def imported(path: Path) -> set[str]:
    """Return the dotted names of ours that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
            found.add(str(node.module))
    return {name for name in found if name.startswith("natoiraq.")}


def test_what_students_get_needs_nothing_of_what_they_do_not(project: Path) -> None:
    package = project / "src" / "natoiraq"
    for path in package.rglob("*.py"):
        if path.relative_to(package).parts[0].removesuffix(".py") in student.INSTRUCTORS_MODULES:
            continue
        needed = {name.split(".")[1] for name in imported(path)}
        assert needed.isdisjoint(student.INSTRUCTORS_MODULES), path


@pytest.fixture(scope="module")
def ours(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own student edition."""
    target = tmp_path_factory.mktemp("ours") / "student"
    student.assemble(project, target)
    return target


def test_ours_holds_every_chapter_and_no_instructors_part(ours: Path, project: Path) -> None:
    held = files(ours)
    chapters = {path.relative_to(project).as_posix() for path in (project / "book").glob("*.md")}
    assert chapters <= held
    assert not [name for name in held if "instructors" in name or "source/" in name or "/grading/" in name]


@pytest.mark.parametrize("command", ["build", "lab"])
def test_its_own_makefile_calls_commands_that_are_there(ours: Path, command: str) -> None:
    assert f"$(BIN)/natoiraq {command}" in (ours / "Makefile").read_text(encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ours / "src")}
    line = [sys.executable, "-m", "natoiraq", command, "--help"]
    done = subprocess.run(line, cwd=ours, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_answer_is_in_ours_in_the_built_book_or_in_the_package(ours: Path, project: Path) -> None:
    known = secrets(project)
    built = project / "_build" / "html"
    assert (built / "index.html").exists(), "There is no built book. Run `make book` first."
    assert leaks(ours, known) + leaks(built, known) + leaks(project / "src" / "natoiraq", known) == []
