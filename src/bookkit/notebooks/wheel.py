"""The package for readers as a wheel: what pages and exercises import, and the evidence; no tools of ours."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bookkit import project
from bookkit.files import write_bytes
from bookkit.fingerprint import fingerprint, joined
from bookkit.reach import versions

# A list of what goes in beside `bookkit`, so that a new tool of instructors' stays out by itself. The command
# `natoiraq` goes in to say that it is for authors.
PARTS: Final = (
    *("__init__.py", "__main__.py", "py.typed", "primer.py"),
    *("evidence.py", "models", "facts", "charts", "labs", "checks.py"),
)
BESIDE: Final = ("pyproject.toml", "README.md", "LICENSE", "data", "book/references.bib")


def _sources(root: Path) -> list[Path]:
    """Return what goes into the wheel."""
    package = f"src/{project.current().package}"
    return [root / part for part in (*BESIDE, "src/bookkit", *(f"{package}/{part}" for part in PARTS))]


def state(root: Path) -> str:
    """Return a short hash over what the wheel is made from and with.

    Parameters
    ----------
    root
        The repository.
    """
    return joined(*versions("hatchling"), fingerprint(_sources(root)))


def write_wheel(root: Path, folder: Path) -> Path:
    """Write the wheel and return its path; the same files give the same bytes.

    Parameters
    ----------
    root
        The repository.
    folder
        Where to write it.
    """
    from hatchling.builders.wheel import WheelBuilder  # only a build needs it

    target = folder / project.current().wheel
    with TemporaryDirectory() as name:
        staged = Path(name)
        for part in _sources(root):
            _copy(part, staged / part.relative_to(root))
        built = Path(next(WheelBuilder(name).build(directory=str(staged / "dist"), versions=["standard"])))
        write_bytes(target, built.read_bytes())
    return target


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.is_file():
        shutil.copyfile(source, target)
