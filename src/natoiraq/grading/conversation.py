"""Asks a kernel to run code, hears what it says, and stops it when it uses more than its share."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable
from typing import Final

from jupyter_client.manager import AsyncKernelManager

from natoiraq.grading.errors import GradingError
from natoiraq.grading.kernels import client
from natoiraq.grading.meter import FLOODED, GRACE, Meter, Order, Share, Watch
from natoiraq.grading.outputs import Message

TICK: Final = 0.25
"""Seconds between two looks at the meter."""

START: Final = 300.0
"""Seconds that a kernel which has been started may wait or work and say nothing."""

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
        Whether it had begun with what it was asked for; otherwise something earlier has ended it.
    """

    def __init__(self, why: str, *, begun: bool = True) -> None:
        super().__init__(why)
        self.begun = begun


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
    """

    def __init__(self, manager: AsyncKernelManager, meter: Meter, memory: int) -> None:
        self._manager, self._meter, self._memory = manager, meter, memory
        self._connect()

    def _connect(self) -> None:
        self._client = client(self._manager)
        self._client.start_channels(stdin=False, hb=False)

    def close(self) -> None:
        """Say no more."""
        self._client.stop_channels()

    async def run(self, code: str, share: Share, keep: Keep, *, silent: bool = False) -> str | None:
        """Run code until it ends or has to be stopped; return why, if so.

        Raises
        ------
        KernelLost
            When the kernel has ended, or does not let itself be stopped.
        """
        number = self._client.execute(code, silent=silent, allow_stdin=False, stop_on_error=False)
        watch, looked = Watch(self._meter, share, self._memory), time.monotonic()
        news = News(number, keep)
        while not self._ended(news):
            if time.monotonic() - looked < TICK:
                continue
            looked = time.monotonic()
            if not await self._manager.is_alive():
                raise KernelLost(watch.stopped or "it ended the whole notebook", begun=news.begun)
            news.replied = news.replied or self._replied(number)
            order = watch.look(replied=news.replied, flood=news.flood)
            if order is Order.INTERRUPT:
                await self._manager.interrupt_kernel()
            elif order is Order.END:
                raise KernelLost(watch.stopped or "it did not come back")
            elif order is Order.DONE:  # a message was too long, and has ended the connection
                self.close()
                self._connect()
                if not await self._heard(GRACE):
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
        if not await self._heard(START):
            raise GradingError(
                "a kernel was started and does not answer. Cure: run `natoiraq-course doctor`."
            )

    async def _heard(self, patience: float) -> bool:
        """Ask the kernel until it is heard; say whether it was before it used, or waited, so many seconds."""
        until = self._meter.idle + self._meter.cpu + patience
        while self._meter.idle + self._meter.cpu < until and await self._manager.is_alive():
            news = News(self._client.kernel_info(), lambda _: True)
            with contextlib.suppress(queue.Empty):
                while not news.begun:
                    news.read(self._client.iopub_channel.get_msg(timeout=TICK))
                return True
            self._meter.look(memory=False)
        return False

    def _ended(self, news: News) -> bool:
        """Handle the next message, if one comes soon; say whether it was the last."""
        try:
            return news.read(self._client.iopub_channel.get_msg(timeout=TICK))
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
