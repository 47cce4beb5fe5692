"""Runs a rebuilt notebook: students' cells in a kernel, tests before the judge, each in its share of time."""

from __future__ import annotations

import tempfile
from typing import Any, Final

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_locked, is_solution

from natoiraq.grading.bench import Bench
from natoiraq.grading.job import Limits
from natoiraq.grading.judge import Message
from natoiraq.grading.kernel import Kernel, KernelLost, note
from natoiraq.grading.meter import Share

FLOOR: Final = 1.0
"""Seconds of processor time that the cells of the exercise get, whatever others have used."""

PATIENCE: Final = 20.0
"""Seconds of waiting that a cell gets at least."""

RESTARTS: Final = 8
"""After so many kernels, cells that a student has added are left out."""


class Execution:
    """One run of one notebook; writes outputs into its cells.

    Parameters
    ----------
    notebook
        The instructor's test cells, with a student's answers in their place.
    limits
        What the student's code may use.
    bench
        The judge.
    locked
        Whether the student's code runs in the sandbox.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, bench: Bench, *, locked: bool) -> None:
        self.notes: list[str] = []
        self.cpu = 0.0
        self._notebook, self._limits, self._bench, self._locked = notebook, limits, bench, locked
        self._left = sum(cell.cell_type == "code" for cell in notebook.cells)
        self._kernel: Kernel | None = None
        self._guilty: set[int] = set()
        self._ran: list[int] = []
        self._idle = 0.0

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
        if is_grade(cell) and not is_solution(cell):
            await self._judge(cell)
            return
        if is_locked(cell):
            self._bench.locked(cell.source)
        elif "nbgrader" not in cell.metadata and len(self._guilty) > RESTARTS:
            cell.outputs = [
                note("LeftOut", "This cell was not run: too many others have stopped the notebook.")
            ]
            return
        stopped = await self._execute(index, cell)
        if stopped:
            cell.outputs.append(note("Stopped", f"This cell was stopped: {stopped}."))
            self.notes.append(f"{_named(index, cell)} was stopped: {stopped}.")

    async def _execute(self, index: int, cell: NotebookNode) -> str | None:
        """Run a cell; where the kernel is lost over it, go on without it."""
        try:
            assert self._kernel is not None
            stopped = await self._kernel.run(cell, index, self._share())
        except KernelLost as lost:
            await self._again(index)
            return str(lost)
        self._ran.append(index)
        return stopped

    async def _again(self, guilty: int) -> None:
        """Start a new kernel, and run in it all that has run, but for the cell that ended the last one."""
        self._guilty.add(guilty)
        ran, self._ran = [index for index in self._ran if index != guilty], []
        await self._stop()
        await self._start()
        for index in ran:
            cell = self._notebook.cells[index]
            shown = cell.outputs
            stopped = await self._execute(index, cell)
            cell.outputs = shown
            if stopped:
                break  # the kernel is another one now, and has run the rest

    async def _judge(self, cell: NotebookNode) -> None:
        """Let the judge run a test on the student's values."""
        names = self._bench.free_names(cell.source)
        slow: set[str] = set()

        async def call(name: str, args: list[Any]) -> Message:
            if name in slow:
                return {"error": "TimeoutError"}
            result = await self._asked("call", name, args)
            if result.get("error") == "TimeoutError":
                slow.add(name)
            return result or {"error": "TimeoutError"}

        values = await self._asked("values", names)
        answer = await self._bench.test(cell.source, names, values, call)
        cell.outputs = [*_outputs(answer, float(cell.metadata.nbgrader.points))]

    async def _asked(self, what: str, *args: Any) -> Message:
        """Ask the kernel for something; where that ends it, go on without the answer."""
        assert self._kernel is not None
        try:
            found: Message = await getattr(self._kernel, what)(*args, self._share())
        except KernelLost:
            await self._again(-1)
            return {}
        return found

    def _share(self) -> Share:
        """Return what the next cell may use: an equal part of what is left, for the cells that are left."""
        meter = self._kernel.meter if self._kernel else None
        cpu = self._limits.cpu - self.cpu - (meter.cpu if meter else 0)
        idle = self._limits.wall - self._idle - (meter.idle if meter else 0)
        left = max(self._left, 1)
        return Share(max(cpu / left, FLOOR), max(idle / left, PATIENCE))

    async def _start(self) -> None:
        self._kernel = Kernel(self._notebook, self._limits, locked=self._locked, folder=self._folder)
        await self._kernel.start()

    async def _stop(self) -> None:
        if self._kernel is not None:
            await self._kernel.close()
            self.cpu += self._kernel.meter.cpu
            self._idle += self._kernel.meter.idle
            self._kernel = None


def _outputs(answer: Message, most: float) -> list[NotebookNode]:
    """Return the outputs of a judged test: what it said, and the points where nbgrader looks for them."""
    outputs = [new_output("stream", name="stdout", text=answer["said"])] if answer.get("said") else []
    if "points" in answer and 0 <= answer["points"] <= most + 1e-9:
        points = min(round(answer["points"], 2), most)
        result = new_output("execute_result", {"text/plain": f"{points:g}"}, execution_count=None)
        return [*outputs, result]
    name, text = answer.get("error") or ("NoPoints", "The test gave no number of points that it may give.")
    return [*outputs, note(name, text)]


def _named(index: int, cell: NotebookNode) -> str:
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"Cell {found}" if found else f"Added cell {index + 1}"
