"""Cells are held to what they use, and not to how busy the machine is."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from natoiraq.grading import meter as module
from natoiraq.grading.meter import Meter, Order, Share, Watch


@contextmanager
def running(code: str, before: str = "") -> Iterator[int]:
    """Run a program, and go on when it has done what comes `before`."""
    program = f"{before}\nprint(flush=True)\n{code}"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            for started in psutil.Process(process.pid).children(recursive=True):
                started.kill()
            process.kill()


def used(code: str, before: str = "") -> Meter:
    """Return the meter of a program once it has used, or waited, for half a second."""
    with running(code, before) as process:
        meter = Meter(process, longest=0.5)
        while meter.lived < 0.5:
            meter.look()
        return meter


def test_a_program_that_computes_uses_processor_time_and_does_not_wait() -> None:
    meter = used("while True: pass")
    assert meter.cpu > meter.idle
    assert 0 < meter.memory < 100 << 20


def test_a_program_that_waits_uses_no_processor_time() -> None:
    meter = used("import time\ntime.sleep(100)")
    assert meter.idle > meter.cpu


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a state")
def test_a_parent_that_its_child_holds_up_waits() -> None:
    """Past mistake: it looked like work for the disk, and was never stopped."""
    stack = "stack = ctypes.create_string_buffer(1 << 16)\ntop = ctypes.addressof(stack) + (1 << 16) - 64"
    held_up = "libc.clone(libc.pause, ctypes.c_void_p(top), 0x100 | 0x4000 | 17, None)"
    meter = used(f"import ctypes\nlibc = ctypes.CDLL(None)\n{stack}\n{held_up}")
    assert meter.idle > meter.cpu


def test_what_it_has_started_counts() -> None:
    meter = used("import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])")
    assert meter.cpu > meter.idle


class Scripted(Meter):
    """A meter that shows what a test wants."""

    def look(self) -> None:
        pass


def watched(**shown: float) -> tuple[Watch, Scripted]:
    meter = Scripted(0, longest=1)
    watch = Watch(meter, Share(cpu=5, idle=20), memory=1 << 30, grace=2)
    assert watch.look(replied=False, flood=False) is Order.GO_ON
    for name, value in shown.items():
        setattr(meter, name, value)
    return watch, meter


@pytest.mark.parametrize(
    ("shown", "flood", "said"),
    [
        ({"cpu": 6.0}, False, "5 seconds of processor time"),
        ({"idle": 21.0}, False, "its time, waiting"),
        ({}, True, "more than anybody can read"),
    ],
)
def test_what_goes_over_its_share_is_interrupted_and_then_ended(
    shown: dict[str, float], flood: bool, said: str
) -> None:
    watch, meter = watched(**shown)
    assert watch.look(replied=False, flood=flood) is Order.INTERRUPT
    assert said in str(watch.stopped)
    assert watch.look(replied=False, flood=flood) is Order.GO_ON
    meter.cpu += 3
    assert watch.look(replied=False, flood=flood) is Order.END


def test_what_takes_too_much_memory_is_ended_at_once() -> None:
    watch, _ = watched(memory=2 << 30)
    assert watch.look(replied=False, flood=False) is Order.END
    assert "1,024 MiB" in str(watch.stopped)


def test_a_cell_that_has_answered_is_done_though_the_news_of_it_was_lost() -> None:
    watch, meter = watched()
    meter.idle += 2
    assert watch.look(replied=True, flood=False) is Order.DONE
    assert watch.stopped is None


def test_what_several_hold_together_counts_once() -> None:
    forks = "for _ in range(3):\n    if os.fork() == 0: break\ntime.sleep(100)"
    meter = used(forks, before="import os, time\nheld = b'x' * (100 << 20)")
    assert 100 << 20 <= meter.memory < 250 << 20


@contextmanager
def asleep(longest: float) -> Iterator[Meter]:
    """Measure a program that sleeps, from when it does."""
    with running("import time\ntime.sleep(10_000)") as process:
        meter = Meter(process, longest)
        while not meter.idle:
            meter.look()
        yield meter


def test_time_in_which_nobody_looked_is_no_time_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past mistake: a grader that a busy machine had kept from looking took all that time for waiting."""
    with asleep(longest=0.5) as meter:
        before, later = meter.idle, time.monotonic() + 100
        monkeypatch.setattr(time, "monotonic", lambda: later)
        meter.look()
        assert 0 < meter.idle - before <= 0.501


@pytest.mark.parametrize(("queued", "idle"), [(0, 1), (90, 0)])
def test_who_waits_for_a_processor_is_not_idle(
    queued: float, idle: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that is looked at sleeps, and another would run if there were a processor for it."""
    with asleep(longest=1) as meter:
        before, told, later = meter.idle, module._queued(meter.root), time.monotonic() + 100
        monkeypatch.setattr(time, "monotonic", lambda: later)
        monkeypatch.setattr(module, "_queued", lambda _: told + queued)
        meter.look()
        assert meter.idle - before == pytest.approx(idle)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_linux_tells_how_long_threads_wait_for_a_processor() -> None:
    two = "import os, threading\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nimport time"
    busy = "def work():\n    while True: pass\nthreading.Thread(target=work).start()\nwork()"
    with running(busy, before=two) as process:
        while module._queued(process) < 0.05:
            pass
