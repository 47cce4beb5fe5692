"""Measure everything: the build, the pages that stand in `_build/html`, start-up, grading. Takes minutes."""

from __future__ import annotations

import build
import pages
import startup

import grading

if __name__ == "__main__":
    print("Builds\n")
    print(build.report())
    print(f"\nPages, median of {pages.RUNS} loads with an empty cache, 1280 by 800\n")
    print(pages.report())
    print(f"\nStart-up, median of {startup.RUNS} runs\n")
    print(startup.report())
    print("\nGrading\n")
    print(grading.report(submissions=40))
