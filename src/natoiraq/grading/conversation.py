"""Asks a kernel to run code, hears what it says, and stops it when it uses more than its share."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import time
from collections.abc import Callable
from typing import Final

from jupyter_client.manager import AsyncKernelManager

from bookkit import project
from bookkit.errors import GradingError
from natoiraq.grading.kernels import client
from natoiraq.grading.meter import FLOODED, Meter, Order, Share, Watch, too_much
from natoiraq.grading.outputs import Message
from natoiraq.grading.patience import Patience

REPLIES: Final = 50
"""Answers that are read at a look: students' code may send them without end."""

Keep = Callable[[Message], bool]
"""Takes an output; says whether there may be more."""


class KernelLost(Exception):
    """The kernel is gone.

    Parameters
    ----------
    why
        Ends the sentence "This cell was stopped: ...".
    begun
        Whether it is known to have begun with what it was asked for; otherwise something earlier may have
        ended it.
    doubtful
        Whether something earlier may have done it, although this had begun: the kernel has ended by itself,
        or its memory was used up.
    """

    def __init__(self, why: str, *, begun: bool = True, doubtful: bool = False) -> None:
        super().__init__(why)
        self.begun, self.doubtful = begun, doubtful


class Conversation:
    """What passes between us and one kernel.

    Parameters
    ----------
    manager
        Of the kernel, which has been started.
    meter
        Measures it.
    memory
        Bytes that it may use.
    patience
        How long to wait for it.
    """

    def __init__(self, manager: AsyncKernelManager, meter: Meter, memory: int, patience: Patience) -> None:
        self._manager, self._meter, self._memory, self._patience = manager, meter, memory, patience
        self._connect()

    def _connect(self) -> None:
        self._client = client(self._manager)
        self._client.start_channels(stdin=False, hb=False)

    def close(self) -> None:
        """Close the connection."""
        self._client.stop_channels()

    async def run(self, code: str, share: Share, keep: Keep, *, silent: bool = False) -> str | None:
        """Run code until it ends or has to be stopped; return why, if so.

        Raises
        ------
        KernelLost
            When the kernel has ended, or does not let itself be stopped.
        """
        number = self._client.execute(code, silent=silent, allow_stdin=False, stop_on_error=False)
        watch, looked = Watch(self._meter, share, self._memory, self._patience.grace), time.monotonic()
        news = News(number, keep)
        while not self._ended(news):
            if time.monotonic() - looked < self._patience.tick:
                continue
            looked = time.monotonic()
            if not await self._manager.is_alive():
                why = watch.stopped or "it ended the whole notebook"
                raise KernelLost(why, begun=news.begun, doubtful=watch.stopped is None)
            news.replied = news.replied or self._replied(number)
            order = watch.look(replied=news.replied, flood=news.flood)
            if order is Order.INTERRUPT:
                await self._manager.interrupt_kernel()
            elif order is Order.END:
                full = self._meter.memory > self._memory
                raise KernelLost(watch.stopped or "it did not come back", doubtful=full)
            elif order is Order.DONE:  # a message was too long, and has ended the connection
                self.close()
                self._connect()
                if not await self._heard(self._patience.grace):
                    raise KernelLost("it can no longer be heard")
                return watch.stopped or FLOODED
        return watch.stopped

    async def answered(self) -> None:
        """Ask until the kernel is heard, so that no output is lost.

        Raises
        ------
        GradingError
            When it is not.
        """
        if not await self._heard(self._patience.start):
            raise GradingError(
                f"a kernel was started and does not answer. Cure: run {project.course('doctor')}."
            )

    async def outlived(self, seconds: float) -> None:
        """Watch the kernel while it works, or waits, for so many seconds.

        Raises
        ------
        KernelLost
            When it ends meanwhile, or takes more memory than it may.
        """
        self._meter.look()
        until = self._meter.lived + seconds
        while True:
            if not await self._manager.is_alive():
                raise KernelLost("it ended the whole notebook", doubtful=True)
            if self._meter.memory > self._memory:
                raise KernelLost(too_much(self._memory), doubtful=True)
            if (left := until - self._meter.lived) <= 0:
                return
            await asyncio.sleep(min(self._patience.tick, left))
            self._meter.look()

    async def _heard(self, seconds: float) -> bool:
        """Ask the kernel until it is heard; say whether it was before it used, or waited, so many seconds."""
        until = self._meter.lived + seconds
        while self._meter.lived < until and await self._manager.is_alive():
            news = News(self._client.kernel_info(), lambda _: True)
            with contextlib.suppress(queue.Empty):
                while not news.begun:
                    news.read(self._client.iopub_channel.get_msg(timeout=self._patience.tick))
                return True
            self._meter.look(memory=False)
        return False

    def _ended(self, news: News) -> bool:
        """Handle the next message, if one comes soon; say whether it was the last."""
        try:
            return news.read(self._client.iopub_channel.get_msg(timeout=self._patience.tick))
        except Exception:  # nothing came, or a message that students' code has forged
            return False

    def _replied(self, number: str) -> bool:
        """Say whether the kernel has answered a request, whatever it showed."""
        with contextlib.suppress(Exception):
            for _ in range(REPLIES):
                reply = self._client.shell_channel.get_msg(timeout=0)
                if reply["parent_header"].get("msg_id") == number:
                    return True
        return False


class News:
    """What the kernel says about one request.

    Parameters
    ----------
    number
        Of the request.
    keep
        Takes each output; says whether there may be more.
    """

    def __init__(self, number: str, keep: Keep) -> None:
        self._number, self._keep = number, keep
        self.begun = self.replied = self.flood = False

    def read(self, message: Message) -> bool:
        """Take a message; say whether it was the last."""
        if message["parent_header"].get("msg_id") != self._number:
            return False
        self.begun = True
        if message["msg_type"] == "status":
            return bool(message["content"]["execution_state"] == "idle")
        self.flood = not self._keep(message)
        return False
