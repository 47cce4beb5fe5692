"""Zips with the same bytes from the same files: no owner, no clock, the same permissions."""

from __future__ import annotations

import hashlib
import time
import zipfile
from pathlib import Path

REGULAR_FILE = 0o100644 << 16  # rw-r--r--, as zip keeps it
PROGRAM = 0o100755 << 16  # rwxr-xr-x: a double-click runs it
UNIX = 3


def entry(name: str, seconds: int, *, program: bool = False) -> zipfile.ZipInfo:
    """Return the entry of a file.

    Parameters
    ----------
    name
        Its path in the zip. A wheel is compressed already, and stored as it is.
    seconds
        When it was written, in seconds since 1970 (UTC).
    program
        Whether a double-click may run it.
    """
    made = zipfile.ZipInfo(name, date_time=time.gmtime(seconds)[:6])
    made.create_system = UNIX  # also when made on Windows
    made.external_attr = PROGRAM if program else REGULAR_FILE
    made.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
    return made


def add_checksum(path: Path) -> None:
    """Write the SHA-256 of a file beside it, as `sha256sum` does."""
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
