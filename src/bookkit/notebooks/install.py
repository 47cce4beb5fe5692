"""How a notebook gets its package: lines that work as they are typed, on each system and in any folder."""

from __future__ import annotations

from typing import Final

PYTHONS: Final = "Python 3.11 to 3.14"

# System -> what to type in a terminal, once but for the last line, which opens JupyterLab.
TERMINAL: Final = {
    "Debian and Ubuntu": (
        "sudo apt install python3-venv",
        "python3 -m venv ~/natoiraq-env",
        "~/natoiraq-env/bin/python -m pip install jupyterlab",
        "~/natoiraq-env/bin/python -m jupyterlab ~",
    ),
    "macOS": (
        "python3 -m venv ~/natoiraq-env",
        "~/natoiraq-env/bin/python -m pip install jupyterlab",
        "~/natoiraq-env/bin/python -m jupyterlab ~",
    ),
    "Windows": (
        "py -m venv natoiraq-env",
        r"natoiraq-env\Scripts\python -m pip install jupyterlab",
        r"natoiraq-env\Scripts\python -m jupyterlab",
    ),
}

RENAMED: Final = (
    "If your browser added ` (1)` to the name of the package, take it away again: "
    "pip knows it by `{wheel}` only."
)


def cell(package: str) -> str:
    """Return the line for a cell of its own, which works where the notebook is.

    Parameters
    ----------
    package
        The wheel beside the notebook, or its address, with extras if they are needed.
    """
    return f'%pip install --quiet "{package}"'


def terminal(system: str) -> str:
    """Return the lines for a terminal as an indented block of Markdown."""
    return "\n".join(f"    {line}" for line in TERMINAL[system])
