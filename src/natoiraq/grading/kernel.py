"""One kernel for one submission: runs cells within their share of time, and sends out values."""

from __future__ import annotations

import contextlib
import inspect
import json
import queue
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_output

from natoiraq.grading import dumping
from natoiraq.grading.errors import GradingError
from natoiraq.grading.job import Limits
from natoiraq.grading.meter import Meter, Order, Share, Watch

TICK: Final = 0.25
"""Seconds between two looks at the meter."""

START: Final = 60.0
"""Seconds of waiting for a kernel that has been started and says nothing."""

MESSAGE: Final = 24 << 20
"""Bytes of one message of a kernel; a larger one is lost."""

SHOWN: Final = frozenset({"stream", "display_data", "execute_result", "error", "update_display_data"})

MODULE: Final = "_natoiraq_values"
SETUP: Final = f"""\
import sys, types
sys.modules[{MODULE!r}] = types.ModuleType({MODULE!r})
import builtins
builtins.exec({inspect.getsource(dumping)!r}, sys.modules[{MODULE!r}].__dict__)
del sys, types, builtins
"""
SEND: Final = f"import {MODULE}\n{MODULE}."


class KernelLost(Exception):
    """The kernel is gone; the message ends the sentence "This cell was stopped: ..."."""


class Kernels(KernelSpecManager):
    """Knows one kernel: this Python's own, whatever the machine or the notebook names so."""

    provisioner = "natoiraq-sandbox"

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return it."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": self.provisioner}},
        )


class Unlocked(Kernels):
    """The same without a sandbox."""

    provisioner = "local-provisioner"


class Kernel:
    """A running kernel.

    Parameters
    ----------
    limits
        What the submission may use.
    locked
        Whether it runs in the sandbox.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, *, locked: bool, folder: str) -> None:
        self._limits = limits
        self._folder = folder
        self._manager = AsyncKernelManager(
            kernel_spec_manager=Kernels() if locked else Unlocked(), shutdown_wait_time=0
        )
        self._manager.context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)
        self._outputs = NotebookClient(notebook, km=self._manager, allow_errors=True, record_timing=False)
        self._outputs.reset_execution_trackers()
        self._client: AsyncKernelClient
        self.meter = Meter(0)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        await self._manager.start_kernel(cwd=self._folder, extra_arguments=["--HistoryManager.enabled=False"])
        provisioner: Any = self._manager.provisioner
        self.meter = Meter(getattr(provisioner, "keeper", None) or provisioner.pid)
        self._client = self._manager.client()
        self._client.start_channels(stdin=False, hb=False)
        self._outputs.kc = self._client
        await self._answered()
        await self._ask(SETUP, Share(START, START))

    async def close(self) -> None:
        """End it and everything it started."""
        self.meter.look()
        if self._manager.has_kernel:
            self._client.stop_channels()
            await self._manager.shutdown_kernel(now=True)

    async def run(self, cell: NotebookNode, index: int, share: Share) -> str | None:
        """Run a cell and write its outputs into it.

        Returns
        -------
        str or None
            Why it was stopped; None when it ended by itself.

        Raises
        ------
        KernelLost
            When the kernel is gone, or had to be ended.
        """
        cell.outputs, size = [], 0

        def keep(message: dict[str, Any]) -> None:
            nonlocal size
            size += _size(message)
            if size <= self._limits.output:
                self._outputs.process_message(message, cell, index)

        stopped = await self._watched(cell.source, share, keep)
        if size > self._limits.output:
            cell.outputs.append(note("OutputCut", f"All after {self._limits.output:,} bytes was left out."))
        return stopped

    async def values(self, names: list[str], share: Share) -> dict[str, Any]:
        """Return those of some names that the kernel has, as tagged JSON."""
        return await self._ask(f"{SEND}send_values({names!r})", share)

    async def call(self, name: str, args: list[Any], share: Share) -> dict[str, Any]:
        """Call a function of the student by its name; return its result, or its error, as tagged JSON."""
        found = await self._ask(f"{SEND}send_result({name!r}, {json.dumps(args)!r})", share)
        return found or {"error": "TimeoutError"}

    async def _ask(self, code: str, share: Share) -> dict[str, Any]:
        """Run our own code and return what it sends; nothing when it is stopped, or sends nonsense."""
        sent: list[str] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] == "display_data" and dumping.MIME in message["content"]["data"]:
                sent.append(message["content"]["data"][dumping.MIME])

        await self._watched(code, share, keep, silent=True)
        try:
            found = json.loads(sent[-1])
        except (IndexError, TypeError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    async def _watched(
        self, code: str, share: Share, keep: Callable[[dict[str, Any]], None], *, silent: bool = False
    ) -> str | None:
        """Run code until it ends or has to be stopped; return why, if so."""
        number = self._client.execute(code, silent=silent, allow_stdin=False, stop_on_error=False)
        watch, looked = Watch(self.meter, share, self._limits.memory), time.monotonic()
        while not await self._ended(number, keep):
            if time.monotonic() - looked < TICK:
                continue
            looked = time.monotonic()
            if not await self._manager.is_alive():
                raise KernelLost(watch.stopped or "it ended the whole notebook")
            order = watch.look(replied=await self._replied(number))
            if order is Order.INTERRUPT:
                await self._manager.interrupt_kernel()
            elif order is Order.END:
                await self.close()
                raise KernelLost(watch.stopped or "it did not come back")
            elif order is Order.DONE:
                break
        return watch.stopped

    async def _ended(self, number: str, keep: Callable[[dict[str, Any]], None]) -> bool:
        """Handle the next message, if one comes soon; say whether it was the last."""
        try:
            message = await self._client.get_iopub_msg(timeout=TICK)
            if message["parent_header"].get("msg_id") != number:
                return False
            if message["msg_type"] == "status":
                return bool(message["content"]["execution_state"] == "idle")
            keep(message)
        except Exception:  # nothing came, or a message that students' code has forged
            return False
        return False

    async def _replied(self, number: str) -> bool:
        """Say whether the kernel has answered a request, whatever it showed."""
        with contextlib.suppress(Exception):
            while True:
                reply = await self._client.get_shell_msg(timeout=0)
                if reply["parent_header"].get("msg_id") == number:
                    return True
        return False

    async def _answered(self) -> None:
        """Ask until the kernel is heard, so that no output is lost."""
        until = time.monotonic() + START
        while time.monotonic() < until:
            number = self._client.kernel_info()
            with contextlib.suppress(queue.Empty):
                while True:
                    message = await self._client.get_iopub_msg(timeout=TICK)
                    if message["parent_header"].get("msg_id") == number:
                        return
            if not await self._manager.is_alive():
                break
        raise GradingError("a kernel was started and does not answer. Cure: run `natoiraq-course doctor`.")


def note(name: str, text: str) -> NotebookNode:
    """Return an output that says what happened to a cell."""
    output: NotebookNode = new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
    return output


def _size(message: dict[str, Any]) -> int:
    return len(json.dumps(message["content"], default=str)) if message["msg_type"] in SHOWN else 0
