"""Each command tells what a person can mend in a sentence; any other error shows where it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from typer.testing import CliRunner

from bookkit.errors import ChartError, GradingError, ToldError
from bookkit.evidence import EvidenceError
from bookkit.notebooks.prose import ProseError, Unreadable
from bookkit.sphinx.yaml_lines import YamlError
from natoiraq.course.cli import app

ERRORS = [
    ToldError("the page is empty. Cure: write it."),
    GradingError("the judge has ended. Cure: grade again."),
    ChartError("history-commands", "it has no source", "give source="),
    EvidenceError("data/events.csv", "the row is empty", "delete it", row=3),
    ProseError("no such role. Cure: use another.", 3),
    Unreadable("no such fact. Cure: name another.", 3),
    YamlError(3, "the key stands here twice. Cure: keep one."),
    FileNotFoundError(2, "No such file or directory", "nowhere"),
    PermissionError(13, "Permission denied", "somebody's"),
]
# What runs the command, its arguments, and what it calls.
COMMANDS = [
    ("natoiraq.__main__", ["build"], "bookkit.build.build"),
    ("natoiraq.__main__", ["serve"], "bookkit.serve.rebuild"),
    ("natoiraq.__main__", ["evidence"], "bookkit.evidence.validate"),
    ("natoiraq.exercises.__main__", ["pages"], "natoiraq.exercises.__main__.write_page"),
    ("natoiraq.exercises.__main__", ["new", "ex9"], "natoiraq.exercises.__main__.new_exercise"),
    ("natoiraq.exercises.__main__", ["release", "ex1"], "natoiraq.exercises.__main__.hand_out"),
    ("natoiraq.__main__", ["lab"], "bookkit.notebooks.lab.set_up_for_reader"),
    ("natoiraq.editions.__main__", ["student"], "natoiraq.editions.student.assemble"),
    ("natoiraq.editions.__main__", ["archive"], "bookkit.editions.archive.make"),
    ("natoiraq.editions.__main__", ["kit"], "natoiraq.editions.kit.make"),
    ("natoiraq.editions.__main__", ["print"], "bookkit.editions.paper.make"),
    ("natoiraq.__main__", ["check"], "natoiraq.proofreading.checking.check"),
]
STEPS = [
    ("init course --students list.csv", "make"),
    ("collect download.zip", "open_course"),
    *((step, "open_course") for step in ("release", "grade", "review", "feedback", "export", "report")),
    ("doctor", "examine"),
]


def kinds(of: type[Exception]) -> Iterator[type[Exception]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_each_kind_is_tried_here() -> None:
    assert set(kinds(ToldError)) <= {type(error) for error in ERRORS}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("module", "arguments", "calls"), COMMANDS, ids=[each[2] for each in COMMANDS])
def test_a_command_says_what_to_mend(
    module: str,
    arguments: list[str],
    calls: str,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("bookkit.notebooks.own.make_writable", lambda: True)
    monkeypatch.setattr(calls, failing(error))
    main = import_module(module).main
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Cure: " in said
    assert str(getattr(error, "filename", None) or error) in said


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("step", "calls"), STEPS, ids=[step for step, _ in STEPS])
def test_a_step_of_a_course_says_what_to_mend(
    step: str, calls: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"natoiraq.course.cli.{calls}", failing(error))
    done = CliRunner().invoke(app, step.split())
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.output.startswith("Stopped: ")
    assert done.output.count("\n") == 1
    assert "Cure: " in done.output


@pytest.mark.parametrize("error", [KeyError("a slip of ours"), ConnectionResetError()])
def test_a_mistake_of_ours_keeps_its_traceback(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookkit.build.build", failing(error))
    with pytest.raises(type(error)):
        import_module("natoiraq.__main__").main(["build"])
    monkeypatch.setattr("natoiraq.course.cli.open_course", failing(error))
    assert CliRunner().invoke(app, ["grade"]).exception is error
