"""One place knows the book's names and where its files lie; all else asks it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bookkit import project
from tests.conftest import ROOT

SOURCES = ROOT / "src" / "natoiraq"
# Runs on a reader's machine without the package.
ALONE = SOURCES / "editions" / "kit" / "files" / "start.py"


def test_it_finds_the_repositorys_files() -> None:
    book = project.current()
    assert (book.root, book.book, book.exercises) == (ROOT, ROOT / "book", ROOT / "exercises" / "source")
    assert (book.data, book.bib) == (ROOT / "data", ROOT / "book" / "references.bib")


def test_an_installed_package_has_its_own_copy_of_the_evidence(tmp_path: Path) -> None:
    installed = replace(project.current(), folder=tmp_path / "site" / "natoiraq")
    assert installed.data == tmp_path / "site" / "natoiraq" / "_data"
    assert installed.bib == installed.data / "references.bib"


def test_a_process_that_is_started_works_for_the_same_book() -> None:
    code = "from bookkit import project; print(project.current().package)"
    environment = {**os.environ, project.BOOK: "natoiraq"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("natoiraq\n", "")


@pytest.mark.parametrize("installed", [0, 2])
def test_without_one_book_it_says_what_to_do(installed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "_used", [])
    monkeypatch.delenv(project.BOOK, raising=False)
    monkeypatch.setattr(project, "entry_points", lambda group: [SimpleNamespace(value=group)] * installed)
    with pytest.raises(RuntimeError, match=rf"^{installed} books are installed\. Cure: import the package"):
        project.current()


def test_the_last_book_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(project.BOOK, "natoiraq")  # to be put back
    monkeypatch.setattr(project, "_used", [])
    other = replace(_any(), package="other")
    project.use(_any())
    project.use(other)
    assert project.current() is other
    assert os.environ[project.BOOK] == "other"
    assert project.course("doctor") == "`other-course doctor`"
    assert other.wheel == "other-1-py3-none-any.whl"


def _any() -> project.Project:
    return project.Project("one", "1", "One", "One", "one", Path("src", "one"))


def test_no_module_finds_the_repository_by_its_own_place() -> None:
    climbing = re.compile(r"__file__\)[^\n]*\.parents\b|__file__\)[^\n]*\.parent\.parent\b")
    found = [path for path in SOURCES.rglob("*.py") if climbing.search(path.read_text(encoding="utf-8"))]
    assert [path for path in found if path != ALONE] == []


def test_the_books_names_stand_in_its_package_alone() -> None:
    book = project.current()
    names = re.compile(
        "|".join(map(re.escape, (f'"{book.title}', f'"{book.slug}', f"{book.package}-course ")))
    )
    modules = [path for path in SOURCES.rglob("*.py") if path != ALONE]
    found = [path for path in modules if names.search(path.read_text(encoding="utf-8"))]
    assert found == [SOURCES / "__init__.py"]
