"""Wheels made up for tests: a name, what it needs, and nothing to install."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile


def write_wheel(
    folder: Path, name: str, *requires: str, python: str | None = None, tag: str = "py3-none-any"
) -> Path:
    """Write the wheel of `name`, such as `tool-1.0`, and return its path."""
    package, version = name.split("-")
    lines = ["Metadata-Version: 2.1", f"Name: {package}", f"Version: {version}"]
    lines += [f"Requires-Python: {python}"] if python else []
    lines += [f"Requires-Dist: {each}" for each in requires]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{tag}.whl"
    with ZipFile(path, "w") as packed:
        packed.writestr(f"{package}/vendored/other-1.dist-info/METADATA", "Name: other")
        packed.writestr(f"{package}/__init__.py", "")
        packed.writestr(f"{name}.dist-info/METADATA", "\n".join(lines) + "\n")
        packed.writestr(f"{name}.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        packed.writestr(f"{name}.dist-info/RECORD", "")
    return path
