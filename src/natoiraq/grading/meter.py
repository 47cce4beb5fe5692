"""Measures what a kernel and all that it started use: processor time, memory, and whether they only wait."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import psutil

GRACE: Final = 2.0
"""Seconds, of processor time or of waiting, that an interrupted cell has to end."""

BUSY: Final = frozenset({psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP, psutil.STATUS_WAKING})


@dataclass
class Meter:
    """Adds up a tree of processes; what has ended counts through its parent.

    Parameters
    ----------
    root
        The process at the top.
    cpu
        Seconds of processor time so far.
    idle
        Seconds by the clock in which none of them ran or wanted to: a busy machine adds nothing.
    memory
        Bytes in use at the last look.
    """

    root: int
    cpu: float = 0.0
    idle: float = 0.0
    memory: int = 0
    _looked: float = 0.0

    def __post_init__(self) -> None:
        self._looked = time.monotonic()

    def look(self) -> None:
        """Measure once."""
        cpu, memory, busy = 0.0, 0, False
        for process in self._tree():
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    cpu += times.user + times.system
                    cpu += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
                    memory += process.memory_info().rss
                    busy = busy or process.status() in BUSY
            except psutil.Error:
                continue
        now = time.monotonic()
        if not busy and cpu - self.cpu < (now - self._looked) / 20:
            self.idle += now - self._looked
        self.cpu, self.memory, self._looked = max(cpu, self.cpu), memory, now

    def _tree(self) -> list[psutil.Process]:
        try:
            root = psutil.Process(self.root)
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []


@dataclass(frozen=True)
class Share:
    """What one cell may use: seconds of processor time, and of waiting."""

    cpu: float
    idle: float


class Order(Enum):
    """What to do with a running cell."""

    GO_ON = auto()
    INTERRUPT = auto()
    END = auto()
    DONE = auto()


class Watch:
    """Watches one cell; it measures nothing until the first look, so that quick cells cost nothing.

    Parameters
    ----------
    meter
        Of the kernel.
    share
        What the cell may use.
    memory
        Bytes that the kernel may use.
    """

    def __init__(self, meter: Meter, share: Share, memory: int) -> None:
        self._meter, self._share, self._memory = meter, share, memory
        self._start: tuple[float, float] | None = None
        self.stopped: str | None = None

    def look(self, *, replied: bool) -> Order:
        """Measure, and say what to do.

        Parameters
        ----------
        replied
            Whether the kernel has answered, and only the news that it is done has been lost.
        """
        self._meter.look()
        if self._start is None:
            self._start = self._meter.cpu, self._meter.idle
        cpu, idle = self._meter.cpu - self._start[0], self._meter.idle - self._start[1]
        if replied and idle >= GRACE:
            return Order.DONE
        if self._meter.memory > self._memory:
            self.stopped = f"it used more than {self._memory >> 20:,} MiB of memory"
            return Order.END
        if cpu <= self._share.cpu and idle <= self._share.idle:
            return Order.GO_ON
        if self.stopped is not None:
            return Order.END
        used = (
            f"{self._share.cpu:.0f} seconds of processor time"
            if cpu > self._share.cpu
            else "its time, waiting"
        )
        self.stopped = f"it used more than {used}"
        self._start, self._share = (self._meter.cpu, self._meter.idle), Share(GRACE, GRACE)
        return Order.INTERRUPT
