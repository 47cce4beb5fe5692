"""Measure everything: the build, then the pages that stand in `_build/html`. Takes a few minutes."""

from __future__ import annotations

import build
import pages

if __name__ == "__main__":
    print("Builds\n")
    print(build.report())
    print(f"\nPages, median of {pages.RUNS} loads with an empty cache, 1280 by 800\n")
    print(pages.report())
