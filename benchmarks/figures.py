"""The figures to beat and our own targets.

The peers' figures were measured on one machine in one run; on another machine compare ratios, not seconds.
"""

from __future__ import annotations

from typing import Final

PEER_BUILDS: Final = {
    "UW Visualization Curriculum": "2.3 CPU s a page, cold",
    "Project Pythia Foundations": "4.5 CPU s a page, cold",
    "QuantEcon intro": "14 CPU s a page, cold",
}
PEER_PAGES: Final = {
    "UW Visualization Curriculum, 15 charts": (
        "3.3 MB, 1 foreign host, 0 of 15 charts offline, blocking 158 ms, load 1,760 ms"
    ),
    "UW Visualization Curriculum, 23 charts": "blocking 8,751 ms",
    "QuantEcon intro": "7 foreign hosts, 0 of 77 formulas offline",
}
BUILD_SECONDS: Final = {  # wall, on two processors with nothing else to do
    "cold": 20.0,
    "nothing changed": 0.3,
    "one sentence": 2.0,
    "a stylesheet": 2.0,
}
PAGE_RAW_KB: Final = 1200
PAGE_GZIP_KB: Final = 500
BLOCKING_MS: Final = 60
FIRST_PAINT_MS: Final = 500
IMPORT_CPU: Final = 0.8  # seconds
FIRST_CHART_S: Final = 3.0  # seconds after the kernel is ready
LAB_UPDATE_MS: Final = 50
GRADING_CPU: Final = 0.5  # seconds a submission of exercise 1, warm
GRADING_RATIO: Final = 5.0  # times nbgrader's throughput as it is resolved
GRADING_RATIO_PINNED: Final = 3.0  # times its throughput with jsonschema below 4.25


def verdict(value: float, target: float) -> str:
    """Return whether a measured value keeps its target."""
    return "ok" if value <= target else f"over {target:g}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
