"""Measure what somebody waits for who runs a page: imports, the first chart, a lab's answer to a control."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from figures import FIRST_CHART_S, IMPORT_CPU, LAB_UPDATE_MS, table, verdict
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.page_cells import CELL  # noqa: E402

RUNS = 5
IMPORTS = ("natoiraq", "bookkit.evidence", "natoiraq.charts", "natoiraq.labs")
PAGES = ("1-challenges", "2-history", "3-options", "4-principles", "5-looking-back")
UPDATE = """
import statistics, time
from natoiraq import labs
for name in labs.__all__:
    lab = getattr(labs, name)()
    walls, cpus = [], []
    for _ in range(20):
        wall, cpu = time.perf_counter(), time.process_time()
        lab.update()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    print(name, statistics.median(walls), statistics.median(cpus))
"""


def import_cpu(module: str) -> float:
    """Return the CPU seconds that importing a module takes in a fresh interpreter."""
    code = f"import time; start = time.process_time(); import {module}; print(time.process_time() - start)"
    return statistics.median(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    )


def first_chart(page: str) -> tuple[float, float]:
    """Return wall and kernel's CPU seconds from a ready kernel to the output of the page's first cell."""
    code = CELL.findall((ROOT / "book" / f"{page}.md").read_text(encoding="utf-8"))[0]
    manager = KernelManager()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        before, start = cpu(client), time.monotonic()
        client.execute(code)
        while (message := client.get_iopub_msg(timeout=120))["msg_type"] != "execute_result":
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(message["content"]["traceback"]))
        return time.monotonic() - start, cpu(client) - before
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def cpu(client: BlockingKernelClient) -> float:
    """Return the CPU seconds that a kernel has used so far."""
    asked = {"cpu": "__import__('time').process_time()"}
    reply = client.execute("", user_expressions=asked, reply=True, timeout=120)
    return float(reply["content"]["user_expressions"]["cpu"]["data"]["text/plain"])


def lab_updates() -> list[list[str]]:
    """Return a row for each lab: milliseconds of one update, model and picture included."""
    done = subprocess.run([sys.executable, "-c", UPDATE], capture_output=True, text=True, check=True)
    rows = []
    for line in done.stdout.splitlines():
        name, wall, cpu = line.split()
        rows.append([name, f"{float(wall):.0f}", f"{float(cpu):.0f}", verdict(float(cpu), LAB_UPDATE_MS)])
    return rows


def report() -> str:
    """Return the figures beside the targets."""
    imports = [
        [module, f"{cpu:.2f}", verdict(cpu, IMPORT_CPU)]
        for module, cpu in ((name, import_cpu(name)) for name in IMPORTS)
    ]
    charts = []
    for page in PAGES:
        wall, busy = map(statistics.median, zip(*(first_chart(page) for _ in range(RUNS)), strict=True))
        charts.append([page, f"{wall:.1f}", f"{busy:.1f}", verdict(wall, FIRST_CHART_S)])
    return "\n\n".join(
        [
            table(["import", "CPU s", "target"], imports),
            table(["first cell of", "s after the kernel is ready", "CPU s", "target"], charts),
            table(["lab", "update, ms", "CPU ms", "target"], lab_updates()),
        ]
    )


if __name__ == "__main__":
    print(report())
