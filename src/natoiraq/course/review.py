"""Opens nbgrader's formgrader on a course, for the parts that a person marks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.course.folder import Course
from natoiraq.course.init import refresh
from natoiraq.course.totals import totals
from natoiraq.course.words import count

TEMPLATES: Final = Path(__file__).parent / "jupyter"
"""What takes the place of a template that would fetch from elsewhere."""


def waiting(course: Course, exercises: Sequence[str]) -> list[str]:
    """Return what waits for a person, a sentence for each exercise.

    Raises
    ------
    ToldError
        When nothing was graded.
    """
    sentences = []
    for exercise in exercises:
        found = totals(course, exercise)
        if not found:
            continue
        still = [one for one in found if one.open]
        parts = ", ".join(sorted({part for one in still for part in one.open}))
        what = f"{len(still)} of {count(len(found), 'submission')} wait for a person: {parts}"
        sentences.append(f"{exercise}: {what}." if still else f"{exercise}: everything is marked.")
    if not sentences:
        raise ToldError(f"nothing was graded yet. Cure: run {project.course('grade')}.")
    return sentences


def open_formgrader(course: Course, exercise: str | None, port: int, browser: bool) -> int:
    """Start formgrader on this machine and wait until it ends; return its exit code.

    Parameters
    ----------
    course
        The course.
    exercise
        The exercise to open; None opens the list of all.
    port
        Where it listens; 0 takes one that is free.
    browser
        Whether to open the browser.
    """
    refresh(course.root)
    page = f"/formgrader/gradebook/{exercise}/{exercise}" if exercise else "/formgrader/gradebook"
    settings = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": course.root,
        "ServerApp.open_browser": browser,
        "ServerApp.terminals_enabled": False,
        "Application.log_level": "ERROR",
        "ServerApp.answer_yes": True,  # Ctrl-C ends it, without another question
        # Root is who one is in a container; the server answers this machine only, and asks for its token.
        "ServerApp.allow_root": getattr(os, "geteuid", lambda: 1)() == 0,
        "JupyterNotebookApp.default_url": page,
        # nbgrader's pages would set the login for their own folder only, and the list would load for ever.
        "IdentityProvider.cookie_options": "path=/",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    ours = os.pathsep.join(filter(None, [str(TEMPLATES), os.environ.get("JUPYTER_PATH")]))
    command = [sys.executable, "-m", "notebook", *options]
    environment = os.environ | {"JUPYTER_PATH": ours}
    with subprocess.Popen(command, cwd=course.root, env=environment) as server, _ended_like_ctrl_c():
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return 0


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Take the end of the terminal, or of this program, for Ctrl-C: the server must not live on."""
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(one, signal.default_int_handler) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
