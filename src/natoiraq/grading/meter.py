"""Measures what a kernel and all that it started use: processor time, memory, and whether they only wait."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

import psutil

BUSY: Final = frozenset({psutil.STATUS_RUNNING, psutil.STATUS_WAKING})

WAITS_FOR_DISK: Final = 0.5
"""What a second of waiting for the disk counts as: the machine may be busy, or `vfork` may feign it."""

FLOODED: Final = "it showed more than anybody can read"
"""Why a cell was stopped, or what of it was lost on the way."""


@dataclass
class Meter:
    """Adds up a tree of processes; what has ended counts through its parent.

    Parameters
    ----------
    root
        The process at the top.
    longest
        The most seconds of waiting that one look may add: where more have passed since the last, this
        machine has kept us waiting, and nobody knows what the processes did meanwhile.
    cpu
        Seconds of processor time so far.
    idle
        Seconds by the clock in which none of them ran, or waited for a processor: a busy one adds nothing,
        a busy disk `WAITS_FOR_DISK` of its time.
    memory
        Bytes in use at the last look.
    """

    root: int
    longest: float
    cpu: float = 0.0
    idle: float = 0.0
    memory: int = 0
    _looked: float = 0.0
    _queued: float = 0.0

    def __post_init__(self) -> None:
        self._looked = time.monotonic()

    @property
    def lived(self) -> float:
        """Seconds for which the processes have worked or waited; what a busy machine takes adds nothing."""
        return self.cpu + self.idle

    def look(self, *, memory: bool = True) -> None:
        """Measure once; memory, which is dear to ask for, only if it is wanted."""
        cpu, queued, held, states = 0.0, 0.0, 0, set[str]()
        for process in self._tree():
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    cpu += times.user + times.system
                    cpu += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
                    held += _memory(process) if memory else 0
                    states.add(process.status())
                    queued += _queued(process.pid)
            except psutil.Error:
                continue
        now = time.monotonic()
        passed = now - self._looked
        wanted = cpu - self.cpu + max(queued - self._queued, 0)
        if not states & BUSY and wanted < passed / 20:
            waited = min(passed, self.longest)
            self.idle += waited * (WAITS_FOR_DISK if psutil.STATUS_DISK_SLEEP in states else 1)
        self.cpu, self.memory = max(cpu, self.cpu), held
        self._looked, self._queued = now, queued

    def _tree(self) -> list[psutil.Process]:
        try:
            root = psutil.Process(self.root)
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []


def _queued(process: int) -> float:
    """Return the seconds for which a process's threads have waited for a processor; 0 where nobody tells."""
    nanoseconds = 0
    for path in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it may end meanwhile
            nanoseconds += int(path.read_text(encoding="ascii").split()[1])
    return nanoseconds / 1e9


def _memory(process: psutil.Process) -> int:
    """Return a process's bytes, of what it shares with others its part: forks share nearly all."""
    try:
        full = process.memory_full_info()
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    return int(getattr(full, "pss", full.uss))


def too_much(memory: int) -> str:
    """Say that more memory was used than may be, given in bytes, as the end of a sentence."""
    return f"it used more than {memory >> 20:,} MiB of memory"


@dataclass(frozen=True)
class Share:
    """What one cell may use: seconds of processor time, and of waiting."""

    cpu: float
    idle: float

    @property
    def used_up(self) -> bool:
        """Whether nothing of one or the other is left."""
        return min(self.cpu, self.idle) <= 0


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
    grace
        Seconds, of processor time or of waiting, that the cell has to end after it was interrupted.
    """

    def __init__(self, meter: Meter, share: Share, memory: int, grace: float) -> None:
        self._meter, self._share, self._memory, self._grace = meter, share, memory, grace
        self._start: tuple[float, float] | None = None
        self.stopped: str | None = None

    def look(self, *, replied: bool, flood: bool) -> Order:
        """Measure, and say what to do.

        Parameters
        ----------
        replied
            Whether the kernel has answered, and only the news that it is done has been lost.
        flood
            Whether the cell has shown more than anybody can read.
        """
        self._meter.look()
        if self._start is None:
            self._start = self._meter.cpu, self._meter.idle
        cpu, idle = self._meter.cpu - self._start[0], self._meter.idle - self._start[1]
        if replied and idle >= self._grace:
            return Order.DONE
        if self._meter.memory > self._memory:
            self.stopped = too_much(self._memory)
            return Order.END
        over = cpu > self._share.cpu or idle > self._share.idle
        if self.stopped is not None:
            return Order.END if over else Order.GO_ON
        if not over and not flood:
            return Order.GO_ON
        self.stopped = self._why(cpu, flood=flood)
        self._start = self._meter.cpu, self._meter.idle
        self._share = Share(self._grace, self._grace)
        return Order.INTERRUPT

    def _why(self, cpu: float, *, flood: bool) -> str:
        if flood:
            return FLOODED
        if cpu > self._share.cpu:
            return f"it used more than {max(self._share.cpu, 1):.0f} seconds of processor time"
        return "it used more than its time, waiting"
