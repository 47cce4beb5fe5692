"""The trusted side: runs the instructor's cells and the tests, in processes that no student's code enters.

A program with two pipes. It imports what tests use, once, and forks a child for each submission, which runs
locked cells and tests, each test on its own copy of the names; what a submission fills ends with its child.
A value of the student arrives as data; where a test calls a student's function, it asks the worker.
"""

from __future__ import annotations

import ast
import contextlib
import io
import math
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from natoiraq.grading.line import Line, Message

MEMORY: Final = 4 << 30
"""Bytes for one test."""

TOO_MUCH: Final = "This test was stopped: your values are too large to be checked."

SAID: Final = 20_000
"""Characters of what a test prints."""


class Overtime(BaseException):
    """A test has used its processor time."""


def main() -> None:
    """Serve the worker until it ends."""
    line = Line(os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb"))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    warnings.simplefilter("ignore")
    from natoiraq.grading import values
    from natoiraq.grading.warm import warm_up

    warm_up()
    with contextlib.suppress(BrokenPipeError):  # the worker has ended
        _serve(line, values)


def _serve(line: Line, values: Any) -> None:
    line.send({"ready": True})
    while (message := line.receive()) is not None:
        _apart(line, partial(_submission, line, values, message))


def _apart(line: Line, work: Callable[[], None]) -> None:
    """Do work in a child, where there are such; when the child breaks down, say so in its place."""
    if not hasattr(os, "fork"):
        work()
        return
    child = os.fork()
    if child == 0:
        try:
            _limit_memory()
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        line.send({"error": ["JudgeStopped", TOO_MUCH], "gone": True})


def _submission(line: Line, values: Any, message: Message | None) -> None:
    """Serve one submission: locked cells and tests, until the worker says that it was the last."""
    names: dict[str, Any] = {"__name__": "__main__"}
    while message is not None and "end" not in message:
        if "locked" in message:
            said, _ = _run(message["locked"], names)
            line.send({"names": sorted(names), **said})
        else:
            with _in_time(message["seconds"]):
                _test(line, values, dict(names), message)
        message = line.receive()
    line.send({"end": True})


def _test(line: Line, values: Any, names: dict[str, Any], message: Message) -> None:
    """Run a test on the student's values; a name that the instructor has bound is the instructor's."""

    def caller(name: str) -> Callable[[list[Any]], Any]:
        def call(args: list[Any]) -> Any:
            with _whole():
                line.send({"call": name, "args": args})
                answer = line.receive()
            return answer and answer["result"]

        return call

    for name in message["names"]:
        found = message["values"].get(name, "null")
        names.setdefault(name, values.read(found, caller(name)))
    said, value = _run(message["test"], names)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if "error" not in said and number and math.isfinite(value):
        said["points"] = float(value)
    line.send(said)


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    """Hold the signal that time is up back while a message is sent and answered: half of one is none."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})


@contextlib.contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """Let a test end by itself after so much processor time; where it cannot, the child is ended."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    import resource

    def stop(*_: object) -> None:
        raise Overtime

    signal.signal(signal.SIGPROF, stop)
    used = resource.getrusage(resource.RUSAGE_SELF)
    last = math.ceil(used.ru_utime + used.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (last, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory() -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _run(source: str, names: dict[str, Any]) -> tuple[Message, Any]:
    """Run a cell; return what it printed, or the error that ended it, and the value of its last line."""
    printed, value, result = io.StringIO(), None, {}
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<cell>", "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    except Overtime:
        result = {"error": ["JudgeStopped", TOO_MUCH]}
    except BaseException as error:
        result = {"error": [type(error).__name__, str(error)[:500]]}
    return {"said": printed.getvalue()[:SAID], **result}, value


if __name__ == "__main__":
    main()
