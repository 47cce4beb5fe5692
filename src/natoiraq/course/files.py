"""Writes files and zips whole or not at all."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from natoiraq.course.errors import CourseError

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of all files in our zips, so that the same content gives the same file."""


def write_bytes(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file under a temporary name, bring it to the disk, then rename it.

    Parameters
    ----------
    path
        File to write; its folder is made if need be.
    content
        What to put in it.
    mode
        Who may read it; by default nobody else.

    Raises
    ------
    CourseError
        When the disk is full or the folder may not be written; an old file is left as it was.
    """
    unfinished = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CourseError(
            f"{path} cannot be written: {error.strerror}. Cure: make room on the disk and check the rights "
            "of the folder, then run the step again."
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all; see `write_bytes`."""
    write_bytes(path, text.encode())


def write_zip(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip, whole or not at all; the same files give the same bytes.

    Parameters
    ----------
    path
        File to write.
    files
        Name within the zip, and content.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                entry = zipfile.ZipInfo(name, EARLIEST)
                entry.external_attr = 0o100644 << 16
                # A wheel is a zip already.
                entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        unfinished.chmod(0o600)
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CourseError(
            f"{path} cannot be written: {error.strerror}. Cure: make room on the disk, then run the step "
            "again."
        ) from error
