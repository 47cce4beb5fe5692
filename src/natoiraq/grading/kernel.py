"""One kernel for one submission: runs cells within their share of time, and sends out values."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import queue
import subprocess
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
from traitlets.config import Config

from natoiraq.grading import dumping
from natoiraq.grading.errors import GradingError
from natoiraq.grading.job import Limits
from natoiraq.grading.meter import Meter, Order, Share, Watch
from natoiraq.grading.outputs import Message, kept, note, size

TICK: Final = 0.25
"""Seconds between two looks at the meter."""

START: Final = 300.0
"""Seconds of waiting for a kernel that has been started and says nothing; a busy machine needs some."""

MESSAGE: Final = 16 << 20
"""Bytes of one message of a kernel; a larger one is lost."""

QUEUE: Final = 64
"""Messages that wait for us; further ones wait in the kernel."""

FLOOD: Final = 2000
"""Outputs of one cell that are looked at; the notebook keeps those that fit."""

KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "APPDATA")
"""Of our environment, where there is no sandbox."""

MODULE: Final = "_natoiraq_values"
SETUP: Final = f"""\
import sys, types
sys.modules[{MODULE!r}] = types.ModuleType({MODULE!r})
import builtins
builtins.exec({inspect.getsource(dumping)!r}, sys.modules[{MODULE!r}].__dict__)
sys.modules[{MODULE!r}].prepare()
del sys, types, builtins
"""
SEND: Final = f"import {MODULE}\n{MODULE}."


class KernelLost(Exception):
    """The kernel is gone.

    Parameters
    ----------
    why
        Ends the sentence "This cell was stopped: ...".
    begun
        Whether it had begun with what it was asked for; otherwise something earlier has ended it.
    """

    def __init__(self, why: str, *, begun: bool = True) -> None:
        super().__init__(why)
        self.begun = begun


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
    notebook
        Whose cells it will run.
    limits
        What the submission may use.
    locked
        Whether it runs in the sandbox.
    folder
        An empty folder to run in where there is no sandbox.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, *, locked: bool, folder: str) -> None:
        self._limits, self._folder = limits, folder
        self._manager = AsyncKernelManager(
            kernel_spec_manager=Kernels() if locked else Unlocked(),
            config=Config({"SandboxProvisioner": {"limits": limits.resources()}}),
        )
        for option, value in ((zmq.MAXMSGSIZE, MESSAGE), (zmq.RCVHWM, QUEUE)):
            self._manager.context.setsockopt(option, value)
        self._outputs = NotebookClient(notebook, km=self._manager, allow_errors=True, record_timing=False)
        self._outputs.reset_execution_trackers()
        self._outputs.clear_before_next_output = False  # else set when a cell is run
        self._client: AsyncKernelClient = self._manager.client()
        self.meter = Meter(0)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        await self._manager.start_kernel(
            extra_arguments=["--HistoryManager.enabled=False"],
            cwd=self._folder,
            env={name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONHASHSEED": "0"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
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
        self._client.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        else:
            await self._manager.cleanup_resources()

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
        cell.outputs, used, seen = [], 0, 0

        def keep(message: Message) -> bool:
            nonlocal used, seen
            seen += 1
            if seen <= FLOOD and (clean := kept(message)) is not None:
                used += size(clean)
                if used <= self._limits.output:
                    self._outputs.process_message(clean, cell, index)
            return seen <= FLOOD

        stopped = await self._watched(cell.source, share, keep)
        if used > self._limits.output:
            cell.outputs.append(note("OutputCut", f"All after {self._limits.output:,} bytes was left out."))
        return stopped

    async def values(self, names: list[str], share: Share) -> dict[str, str]:
        """Return those of some names that the kernel has, as tagged JSON."""
        return await self._ask(f"{SEND}send_values({names!r})", share)

    async def call(self, name: str, args: list[Any], share: Share) -> str | None:
        """Call a student's function by its name; return what it gives as tagged JSON, None when stopped."""
        found = await self._ask(f"{SEND}send_result({name!r}, {json.dumps(args)!r})", share)
        return found.get(name)

    async def _ask(self, code: str, share: Share) -> dict[str, str]:
        """Run our own code and return what it sends."""
        sent: dict[str, str] = {}

        def keep(message: Message) -> bool:
            if message["msg_type"] == "display_data" and dumping.MIME in (data := message["content"]["data"]):
                sent[str(data["text/plain"])] = str(data[dumping.MIME])
            return len(sent) < FLOOD

        await self._watched(code, share, keep, silent=True)
        return sent

    async def _watched(
        self, code: str, share: Share, keep: Callable[[Message], bool], *, silent: bool = False
    ) -> str | None:
        """Run code until it ends or has to be stopped; return why, if so."""
        number = self._client.execute(code, silent=silent, allow_stdin=False, stop_on_error=False)
        watch, looked = Watch(self.meter, share, self._limits.memory), time.monotonic()
        news = News(number, keep)
        while not await self._ended(news):
            if time.monotonic() - looked < TICK:
                continue
            looked = time.monotonic()
            if not await self._manager.is_alive():
                await self.close()
                raise KernelLost(watch.stopped or "it ended the whole notebook", begun=news.begun)
            order = watch.look(replied=await self._replied(number), flood=news.flood)
            if order is Order.INTERRUPT:
                await self._manager.interrupt_kernel()
            elif order is Order.END:
                await self.close()
                raise KernelLost(watch.stopped or "it did not come back")
            elif order is Order.DONE:
                break
        return watch.stopped

    async def _ended(self, news: News) -> bool:
        """Handle the next message, if one comes soon; say whether it was the last."""
        try:
            return news.read(await self._client.get_iopub_msg(timeout=TICK))
        except Exception:  # nothing came, or a message that students' code has forged
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
        while time.monotonic() < until and await self._manager.is_alive():
            news = News(self._client.kernel_info(), lambda _: True)
            with contextlib.suppress(queue.Empty):
                while not news.begun:
                    news.read(await self._client.get_iopub_msg(timeout=TICK))
                return
        raise GradingError("a kernel was started and does not answer. Cure: run `natoiraq-course doctor`.")


class News:
    """What the kernel says about one request.

    Parameters
    ----------
    number
        Of the request.
    keep
        Takes each output; says whether there may be more.
    """

    def __init__(self, number: str, keep: Callable[[Message], bool]) -> None:
        self._number, self._keep = number, keep
        self.begun = self.flood = False

    def read(self, message: Message) -> bool:
        """Take a message; say whether it was the last."""
        if message["parent_header"].get("msg_id") != self._number:
            return False
        self.begun = True
        if message["msg_type"] == "status":
            return bool(message["content"]["execution_state"] == "idle")
        self.flood = not self._keep(message)
        return False
