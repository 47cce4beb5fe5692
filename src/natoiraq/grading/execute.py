"""Runs a rebuilt notebook: students' cells in a kernel, tests before the judge, each in its share of time."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.utils import is_grade, is_locked, is_solution

from natoiraq.grading.bench import Bench, bench
from natoiraq.grading.conversation import KernelLost
from natoiraq.grading.job import Limits
from natoiraq.grading.kernel import Kernel
from natoiraq.grading.meter import Share
from natoiraq.grading.outputs import judged, note
from natoiraq.grading.patience import Patience

ROOM: Final = 16
"""What all cells together may show, in times of what one may."""

T = TypeVar("T")
R = TypeVar("R")

_beside = threading.local()


def execute(notebook: NotebookNode, limits: Limits, patience: Patience, *, locked: bool) -> Execution:
    """Run a notebook with this thread's judge; return what happened."""
    judge = bench()
    execution = Execution(notebook, limits, patience, judge, locked=locked)
    try:
        finish(execution.run())
        judge.end()
    except BaseException:
        judge.close()  # the next submission gets another
        raise
    return execution


def finish(work: Coroutine[Any, Any, R]) -> R:
    """Run it to its end and return its result, also where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    # A thread that stays: what it has started for the next submissions ends with it.
    if not hasattr(_beside, "pool"):
        _beside.pool = ThreadPoolExecutor(1)
    result: R = _beside.pool.submit(asyncio.run, work).result()
    return result


class Execution:
    """One run of one notebook; writes outputs into its cells.

    Parameters
    ----------
    notebook
        The instructor's cells, with a student's answers in their place.
    limits
        What the student's code may use.
    patience
        How long to wait for it, and what each cell of the exercise may always use.
    bench
        The judge.
    locked
        Whether the student's code runs in the sandbox.
    """

    def __init__(
        self, notebook: NotebookNode, limits: Limits, patience: Patience, bench: Bench, *, locked: bool
    ) -> None:
        self.notes: list[str] = []
        self.unjudged: list[str] = []
        self.cpu = self._idle = 0.0
        self._notebook, self._limits, self._patience = notebook, limits, patience
        self._bench, self._locked = bench, locked
        self._least = Share(patience.cpu, patience.idle)
        self._once_more = Share(patience.rerun, patience.grace)
        self._left = sum(cell.cell_type == "code" for cell in notebook.cells)
        self._kernel: Kernel
        self._restarts = 0
        self._room = ROOM * limits.output
        self._ran: dict[int, bool] = {}  # cell -> whether it ended by itself
        self._begun: dict[int, float] = {}  # cell -> when it was begun in this kernel, by the clock

    async def run(self) -> None:
        """Run all cells."""
        with tempfile.TemporaryDirectory(prefix="natoiraq-") as self._folder:
            try:
                await self._start()
                for index, cell in enumerate(self._notebook.cells):
                    if cell.cell_type == "code":
                        await self._run(index, cell)
                        self._left -= 1
            finally:
                await self._stop()

    async def _run(self, index: int, cell: NotebookNode) -> None:
        """Run one cell where it belongs."""
        if is_grade(cell) and not is_solution(cell):
            await self._judge(cell)
            return
        own = "nbgrader" in cell.metadata
        if is_locked(cell):
            if problem := self._bench.locked(cell.source):
                self.notes.append(
                    f"{_named(index, cell)} of the exercise fails in front of the judge: {problem}."
                )
        elif not own and (self._restarts > self._patience.restarts or self._share(own).used_up):
            cell.outputs = [note("LeftOut", "This cell was not run: others have used up the time of all.")]
            return
        try:
            room = min(self._limits.output, self._room)
            stopped = await self._safely(
                lambda: self._ask_cell(cell, index, self._share(own), room), ours=is_locked(cell)
            )
            self._room -= min(self._kernel.used, room)
            self._ran[index] = stopped is None
        except KernelLost as lost:
            if is_locked(cell):
                raise  # without it, all answers that need it would seem wrong
            stopped = str(lost)
        if stopped is not None:
            self._blame(index, stopped)

    async def _judge(self, cell: NotebookNode) -> None:
        """Let the judge run a test on the student's values; without them, leave the part to a person."""
        names, slow, lost = self._bench.free_names(cell.source), set[str](), list[KernelLost]()

        async def call(name: str, args: list[Any]) -> str | None:
            if name in slow:
                return None
            result = None
            try:
                result = await self._safely(lambda: self._kernel.call(name, args, self._share(own=True)))
            except KernelLost as error:
                lost.extend([] if error.begun else [error])  # else the student's function has ended it
            if result is None:
                slow.add(name)
            return result

        try:
            values = await self._safely(lambda: self._kernel.values(names, self._share(own=True)), ours=True)
            answer = await self._bench.test(cell.source, names, values, call, self._patience.test)
            cell.outputs = judged(answer, float(cell.metadata.nbgrader.points))
        except KernelLost as error:
            lost.append(error)
        if lost:
            self._leave_open(cell, lost[0])

    def _leave_open(self, cell: NotebookNode, lost: KernelLost) -> None:
        """Say that a part could not be judged: an answer that did not come is not an empty one."""
        name = cell.metadata.nbgrader.grade_id
        why = f"the notebook could not be asked for its values: {lost}"
        cell.outputs = [note("NotJudged", f"This part was not judged: {why}.")]
        self.notes.append(f"{name} was not judged: {why}. Run the step again, or mark this part by hand.")
        self.unjudged.append(name)

    async def _ask_cell(self, cell: NotebookNode, index: int, share: Share, room: int) -> str | None:
        """Run a cell in the kernel, and note when it was begun."""
        self._begun[index] = time.monotonic()
        return await self._kernel.run(cell, index, share, room)

    async def _safely(self, ask: Callable[[], Awaitable[T]], *, ours: bool = False) -> T:
        """Ask the kernel; where it ends, make another, and ask again.

        What had ended the kernel is left out of the next one. Where nothing was found, the question itself
        may have done it: one that has begun is not asked again, unless it is our own; no question thrice.

        Parameters
        ----------
        ask
            Asks the kernel that there is.
        ours
            Whether the question is none of the student's code.

        Raises
        ------
        KernelLost
            When the question has ended the kernel, or nobody knows what has.
        """
        once = True
        while True:
            try:
                return await ask()
            except KernelLost as lost:
                if await self._again(lost):
                    continue
                if not once or (lost.begun and not ours):
                    raise
                once = False

    async def _again(self, lost: KernelLost) -> bool:
        """Make a new kernel and run in it all that has run; what ends this one, too, is left out.

        Returns
        -------
        bool
            Whether something was left out: then that had ended the last kernel, and not what was asked last.
        """
        spans = self._spans(lost)
        left_out, one_by_one = False, not lost.begun
        while True:
            self._restarts += 1
            await self._stop()
            await self._start()
            if await self._replay(spans, one_by_one=one_by_one):
                return left_out
            left_out = left_out or one_by_one
            one_by_one = not one_by_one

    def _spans(self, lost: KernelLost) -> dict[int, float]:
        """Return for how long to watch a new kernel after each cell, for what that cell may have left behind.

        That is the time from the cell's begin to the end of the last kernel: an alarm that has ended that one
        was set for no longer. What was ended for its use of time was not ended by an alarm.
        """
        if not lost.doubtful:
            return {}
        now = time.monotonic()
        return {index: min(now - begun, self._patience.settle) for index, begun in self._begun.items()}

    async def _replay(self, spans: dict[int, float], *, one_by_one: bool) -> bool:
        """Run all that has run; return whether the kernel has outlived it.

        Run one by one, the kernel is watched after each cell: the cell after which it ends is to blame.
        """
        left = 0.0  # seconds for which to watch in the end
        for index, ended in self._ran.items():
            cell = self._notebook.cells[index]
            share = self._share("nbgrader" in cell.metadata) if ended else self._once_more
            if share.used_up:
                continue
            begun = time.monotonic()
            try:
                await self._ask_cell(new_code_cell(cell.source), index, share, self._limits.output)
                if one_by_one and not is_locked(cell):
                    await self._kernel.settle(spans.get(index, 0.0), self._least)
            except KernelLost as lost:
                if one_by_one:
                    del self._ran[index]
                    if ended:
                        self._blame(index, str(lost))
                return False
            left = max(left - (time.monotonic() - begun), 0.0 if is_locked(cell) else spans.get(index, 0.0))
        if one_by_one:
            return True
        try:
            await self._kernel.settle(left, self._least)
        except KernelLost:
            return False
        return True

    def _blame(self, index: int, why: str) -> None:
        """Say at a cell, and to the instructor, that it was stopped."""
        cell = self._notebook.cells[index]
        cell.outputs.append(note("Stopped", f"This cell was stopped: {why}."))
        self.notes.append(f"{_named(index, cell)} was stopped: {why}.")

    def _share(self, own: bool) -> Share:
        """Return what the next cell may use: an equal part of what is left, for the cells that are left."""
        meter, left = self._kernel.meter, max(self._left, 1)
        cpu = (self._limits.cpu - self.cpu - meter.cpu) / left
        idle = (self._limits.wall - self._idle - meter.idle) / left
        return Share(max(cpu, self._least.cpu), max(idle, self._least.idle)) if own else Share(cpu, idle)

    async def _start(self) -> None:
        self._begun = {}
        self._kernel = Kernel(
            self._notebook, self._limits, self._patience, locked=self._locked, folder=self._folder
        )
        await self._kernel.start()

    async def _stop(self) -> None:
        await self._kernel.close()
        self.cpu += self._kernel.meter.cpu
        self._idle += self._kernel.meter.idle


def _named(index: int, cell: NotebookNode) -> str:
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"Cell {found}" if found else f"Added cell {index + 1}"
