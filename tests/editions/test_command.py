"""The command line of the editions, as the Makefile calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookkit.editions.source import git
from natoiraq.editions import __main__ as command
from tests.conftest import work_for


@pytest.fixture(autouse=True)
def _in_the_small_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_for(repository, monkeypatch)


def test_the_student_edition_is_a_folder_and_on_request_a_branch(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["student"]) == 0
    assert (repository / "_build" / "student" / "README.md").is_file()
    assert git(repository, "branch", "--list", "student") == ""
    assert command.main(["student", "--branch", "student"]) == 0
    assert "book/index.md" in git(repository, "ls-tree", "-r", "--name-only", "student")
    assert command.main(["student", "--branch", "student"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_what_is_wrong_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["archive"]) == 1
    assert capsys.readouterr().err == "There is no built book. Cure: run `make book`.\n"
