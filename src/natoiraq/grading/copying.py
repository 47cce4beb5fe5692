"""Answers questions in a fork of the student's kernel: what a function notes down of them ends with the fork.

A function that wants to can still pass on what it is asked, by a pipe that it has laid before.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from IPython import get_ipython


class Copy:
    """A fork of this process as it is now.

    Parameters
    ----------
    answer
        Answers a question; called in the fork.
    """

    def __init__(self, answer: Callable[[str], str]) -> None:
        self._line, theirs = Pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of forks beside threads: the kernel's other threads only wait
            self._process = os.fork()
        if self._process == 0:
            try:
                self._line.close()
                _serve(theirs, answer)
            finally:
                os._exit(0)
        theirs.close()

    def ask(self, question: str) -> str | None:
        """Return its answer; None when the question has ended it."""
        try:
            self._line.send_bytes(question.encode())
            return self._line.recv_bytes().decode()
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """End it."""
        self._line.close()
        with contextlib.suppress(OSError):
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _serve(line: Connection, answer: Callable[[str], str]) -> None:
    """Answer, without a place to show or to write anything."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    shell: Any = get_ipython()
    shell.display_pub.publish = lambda *_, **__: None
    while True:
        line.send_bytes(answer(line.recv_bytes().decode()).encode())
