"""The worker's side of the judge: starts it once, keeps it warm, and brings it cells and values."""

from __future__ import annotations

import ast
import builtins
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, Final

from bookkit import project
from bookkit.errors import GradingError
from natoiraq.grading.line import Line, Message

Caller = Callable[[str, list[Any]], Awaitable[str | None]]

CELLS: Final = 1000
"""The instructor's cells whose names are remembered: they are the same for many submissions."""


class Bench:
    """A judge of one thread, used for one submission after another."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._bound: set[str] = set()
        self._locked: list[str] = []
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "natoiraq.grading.judge"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._line = Line(self._process.stdout, self._process.stdin)
        self._answer()

    @property
    def alive(self) -> bool:
        """Whether it can be asked; never true in a fork of the process that made it."""
        return self._owner == os.getpid() and self._process.poll() is None

    def locked(self, source: str) -> str | None:
        """Run a cell of the instructor; return the error that ended it.

        The names that it binds, or would have bound, are the instructor's from now on.
        """
        self._locked.append(source)
        self._line.send({"locked": source})
        answer = self._answer()
        self._bound |= _bound_in(source) | set(answer.get("names", ()))
        return ": ".join(answer["error"]) if "error" in answer else None

    def free_names(self, source: str) -> list[str]:
        """Return the names of a test that have to come from the student."""
        return sorted(
            name
            for name in _named_in(source) - self._bound
            if not name.startswith("_") and not hasattr(builtins, name)
        )

    async def test(
        self, source: str, names: list[str], values: dict[str, str], call: Caller, seconds: float
    ) -> Message:
        """Run a test.

        Parameters
        ----------
        source, names
            The test, and its free names.
        values
            The student's values of these names, as tagged JSON.
        call
            Calls a function in the student's kernel.
        seconds
            Of processor time that the test may use.

        Returns
        -------
        dict
            "said", and either "points" or "error".
        """
        self._line.send({"test": source, "names": names, "values": values, "seconds": seconds})
        while "call" in (answer := self._answer()):
            self._line.send({"result": await call(answer["call"], answer["args"])})
        if "gone" in answer:  # the values have ended it, perhaps amid a message: the next test gets another
            again, self._locked = self._locked, []
            self.close()
            self._start()
            for cell in again:
                self.locked(cell)
        return answer

    def end(self) -> None:
        """Forget the submission."""
        self._line.send({"end": True})
        self._answer()
        self._bound, self._locked = set(), []

    def close(self) -> None:
        """End the judge."""
        self._process.kill()
        self._process.wait()

    def _answer(self) -> Message:
        answer = self._line.receive()
        if answer is None:
            raise GradingError(
                f"the judge has ended. Cure: grade again; {project.course('doctor')} says more."
            )
        return answer


@lru_cache(CELLS)
def _named_in(source: str) -> frozenset[str]:
    """Return the names that stand in a cell."""
    return frozenset(node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))


@lru_cache(CELLS)
def _bound_in(source: str) -> frozenset[str]:
    """Return the names that a cell binds."""
    bound = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
    return frozenset(bound)


_local = threading.local()


def bench() -> Bench:
    """Return the judge of this thread, started where there is none yet."""
    found: Bench | None = getattr(_local, "bench", None)
    if found is None or not found.alive:
        found = _local.bench = Bench()
    return found
