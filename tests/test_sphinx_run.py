"""One run of Sphinx: each problem once, with its place and what to do, whatever goes wrong."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from bookkit import sphinx_run
from tests.conftest import ROOT

PAGE = "# The book\n\nIt begins here.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with a book of one page."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", encoding="utf-8")
    for name in ("_config.yml", "README.md", "LICENSE", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / "book" / "references.bib", tmp_path / "book")
    for name in ("src", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(root: Path) -> list[str]:
    return sphinx_run.run(root, root / "_build" / "stage")


def add(root: Path, name: str, text: str) -> None:
    path = root / name
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_every_problem_is_named_with_its_line_and_cure_until_it_is_mended(root: Path) -> None:
    add(root, "book/index.md", "\nThere were {fact}`headcounts:nobody`.\n\nSee {footcite:p}`nobody-2021`.\n")
    found = run(root)
    assert len(found) == 2
    fact, source = sorted(found)
    assert fact.startswith("book/index.md:5: ")
    assert "headcounts has no row 'nobody'" in fact
    assert source.startswith("book/index.md:7: ")
    assert source.endswith("Cure: add the source to book/references.bib, or correct the key.")
    # Past mistake: Sphinx does not repeat the warnings of pages it has read, and a second try looked clean.
    assert run(root) == found
    (root / "book" / "index.md").write_text(PAGE, encoding="utf-8")
    assert run(root) == []


def test_progress_names_each_page(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root) == []
    said = capsys.readouterr()
    assert said.out == "Reading  100%  book/index\nWriting        book/index\n"
    assert said.err == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("_config.yml", "author:", "author: [", "at _config.yml:\n    this is no YAML"),
        ("_config.yml", "author:", "launch_buttons: 3\nauthor:", "at _config.yml:\n    - 3 is not of type"),
        ("_config.yml", "{repository:", "{bindr: x, repository:", "natoiraq_launch has no setting 'bindr'"),
        ("_config.yml", "- natoiraq.extension", "- natoiraq.nowhere", "No module named 'natoiraq.nowhere'"),
        ("_toc.yml", "root:", "chapters: 3\nroot:", "The build stopped:\n    [etoc]"),
    ],
    ids=["no YAML", "of a wrong kind", "an unknown setting", "an unknown extension", "contents"],
)
def test_settings_that_make_no_sense_are_told_in_a_sentence(
    root: Path, name: str, old: str, new: str, said: str
) -> None:
    text = (root / name).read_text(encoding="utf-8")
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    [problem] = run(root)
    assert problem.startswith("The build stopped")
    assert said in problem


def test_an_error_that_nobody_foresaw_says_where_it_happened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bookkit.sphinx.links import launch

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(launch, "add_links", fail)
    [problem] = run(root)
    head, place, log = problem.splitlines()
    assert head == "The build stopped on an error that no check foresaw:"
    assert "test_sphinx_run.py:" in place
    assert place.endswith("ZeroDivisionError: by nothing")
    assert log == "    Its traceback is in _build/stage/traceback.txt"
    assert "in fail" in (root / "_build" / "stage" / "traceback.txt").read_text(encoding="utf-8")


def test_a_problem_is_listed_once_and_from_the_repository_on() -> None:
    problems = sphinx_run.Problems(Path("/repo"))
    for _ in range(2):
        record = logging.LogRecord("sphinx", logging.WARNING, "", 0, "no such %s", ("fact",), None)
        record.location = "/repo/book/a.md:3"
        problems.handle(record)
    problems.add_stop(ExtensionError("The evidence has 1 problem(s):\n  data/events.csv, row 3"), Path("log"))
    assert problems.found == [
        "book/a.md:3: no such fact",
        "The build stopped:\n    The evidence has 1 problem(s):\n    data/events.csv, row 3",
    ]
