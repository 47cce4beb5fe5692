"""The student edition as a branch, written beside what is checked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookkit.editions.source import git
from bookkit.errors import ToldError
from natoiraq.editions import branch
from tests.editions.conftest import record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    edition = tmp_path / "edition"
    (edition / "_build").mkdir(parents=True)
    (edition / "README.md").write_text("Read.\n", encoding="utf-8")
    (edition / "_build" / "ignored-elsewhere.txt").write_text("Kept.\n", encoding="utf-8")
    (edition / "run").write_text("true\n", encoding="utf-8")
    (edition / "run").chmod(0o755)
    return edition


def test_it_holds_the_folder_and_names_the_source(repository: Path, folder: Path) -> None:
    new = branch.write(repository, folder, "student")
    assert new == git(repository, "rev-parse", "student")
    listed = git(repository, "ls-tree", "-r", "student", "--format=%(objectmode) %(path)").splitlines()
    assert listed == ["100644 README.md", "100644 _build/ignored-elsewhere.txt", "100755 run"]
    source = git(repository, "rev-parse", "main")
    assert git(repository, "log", "-1", "--format=%s", "student") == f"Student edition of {source}"


def test_the_checkout_is_left_alone(repository: Path, folder: Path) -> None:
    branch.write(repository, folder, "student")
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "branch", "--show-current") == "main"


def test_equal_files_make_no_commit(repository: Path, folder: Path) -> None:
    first = branch.write(repository, folder, "student")
    (repository / "docs" / "notes.md").write_text("More.\n", encoding="utf-8")
    record(repository, "Second")
    assert branch.write(repository, folder, "student") is None
    (folder / "README.md").write_text("Read on.\n", encoding="utf-8")
    second = branch.write(repository, folder, "student")
    assert git(repository, "rev-parse", "student^") == first
    assert second != first


def test_files_that_are_not_committed_stop_it(repository: Path, folder: Path) -> None:
    (repository / "book" / "1-first.md").write_text("# Changed\n", encoding="utf-8")
    with pytest.raises(ToldError, match="commit them"):
        branch.write(repository, folder, "student")


def test_it_never_overwrites_another_branch(repository: Path, folder: Path) -> None:
    with pytest.raises(ToldError, match="holds no student edition"):
        branch.write(repository, folder, "main")


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ToldError, match="git log failed"):
        branch.write(tmp_path, tmp_path, "student")
