"""What a kit installs, and in which versions: from the package's description and the project's pins."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from bookkit import project
from natoiraq.editions.kit.systems import Target


def wanted() -> Requirement:
    """Return all that a student runs: the notebooks, their labs, JupyterLab, and pip that installs them."""
    book = project.current()
    return Requirement(f"{book.package}[kit,labs]=={book.version}")


def all_pins(root: Path) -> list[Requirement]:
    """Return every pin that a kit may use, markers included.

    Parameters
    ----------
    root
        The repository.
    """
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [text for line in lines if (text := line.partition("#")[0].strip())]
    described = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(text) for text in (*pinned, *described["project"]["optional-dependencies"]["kit"])]


def pins(root: Path, target: Target) -> dict[NormalizedName, Requirement]:
    """Return the pins that hold on a Python, without their markers.

    Parameters
    ----------
    root
        The repository.
    target
        The Python.
    """
    held = {}
    for pin in all_pins(root):
        if pin.marker is None or pin.marker.evaluate(target.environment):
            bare = Requirement(str(pin))
            bare.marker = None
            held[canonicalize_name(pin.name)] = bare
    return held
