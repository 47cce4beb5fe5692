"""How long grading waits, and what each cell may always use: one value, which a course can set."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

BESIDE: Final = frozenset({"start", "tick", "worker", "reading", "scheduler", "gradebook", "drawing", "page"})
"""What no mark depends on: a course that changes it grades nothing again."""


@dataclass(frozen=True)
class Patience:
    """How long grading waits before it goes on without an answer, or ends what does not end by itself.

    Time is processor time, or time in which nothing of a submission runs or wants to run, so that a busy
    machine costs nobody points. Seconds by the clock stand only where no mark depends on them.

    Parameters
    ----------
    cpu
        Seconds of processor time that each cell of the exercise may always use, and each question to it,
        whatever the cells before it have used.
    idle
        Seconds for which each of them may always wait.
    grace
        Seconds, of processor time or of waiting, that a cell has to end after it was interrupted; and seconds
        of waiting after which a cell that has answered is taken to be done, though the news of it was lost.
    rerun
        Seconds of processor time for a cell that was stopped when it runs once more, in a new kernel, for the
        sake of its first lines.
    settle
        The most seconds, of processor time or of waiting, for which a new kernel is watched after the cells
        of one that has ended by itself: what one of them left behind, such as an alarm, may end this one.
    restarts
        Number of kernels of one submission after which cells that the student has added are left out.
    test
        Seconds of processor time that the judge gives one test.
    start
        Seconds, of processor time or of waiting, that a kernel which was started may take to answer; and
        seconds by the clock in which bubblewrap has to make its first sandbox.
    tick
        Seconds by the clock between two looks at what is running.
    worker
        Seconds by which a worker may go beyond twice its submission's limit by the clock before it is ended.
    reading
        Seconds by the clock to read a file that may be what has ended a worker.
    scheduler
        Seconds by the clock to wait for a Dask scheduler.
    gradebook
        Seconds by the clock to wait while another program, such as formgrader, writes to the gradebook.
    drawing
        Seconds of processor time for all charts of one page of feedback.
    page
        Seconds by the clock for the same charts, against a drawing that only waits.
    """

    cpu: float = 3.0
    idle: float = 20.0
    grace: float = 2.0
    rerun: float = 1.0
    settle: float = 5.0
    restarts: int = 8
    test: float = 30.0
    start: float = 300.0
    tick: float = 0.25
    worker: float = 60.0
    reading: float = 120.0
    scheduler: float = 30.0
    gradebook: float = 60.0
    drawing: float = 30.0
    page: float = 300.0

    def deciding(self) -> Patience:
        """Return this with defaults for what no mark depends on: where two are equal, so are the marks."""
        return Patience(
            **{one.name: getattr(self, one.name) for one in fields(self) if one.name not in BESIDE}
        )


USUAL: Final = Patience()
"""What a course has that sets nothing."""
