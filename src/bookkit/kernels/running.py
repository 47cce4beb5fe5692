"""One notebook run to its end, as a build runs it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jupyter_cache.base import ProjectNb
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution

ENVIRONMENT: Final[Mapping[str, str]] = {
    "NATOIRAQ_STATIC": "1",  # bookkit.figures.render then draws figures; importing it here would start Altair
    "TZ": "UTC",  # Vega draws dates in local time, and two machines would draw two pictures
}


def set_environment() -> None:
    """Set what the kernels that this process starts inherit."""
    os.environ.update(ENVIRONMENT)


def run(notebook: ProjectNb, timeout: int) -> ExecutionResult:
    """Run a notebook in its folder.

    Parameters
    ----------
    notebook
        The notebook; its outputs are filled in.
    timeout
        Seconds that one cell may take.
    """
    folder = str(Path(notebook.uri).parent)
    return single_nb_execution(notebook.nb, cwd=folder, timeout=timeout, allow_errors=False)
