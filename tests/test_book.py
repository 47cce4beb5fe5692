"""The build driver: whole books only, problems in one readable list."""

from __future__ import annotations

from pathlib import Path

import pytest

from natoiraq import book


def test_problems_are_listed_once_with_relative_paths() -> None:
    lines = [
        "/repo/book/a.md:3: \x1b[91mWARNING: unknown fact\x1b[0m",
        "/repo/book/a.md:3: WARNING: unknown fact",
        "looking for now-outdated files... none found",
        "Extension error:",
        "The evidence has 1 problem(s):",
        "  data/events.csv, row 3, field date: not a date. Cure: write 2021.",
    ]
    found = book.problems_in(lines, Path("/repo"))
    assert found[0] == "book/a.md:3: unknown fact"
    assert "data/events.csv, row 3" in found[1]
    assert len(found) == 2


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
    with pytest.raises(OSError, match="No space"):
        book.publish(built, target)
    assert (target / "index.html").read_text(encoding="utf-8") == "old"


def test_progress_names_the_page_and_leaves_out_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    book.show_progress("reading sources... [ 14%] book/2-history\n")
    book.show_progress("/repo/book/2-history.md: Executed notebook in 5.21 seconds [mystnb]\n")
    book.show_progress("myst v3.0.1: MdParserConfig(...)\n")
    said = capsys.readouterr().out
    assert "14%  book/2-history" in said
    assert "Ran            book/2-history.md" in said
    assert "MdParserConfig" not in said


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """Return a repository with one page, and the list that each run of Jupyter Book is added to."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("# Page", encoding="utf-8")
    runs: list[str] = []

    def run(root: Path, stage: Path) -> None:
        runs.append((root / "book" / "page.md").read_text(encoding="utf-8"))
        html = stage / "_build" / "html"
        html.mkdir(parents=True, exist_ok=True)
        (html / "index.html").write_text(runs[-1], encoding="utf-8")

    monkeypatch.setattr(book, "run_jupyter_book", run)
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
        raise book.BuildError("broken")

    monkeypatch.setattr(book, "run_jupyter_book", fail)
    for _ in range(2):
        with pytest.raises(book.BuildError):
            book.build(root)
    assert runs[1:] == ["failed", "failed"]
