"""Writes files and folders whole: whatever happens meanwhile, the old one is there or the new one.

What is private holds marks, secrets or the work of students. Nobody but its owner may read it, and it is on
the disk when it is renamed, so that not even a power cut loses it. All else can be made again.
"""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError

EARLIEST: Final = 315_532_800
"""1 January 1980, in seconds since 1970: the first day that a zip can hold."""

REGULAR_FILE: Final = 0o100644 << 16  # rw-r--r--, as zip keeps it
PROGRAM: Final = 0o100755 << 16  # rwxr-xr-x: a double-click runs it
UNIX: Final = 3


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; see `written_whole`."""
    with written_whole(path, private=private) as fresh, fresh.open("wb") as file:
        file.write(content)


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text in UTF-8 whole or not at all; half characters, which code can make, become question marks.

    See `written_whole`.
    """
    write_bytes(path, text.encode("utf-8", "replace"), private=private)


def write_zip(
    path: Path, files: Iterable[tuple[str, bytes]], *, seconds: int = EARLIEST, private: bool = False
) -> None:
    """Write a zip whole or not at all; the same files give the same bytes.

    Parameters
    ----------
    path
        File to write.
    files
        Name within the zip, and content.
    seconds
        When the files were written, in seconds since 1970 (UTC).
    private
        As in `written_whole`.
    """
    with written_whole(path, private=private) as fresh, zipfile.ZipFile(fresh, "w") as archive:
        for name, content in files:
            archive.writestr(zip_entry(name, seconds), content, compresslevel=9)


def zip_entry(name: str, seconds: int, *, program: bool = False) -> zipfile.ZipInfo:
    """Return the entry of a file in a zip: no owner, no clock, the same permissions everywhere.

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


@contextmanager
def written_whole(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a name to write to; the file takes the place of `path` when the block ends without an error.

    Parameters
    ----------
    path
        File to write; its folder is made if need be.
    private
        Whether nobody else may read the file, nor a folder that is made for it, and no crash may lose it.

    Raises
    ------
    ToldError
        When the disk is full or the folder may not be written; an old file stays as it was.
    """
    fresh = path.with_name(f".{path.name}.new")  # always the same name, so a crash leaves no litter
    with _told(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
            fresh.unlink(missing_ok=True)
            if private:
                os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            yield fresh
            if private:
                _sync(fresh, os.O_RDWR)
            os.replace(fresh, path)
            if private and os.name == "posix":  # elsewhere folders cannot be opened
                _sync(path.parent, os.O_RDONLY)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it takes the place of `path` when the block ends without an error.

    Parameters
    ----------
    path
        Folder to write.

    Raises
    ------
    ToldError
        When the disk is full or the folder may not be written; an old folder stays as it was.
    """
    fresh, old = (path.with_name(f".{path.name}.{kind}") for kind in ("new", "old"))
    with _told(path):
        try:
            for leftover in (fresh, old):
                shutil.rmtree(leftover, ignore_errors=True)
            fresh.mkdir(parents=True)
            yield fresh
            if path.exists():
                os.replace(path, old)
            try:
                os.replace(fresh, path)
            except OSError:
                if old.exists():
                    os.replace(old, path)
                raise
        finally:
            for leftover in (fresh, old):
                shutil.rmtree(leftover, ignore_errors=True)


def _sync(path: Path, flags: int) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in a sentence why `path` cannot be written; an error that names a file elsewhere is another one."""
    try:
        yield
    except OSError as error:
        named = path if error.filename is None else Path(error.filename)
        if not (named.is_relative_to(path.parent) or path.is_relative_to(named)):
            raise
        # `shutil.copytree` goes on after an error and lists one for each file.
        reason = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror or error
        raise ToldError(
            f"{path} cannot be written: {reason}. Cure: make room on the disk and check the rights of the "
            "folder, then try again."
        ) from error
