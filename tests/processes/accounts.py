"""The accounts that an instructor may grade with: an ordinary one, and root's."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534

# Root's own Python may lie in a folder closed to others: it is opened for the ordinary account only.
HOME = Path("/root")
OPENED = ["bwrap", "--dev-bind", "/", "/", "--tmpfs", str(HOME)]
PYTHON = Path(sys.base_prefix)
if PYTHON.is_relative_to(HOME):
    TOP = str(HOME / PYTHON.relative_to(HOME).parts[0])
    OPENED += ["--ro-bind", TOP, TOP]

DROPPED = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", "HOME=/tmp"]
ORDINARY = [*OPENED, *DROPPED, "PYTHONDONTWRITEBYTECODE=1"]
ACCOUNTS: dict[str, list[str]] = {"own": [], "ordinary": ORDINARY} if os.geteuid() == 0 else {"own": []}
"""Name -> what starts a program with it; root can try both."""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may use."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
