"""Notices that a notebook goes on with packages which an installation has replaced under it.

`%pip install` changes files, and not what the kernel has imported: the old half of a package would then meet
the new half of another, with an error that names neither.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final

from bookkit import project

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
CURE: Final = (
    "Cure: restart the kernel (menu Kernel, Restart; in Colab: menu Runtime, Restart session), then run all "
    "cells from the top."
)


def check() -> None:
    """Compare what this kernel of a notebook has imported with what is installed now.

    Raises
    ------
    ImportError
        When a package that this one needs was imported before an installation replaced it.
    """
    import psutil  # comes with ipykernel

    for installed in _since(psutil.Process().create_time()):
        if (old := _in_use(installed)) and _plain(installed.name) in _needed():
            raise ImportError(
                f"{old} is in use here, and {installed.name} {installed.version} was installed since this "
                f"notebook was started. {CURE}"
            )


def _since(moment: float) -> Iterator[Distribution]:
    """Yield what was installed after a moment, in seconds since 1970."""
    for folder in dict.fromkeys(sys.path):
        for info in Path(folder).glob("*.dist-info"):
            if info.stat().st_mtime > moment:
                yield Distribution.at(info)


def _in_use(installed: Distribution) -> str:
    """Return what is imported in the place of a package: its name, with its version where it says so."""
    parts = {file.parts[0].removesuffix(".py") for file in installed.files or () if file.suffix == ".py"}
    for name in sorted(parts & set(sys.modules)):
        version = vars(sys.modules[name]).get("__version__", installed.version)
        if version != installed.version:
            return f"{installed.name} {version}"
        inside = [module for key, module in sys.modules.items() if key.partition(".")[0] == name]
        files = [file for module in inside if (file := getattr(module, "__file__", None))]
        if not all(Path(file).exists() for file in files):
            return f"another version of {installed.name}"
    return ""


def _needed() -> set[str]:
    """Return the names of all packages that this one brings along, extras included."""
    found: set[str] = set()
    waiting = [project.current().package]
    while waiting:
        try:
            lines = importlib.metadata.requires(waiting.pop()) or []
        except importlib.metadata.PackageNotFoundError:  # not on this system, or an extra that is not here
            continue
        names = {_plain(match[0]) for line in lines if (match := NAME.match(line))}
        waiting += names - found
        found |= names
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
