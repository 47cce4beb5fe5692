"""Runs a rebuilt notebook: students' cells in a kernel, tests before the judge, each in its share of time."""

from __future__ import annotations

import asyncio
import tempfile
import threading
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
from natoiraq.grading.meter import GRACE, Share
from natoiraq.grading.outputs import judged, note

LEAST: Final = Share(cpu=3.0, idle=20.0)
"""What each cell of the exercise may use, whatever others have used."""

ONCE_MORE: Final = Share(cpu=1.0, idle=GRACE)
"""What a cell that was stopped may use when it runs again for the sake of its first lines."""

RESTARTS: Final = 8
"""After so many kernels, or when the time is used up, cells that the student has added are left out."""

ROOM: Final = 16
"""What all cells together may show, in times of what one may."""

T = TypeVar("T")
R = TypeVar("R")

_beside = threading.local()


def execute(notebook: NotebookNode, limits: Limits, *, locked: bool) -> Execution:
    """Run a notebook with this thread's judge; return what happened."""
    judge = bench()
    execution = Execution(notebook, limits, judge, locked=locked)
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
    bench
        The judge.
    locked
        Whether the student's code runs in the sandbox.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, bench: Bench, *, locked: bool) -> None:
        self.notes: list[str] = []
        self.cpu = self._idle = 0.0
        self._notebook, self._limits, self._bench, self._locked = notebook, limits, bench, locked
        self._left = sum(cell.cell_type == "code" for cell in notebook.cells)
        self._kernel: Kernel
        self._restarts = 0
        self._room = ROOM * limits.output
        self._ran: dict[int, bool] = {}  # cell -> whether it ended by itself

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
        elif not own and (self._restarts > RESTARTS or self._share(own).used_up):
            cell.outputs = [note("LeftOut", "This cell was not run: others have used up the time of all.")]
            return
        try:
            room = min(self._limits.output, self._room)
            stopped = await self._safely(lambda kernel: kernel.run(cell, index, self._share(own), room))
            self._room -= min(self._kernel.used, room)
            self._ran[index] = stopped is None
        except KernelLost as lost:
            stopped = str(lost)
        if stopped is not None:
            self._blame(index, stopped)

    async def _judge(self, cell: NotebookNode) -> None:
        """Let the judge run a test on the student's values."""
        names, slow = self._bench.free_names(cell.source), set[str]()

        async def call(name: str, args: list[Any]) -> str | None:
            if name in slow:
                return None
            result = await self._asked(lambda kernel: kernel.call(name, args, self._share(own=True)))
            if result is None:
                slow.add(name)
            return result

        values = await self._asked(lambda kernel: kernel.values(names, self._share(own=True)))
        answer = await self._bench.test(cell.source, names, values or {}, call)
        cell.outputs = judged(answer, float(cell.metadata.nbgrader.points))

    async def _asked(self, ask: Callable[[Kernel], Awaitable[T]]) -> T | None:
        """Ask the kernel for something; where that ends it, go on without the answer."""
        try:
            return await self._safely(ask)
        except KernelLost:
            return None

    async def _safely(self, ask: Callable[[Kernel], Awaitable[T]]) -> T:
        """Ask the kernel; where it ends, make another, and ask once more unless the question has ended it.

        Raises
        ------
        KernelLost
            When the question has ended the kernel.
        """
        try:
            return await ask(self._kernel)
        except KernelLost as lost:
            if not await self._again() and lost.begun:
                raise
        try:
            return await ask(self._kernel)
        except KernelLost:
            await self._again()
            raise

    async def _again(self) -> bool:
        """Make a new kernel and run in it all that has run; what ends this one, too, is left out.

        Returns
        -------
        bool
            Whether something was left out: then that had ended the last kernel, and not what was asked last.
        """
        left_out = False
        while True:
            self._restarts += 1
            await self._stop()
            await self._start()
            if await self._replay():
                return left_out
            left_out = True

    async def _replay(self) -> bool:
        """Run all that has run, until something ends the kernel, at once or a moment later; blame that."""
        for index, ended in self._ran.items():
            cell = self._notebook.cells[index]
            share = self._share("nbgrader" in cell.metadata) if ended else ONCE_MORE
            if share.used_up:
                continue
            try:
                await self._kernel.run(new_code_cell(cell.source), index, share, self._limits.output)
                if not is_locked(cell):
                    await self._kernel.settle(LEAST)
            except KernelLost as lost:
                del self._ran[index]
                if ended:
                    self._blame(index, str(lost))
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
        return Share(max(cpu, LEAST.cpu), max(idle, LEAST.idle)) if own else Share(cpu, idle)

    async def _start(self) -> None:
        self._kernel = Kernel(self._notebook, self._limits, locked=self._locked, folder=self._folder)
        await self._kernel.start()

    async def _stop(self) -> None:
        await self._kernel.close()
        self.cpu += self._kernel.meter.cpu
        self._idle += self._kernel.meter.idle


def _named(index: int, cell: NotebookNode) -> str:
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"Cell {found}" if found else f"Added cell {index + 1}"
