"""Where a reader's own things are: results, own cells and checkpoints, never among the book's files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_data_dir

PLACES: Final = ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
"""Environment variables that say where Jupyter writes what belongs to a person."""


def folder() -> Path:
    """Return the folder of whoever runs JupyterLab; it need not exist yet."""
    return Path(jupyter_data_dir(), "natoiraq")


def folder_for(root: str) -> Path:
    """Return the folder for the pages below `root`; two copies of the book have two."""
    place = Path(root).resolve()
    name = place.parent.name if place.name == "book" else place.name
    return folder() / f"{name}-{hashlib.sha256(str(place).encode()).hexdigest()[:8]}"


def make_writable() -> bool:
    """See to it that there is such a folder; say whether what is kept in it lasts.

    Where a person may not write, as on a computer with a home that is locked, all goes into a folder that
    the computer clears away.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder()):
            return True
    except OSError:
        passing = tempfile.mkdtemp(prefix="natoiraq-")
        os.environ.update({name: str(Path(passing, name.lower())) for name in PLACES})
        folder().mkdir(parents=True)
        return False
