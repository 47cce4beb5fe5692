"""The page on grading shows what the command says: each command on it is run, in order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from natoiraq.course import cli
from natoiraq.course.folder import Course, open_course
from natoiraq.grading.gradebook import marks
from tests.conftest import ROOT
from tests.course.conftest import mark_by_hand
from tests.whole_course.demo import write_download, write_later_download, write_lists

PAGE = (ROOT / "book" / "instructors" / "grading.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"^```sh\n((?:natoiraq-course|cd) [^\n]+)\n```\n(?:\n```text\n(.*?)^```)?", re.M | re.S)
"""A command and, if any, the output after it."""

BEFORE: dict[str, Callable[[Path, Path], None]] = {
    'natoiraq-course collect "../Exercise 1.zip"': lambda home, root: write_download(home, open_course(root)),
    'natoiraq-course collect "../Exercise 1 later.zip"': write_later_download,
}
"""What students do before a command."""


class Step(NamedTuple):
    """A command of the page, what the page shows of it, and what it printed."""

    command: str
    shown: str
    printed: str


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """Go through the page as an instructor does, in a folder of one's own."""
    home = tmp_path_factory.mktemp("home")
    write_lists(home)
    root, done = home / "ssr-course", []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setattr(cli, "open_formgrader", marked)
        for command, shown in SHOWN.findall(PAGE):
            name, *arguments = shlex.split(command)
            if name == "cd":
                patch.chdir(arguments[0])
                continue
            BEFORE.get(command, lambda home, root: None)(home, root)
            done.append(Step(command, shown, CliRunner().invoke(cli.app, arguments).output))
    return done


def marked(course: Course, exercise: str, *_: object) -> int:
    """Do what a person does while formgrader is open; `test_formgrader.py` opens the real one."""
    for mark in marks(course.root, exercise):
        if mark.needs_person:
            mark_by_hand(course, mark.student, mark.grade_id, 4.0, exercise)
    return 0


def plain(text: str) -> str:
    """Return an output without what differs between machines: versions of programs, room on the disk."""
    return re.sub(r"\d+(?:\.\w+)+", "N", text).strip()


def test_the_page_shows_what_each_command_prints(steps: list[Step]) -> None:
    assert {step.command: plain(step.shown) for step in steps} == {
        step.command: plain(step.printed) for step in steps
    }


def test_the_page_shows_every_command(steps: list[Step]) -> None:
    shown = {step.command.split()[1] for step in steps if step.shown}
    assert shown == {command.callback.__name__ for command in cli.app.registered_commands if command.callback}


def test_the_page_names_no_option_that_is_not_there() -> None:
    """Options in its sentences and tables, not only those in commands."""
    helps = "".join(
        CliRunner().invoke(cli.app, [command.callback.__name__, "--help"]).output
        for command in cli.app.registered_commands
        if command.callback
    )
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", PAGE))
    assert named
    assert {name for name in named if not re.search(rf"{name}\b", helps)} == set()
