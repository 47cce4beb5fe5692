"""Ctrl-C as a wish that is looked at between jobs: raised anywhere else, it could leave a lock closed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def ctrl_c() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C sets; pressed once more, it stops the program as ever.

    In a thread, which Ctrl-C does not reach, and where it is ignored, the event is never set.
    """
    wanted = threading.Event()

    def note(*_: Any) -> None:
        wanted.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with _handled_by(note):
        yield wanted


@contextmanager
def unheard_by_children() -> Iterator[None]:
    """Start processes that never hear Ctrl-C, not even while they start."""
    with _handled_by(signal.SIG_IGN):
        yield


@contextmanager
def _handled_by(handler: Any) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    if before is None or before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
