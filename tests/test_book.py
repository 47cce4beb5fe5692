"""The build driver: whole books only, problems in one readable list."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bookkit import build as book
from bookkit.errors import ToldError
from bookkit.fingerprint import inputs


def test_publishing_replaces_the_whole_book(tmp_path: Path) -> None:
    built, target = tmp_path / "stage", tmp_path / "html"
    built.mkdir()
    (built / "index.html").write_text("new", encoding="utf-8")
    target.mkdir()
    (target / "stale.html").write_text("old", encoding="utf-8")
    book.publish(built, target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["html", "stage"]


def test_an_interrupted_publish_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, target = tmp_path / "stage", tmp_path / "html"
    built.mkdir()
    target.mkdir()
    (target / "index.html").write_text("old", encoding="utf-8")

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(book.shutil, "copytree", full_disk)
    with pytest.raises(ToldError, match="No space"):
        book.publish(built, target)
    assert (target / "index.html").read_text(encoding="utf-8") == "old"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """Return a repository with one page, and the list that each build is added to."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("# Page", encoding="utf-8")
    runs: list[str] = []

    def run(root: Path, stage: Path) -> None:
        runs.append((root / "book" / "page.md").read_text(encoding="utf-8"))
        html = stage / "_build" / "html"
        html.mkdir(parents=True, exist_ok=True)
        (html / "index.html").write_text(runs[-1], encoding="utf-8")

    monkeypatch.setattr(book, "make", run)
    return tmp_path, runs


def test_a_book_of_which_nothing_changed_is_not_built_again(
    repository: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    root, runs = repository
    first = book.build(root)
    assert book.build(root) == first
    assert len(runs) == 1
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changed", ["book/page.md", "data/new.csv", "_config.yml", ".git/config", "_build/html/index.html"]
)
def test_a_changed_source_or_page_is_built_again(repository: tuple[Path, list[str]], changed: str) -> None:
    root, runs = repository
    book.build(root)
    (root / changed).parent.mkdir(exist_ok=True)
    (root / changed).write_text("# Edited", encoding="utf-8")
    book.build(root)
    assert len(runs) == 2


def test_a_build_that_failed_is_tried_again(
    repository: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, runs = repository
    book.build(root)
    (root / "book" / "page.md").write_text("# Broken", encoding="utf-8")

    def fail(root: Path, stage: Path) -> None:
        runs.append("failed")
        raise ToldError("broken")

    monkeypatch.setattr(book, "make", fail)
    for _ in range(2):
        with pytest.raises(ToldError):
            book.build(root)
    assert runs[1:] == ["failed", "failed"]


MODULES = "import sys, bookkit.build; print(*sys.modules)"


def test_a_book_that_is_built_need_not_wait_for_sphinx() -> None:
    """What says that nothing has changed loads nothing of what builds."""
    loaded = subprocess.run(
        [sys.executable, "-c", MODULES], capture_output=True, text=True, check=True
    ).stdout
    assert not {"sphinx", "docutils", "jupyter_book", "pandas", "livereload"} & set(loaded.split())


@pytest.mark.parametrize("place", ["_build", "plain"])
def test_an_edit_counts_wherever_the_repository_lies(tmp_path: Path, place: str) -> None:
    """Past mistake: below a folder called _build, no file counted."""
    root = tmp_path / place
    (root / "book").mkdir(parents=True)
    before = inputs(root)
    (root / "book" / "page.md").write_text("# Page", encoding="utf-8")
    assert inputs(root) != before


@pytest.mark.parametrize(
    "made", ["book/.ipynb_checkpoints/a.md", "src/__pycache__/a.pyc", "_build/a", ".venv/a"]
)
def test_what_tools_make_calls_for_no_build(tmp_path: Path, made: str) -> None:
    before = inputs(tmp_path)
    (tmp_path / made).parent.mkdir(parents=True)
    (tmp_path / made).touch()
    assert inputs(tmp_path) == before
