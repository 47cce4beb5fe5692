"""A kit knows nothing of the book that stands on it."""

from __future__ import annotations

import subprocess
import sys

BLOCKED = """
import importlib, pkgutil, sys
sys.modules["natoiraq"] = None
import bookkit
for module in pkgutil.walk_packages(bookkit.__path__, "bookkit."):
    if module.name != "bookkit.kernels.warm":  # to import it is to make ready for a book
        importlib.import_module(module.name)
"""


def test_it_can_be_imported_without_the_book() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
