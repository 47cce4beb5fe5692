"""Sends out values and what functions give, from the student's kernel: all in there that speaks for it."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any, Final

from IPython import get_ipython

from natoiraq.grading.copying import Copy
from natoiraq.grading.dumping import text

MIME: Final = "application/x-natoiraq-values+json"

ROOM: Final = 128 << 20
"""Bytes that a cell finds free, whatever the cells before it hold."""

_copies: list[Copy] = []  # none or one
_memory = 0  # bytes that the notebook may use; 0 where nothing is limited


def prepare(memory: int = 0) -> None:
    """Let `exit()` end nothing, for whoever wrote it meant the cell, and make each cell ready to run.

    Parameters
    ----------
    memory
        Bytes that the notebook may use; 0 where nothing is limited.
    """
    global _memory
    _memory = memory
    shell: Any = get_ipython()
    shell.ask_exit = lambda: None
    shell.events.register("pre_run_cell", lambda *_: _end_copy())
    shell.events.register("pre_execute", make_room)
    shell.events.register("post_execute", make_room)
    make_room()


def make_room() -> None:
    """Let what runs next find some memory free: a cell that keeps all of it costs no other its answer.

    The limit of this process's addresses moves up, as far as the system lets it. What is really used has a
    limit of its own, which is watched from outside.
    """
    if not _memory:
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))  # so that the next lines have room
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (min(most, max(_memory, used + ROOM)), most))


def send_values(names: list[str]) -> None:
    """Send those of `names` that the notebook has, one by one: one that does not travel spoils no other."""
    _end_copy()
    namespace = get_ipython().user_ns
    for name in names:
        if name in namespace:
            _send(name, text(namespace[name]))


def send_result(name: str, args: str) -> None:
    """Send what a function of the student gives for arguments in JSON, or the kind of error that stops it.

    Where there is `fork`, a copy of this process calls it, the same for all calls of a test. Only Linux is
    sure to go on well after a fork.
    """
    question = json.dumps([name, args])
    if sys.platform != "linux":
        _send(name, _answer(question))
        return
    if not _copies:
        _copies.append(Copy(_answer))
    try:
        answer = _copies[0].ask(question)
    except KeyboardInterrupt:
        _end_copy()
        raise
    if answer is not None:
        _send(name, answer)


def _answer(question: str) -> str:
    name, args = json.loads(question)
    try:
        value = get_ipython().user_ns[name](*json.loads(args))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return json.dumps({"error": type(error).__name__})
    return f'{{"value": {text(value)}}}'


def _end_copy() -> None:
    while _copies:
        _copies.pop().end()


def _send(name: str, sent: str) -> None:
    get_ipython().display_pub.publish({MIME: sent, "text/plain": name})
