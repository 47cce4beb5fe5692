"""When has a file changed? What tells it to a cache."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[Path, int, int]


def stamp(path: Path) -> Stamp:
    """Return what changes when the file does, to key a cache by; its reader reports a missing file."""
    if not path.exists():
        return path, 0, 0
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size
