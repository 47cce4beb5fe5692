"""Where the evidence lives: the checkout's own files, or the copies inside an installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def _find() -> tuple[Path, Path]:
    data, bib = _CHECKOUT / "data", _CHECKOUT / "book" / "references.bib"
    if (data / "datapackage.json").is_file() and bib.is_file():
        return data, bib
    return _PACKAGE / "_data", _PACKAGE / "_data" / "references.bib"


DATA, BIB = _find()

Stamp = tuple[Path, int, int]


def stamp(path: Path) -> Stamp:
    """Return what changes when the file does, to key a cache by; its reader reports a missing file."""
    if not path.exists():
        return path, 0, 0
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size
