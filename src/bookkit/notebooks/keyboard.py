"""JupyterLab's keys stay out of what a cell shows: lists, menus, sliders and links keep their own.

JupyterLab takes a key for the cells whenever no text is being typed: `a` in a list adds a cell, an arrow
moves to the next one (ipywidgets issue 3912). Each such shortcut is set again here, to count outside of
outputs only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOCUSED: Final = ":focus"
OUTSIDE: Final = f"{FOCUSED}:not(.jp-OutputArea *):not(.jp-RenderedMarkdown *)"
"""The focused element, unless it stands in an output or in a rendered text."""


def shortcuts(lab: Path) -> list[dict[str, Any]]:
    """Return the settings that keep JupyterLab's keys out of outputs, as its list of shortcuts wants them.

    They are read from the plugins of the JupyterLab that is there, so that a new one is covered as well.

    Parameters
    ----------
    lab
        Where JupyterLab's parts are: `share/jupyter` of its environment.
    """
    taken = [each for each in _known(lab) if FOCUSED in each["selector"] and _has_key(each)]
    return [
        changed
        for each in taken
        for changed in (
            each | {"disabled": True},
            each | {"selector": each["selector"].replace(FOCUSED, OUTSIDE)},
        )
    ]


def _known(lab: Path) -> Iterator[dict[str, Any]]:
    """Yield the shortcuts of JupyterLab and of what is added; Notebook 7 has its own in the same place."""
    own = sorted((lab / "lab" / "schemas" / "@jupyterlab").rglob("*.json"))
    added = sorted((lab / "labextensions").glob("**/schemas/**/*.json"))
    for path in (*own, *added):
        yield from json.loads(path.read_text(encoding="utf-8")).get("jupyter.lab.shortcuts", [])


def _has_key(shortcut: dict[str, Any]) -> bool:
    return any(key for name, keys in shortcut.items() if name.lower().endswith("keys") for key in keys)
