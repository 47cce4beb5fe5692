"""One kernel for one submission: runs cells within their share of time, and sends out values."""

from __future__ import annotations

import inspect
import json
import subprocess
from collections.abc import Collection
from contextlib import ExitStack
from typing import Any, Final

from nbclient import NotebookClient
from nbformat import NotebookNode

from natoiraq.grading import copying, dumping, sending
from natoiraq.grading.conversation import Conversation
from natoiraq.grading.job import Limits
from natoiraq.grading.kernels import environment, manager
from natoiraq.grading.meter import Meter, Share
from natoiraq.grading.outputs import Message, kept, note, size
from natoiraq.grading.patience import Patience

FLOOD: Final = 2000
"""Outputs of one cell that are looked at; the notebook keeps those that fit."""

OPTIONS: Final = ("--HistoryManager.enabled=False", "--InteractiveShell.xmode=Plain")
"""Of the kernel. IPython's usual tracebacks parse whole libraries: mistakes would cost more than work."""

INSIDE: Final = (dumping, copying, sending)
"""Our modules in the student's kernel. The sandbox's kernels begin with them; others are sent the text."""

SENDING: Final = f"import sys as _natoiraq\n_natoiraq.modules[{sending.__name__!r}]."
TEXT: Final = "".join(
    f"_natoiraq.modules[{module.__name__!r}] = _module = _types.ModuleType({module.__name__!r})\n"
    f"_builtins.exec({inspect.getsource(module)!r}, _module.__dict__)\n"
    for module in INSIDE
)
SETUP: Final = (
    f"import sys as _natoiraq, types as _types, builtins as _builtins\n{TEXT}{SENDING}prepare()\n"
    "del _types, _builtins, _module"
)


class Kernel:
    """A running kernel.

    Parameters
    ----------
    notebook
        Whose cells it will run.
    limits
        What the submission may use.
    patience
        How long to wait for it.
    locked
        Whether it runs in the sandbox.
    folder
        An empty folder to run in where there is no sandbox.
    """

    def __init__(
        self, notebook: NotebookNode, limits: Limits, patience: Patience, *, locked: bool, folder: str
    ) -> None:
        self._limits, self._patience, self._locked, self._folder = limits, patience, locked, folder
        self._manager = manager(limits, locked=locked)
        self._outputs = NotebookClient(notebook, km=self._manager, allow_errors=True, record_timing=False)
        self._outputs.reset_execution_trackers()
        self._outputs.clear_before_next_output = False  # else set when a cell is run
        self._kernel: Conversation
        self._opened = ExitStack()
        self.meter = self._meter(0)
        self.used = 0  # bytes that the last cell showed

    def _meter(self, root: int) -> Meter:
        return Meter(root, longest=2 * self._patience.tick)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        await self._manager.start_kernel(
            extra_arguments=list(OPTIONS),
            cwd=self._folder,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        provisioner: Any = self._manager.provisioner
        self.meter = self._meter(getattr(provisioner, "keeper", None) or provisioner.pid)
        self._kernel = Conversation(self._manager, self.meter, self._limits.memory, self._patience)
        self._opened.callback(self._kernel.close)
        await self._kernel.answered()
        if not self._locked:
            await self._ask(SETUP, Share(self._patience.start, self._patience.start))

    async def close(self) -> None:
        """End the kernel and everything it started."""
        self.meter.look(memory=False)
        self._opened.close()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        else:
            await self._manager.cleanup_resources()

    async def run(self, cell: NotebookNode, index: int, share: Share, room: int) -> str | None:
        """Run a cell and write into it its outputs, as far as there is room, in bytes.

        Returns
        -------
        str or None
            Why it was stopped; None when it ended by itself.

        Raises
        ------
        KernelLost
            When the kernel is gone, or had to be ended.
        """
        cell.outputs, self.used, seen = [], 0, 0

        def keep(message: Message) -> bool:
            nonlocal seen
            seen += 1
            if seen <= FLOOD and (clean := kept(message)) is not None:
                self.used += size(clean)
                if self.used <= room:
                    self._outputs.process_message(clean, cell, index)
            return seen <= FLOOD

        stopped = await self._kernel.run(cell.source, share, keep)
        if self.used > room:
            cell.outputs.append(note("OutputCut", f"All after {room:,} bytes was left out."))
        return stopped

    async def settle(self, seconds: float, share: Share) -> None:
        """Watch the kernel while it works, or waits, for so many seconds, and then let it answer once.

        Raises
        ------
        KernelLost
            When it ends meanwhile, takes too much memory, or does not answer.
        """
        await self._kernel.outlived(seconds)
        await self._ask("", share)

    async def values(self, names: list[str], share: Share) -> dict[str, str]:
        """Return those of some names that the kernel has, as tagged JSON."""
        return await self._ask(f"{SENDING}send_values({names!r})", share, names)

    async def call(self, name: str, args: list[Any], share: Share) -> str | None:
        """Call a student's function by its name; return what it gives as tagged JSON, None when stopped."""
        found = await self._ask(f"{SENDING}send_result({name!r}, {json.dumps(args)!r})", share, [name])
        return found.get(name)

    async def _ask(self, code: str, share: Share, names: Collection[str] = ()) -> dict[str, str]:
        """Run our own code and return what it sends under these names."""
        sent, seen = dict[str, str](), 0

        def keep(message: Message) -> bool:
            nonlocal seen
            seen += 1
            data = message["content"].get("data", {})
            if sending.MIME in data and data["text/plain"] in names:
                sent[data["text/plain"]] = str(data[sending.MIME])
            return seen <= FLOOD

        await self._kernel.run(code, share, keep, silent=True)
        return sent
