"""Reads a downloaded folder or zip, whatever is in it: nothing is unpacked to the disk under its own name.

Left out with a reason are: links and devices, absolute paths, drive letters and `..`, names with control
characters, encrypted entries, entries that grow too much, and whatever is beyond the limits.
"""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError
from natoiraq.grading.handed_in import BROKEN_ZIP, LARGEST
from natoiraq.grading.intake import read_file

ENTRIES: Final = 20_000
"""Files of one download."""
TOTAL: Final = 4 << 30
"""Bytes of one download, unpacked."""
NESTED_ENTRIES: Final = 500
"""Files of a zip within a download."""
NESTED_TOTAL: Final = 128 << 20
"""Bytes of a zip within a download, unpacked."""
DEPTH: Final = 2
"""How deep zips may lie in one another."""
RATIO: Final = 200
"""How much a file of more than a megabyte may grow by unpacking."""
DRIVE: Final = re.compile(r"^[A-Za-z]:")
# What systems and editors leave beside people's files.
LITTER: Final = re.compile(r"^(\.|~|__MACOSX$|Thumbs\.db$|desktop\.ini$)|-checkpoint\.ipynb$", re.IGNORECASE)


class Refused(Exception):
    """A file that is not read; the message is a reason, part of a sentence."""


@dataclass(frozen=True)
class Member:
    """A file of a download.

    Parameters
    ----------
    parts
        Folders and name, from the outside in; a zip is a folder.
    read
        Returns the content, or raises `Refused`.
    problem
        Why it is not read; empty without a problem.
    """

    parts: tuple[str, ...]
    read: Callable[[], bytes]
    problem: str = ""

    @property
    def where(self) -> str:
        """How messages name the file."""
        return "/".join(self.parts)


@contextmanager
def open_download(path: Path) -> Iterator[Iterator[Member]]:
    """Open a folder, a zip or a single file, and yield its files.

    Raises
    ------
    ToldError
        When there is nothing at that place, or it is a zip that cannot be opened or has too many entries.
    """
    with ExitStack() as stack:
        if path.is_dir():
            yield _folder(path, stack)
        elif not path.is_file():
            raise ToldError(f"{path} is missing. Cure: give the folder or the zip as downloaded.")
        elif not zipfile.is_zipfile(path) or path.suffix == ".ipynb":
            yield iter([Member((path.name,), _reader(path))])
        else:
            try:
                yield _zip(stack.enter_context(zipfile.ZipFile(path)), (), stack, 0)
            except BROKEN_ZIP as error:
                raise ToldError(f"{path} cannot be opened ({error}). Cure: download it again.") from error


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        content, notes = read_file(path)
        if content is None:
            raise Refused(notes[0].rstrip("."))
        return content

    return read


def _folder(top: Path, stack: ExitStack) -> Iterator[Member]:
    for folder, names, files in os.walk(top):
        linked = [name for name in names if (Path(folder) / name).is_symlink()]
        names[:] = sorted(name for name in names if name not in linked and not LITTER.search(name))
        for name in sorted([*files, *linked]):
            path = Path(folder) / name
            parts = tuple(unicodedata.normalize("NFC", part) for part in path.relative_to(top).parts)
            if LITTER.search(name):
                continue
            if name.lower().endswith(".zip"):
                yield from _nested(Member(parts, _reader(path)), stack, 1)
            else:
                yield Member(parts, _reader(path), _odd_name(parts))


def _zip(archive: zipfile.ZipFile, above: tuple[str, ...], stack: ExitStack, depth: int) -> Iterator[Member]:
    entries, total = (ENTRIES, TOTAL) if depth == 0 else (NESTED_ENTRIES, NESTED_TOTAL)
    listed = archive.infolist()
    if len(listed) > entries:
        reason = f"it has {len(listed)} entries, more than the {entries} that are read"
        if depth == 0:
            raise ToldError(f"{archive.filename}: {reason}. Cure: collect it in several parts.")
        yield Member(above, lambda: b"", reason)
        return
    left = [total]
    for entry in listed:
        if entry.is_dir():
            continue
        parts = tuple(part for part in _name(entry).replace("\\", "/").split("/") if part not in ("", "."))
        if not parts or any(LITTER.search(part) for part in parts if part != ".."):
            continue
        member = Member((*above, *parts), _entry_reader(archive, entry, left), _problem(entry, parts))
        if parts[-1].lower().endswith(".zip") and not member.problem:
            yield from _nested(member, stack, depth + 1)
        else:
            yield member


def _nested(member: Member, stack: ExitStack, depth: int) -> Iterator[Member]:
    """Yield the files of a zip within a download; what is no zip is a file like others."""
    try:
        content = member.read()
        inside = zipfile.ZipFile(io.BytesIO(content))
    except Refused as refusal:
        yield Member(member.parts, member.read, str(refusal))
    except BROKEN_ZIP:
        yield member
    else:
        if depth > DEPTH:
            yield Member(member.parts, member.read, "zips lie too deep in one another")
        else:
            yield from _zip(stack.enter_context(inside), member.parts, stack, depth)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; some programs write UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return unicodedata.normalize("NFC", name)


def _problem(entry: zipfile.ZipInfo, parts: tuple[str, ...]) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if "\0" in entry.orig_filename:
        return "its name holds a zero byte"
    if kind and not stat.S_ISREG(kind):
        return "it is a link or a device, and no file"
    if entry.filename.startswith(("/", "\\")) or DRIVE.match(parts[0]):
        return "its name leads to a fixed place on the disk"
    if entry.flag_bits & 0x1:
        return "it is encrypted"
    if entry.file_size > LARGEST:
        return f"it is larger than {LARGEST >> 20} MB"
    if entry.file_size > 1 << 20 and entry.file_size > RATIO * max(entry.compress_size, 1):
        return "it grows so much by unpacking that it looks like a trap"
    return _odd_name(parts)


def _odd_name(parts: tuple[str, ...]) -> str:
    if ".." in parts:
        return "its name leads out of its folder"
    if any(unicodedata.category(character) in ("Cc", "Cs") for part in parts for character in part):
        return "its name holds characters that cannot be written"
    return ""


def _entry_reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: list[int]) -> Callable[[], bytes]:
    counted = False

    def read() -> bytes:
        nonlocal counted
        if left[0] <= 0 and not counted:
            raise Refused("the zip holds more than is read of one zip")
        try:
            with archive.open(entry) as file:
                content = file.read(LARGEST + 1)  # what an entry says of its size may be a lie
        except BROKEN_ZIP as error:
            raise Refused(f"it is damaged ({error})") from error
        left[0] -= 0 if counted else len(content)
        counted = True
        if len(content) > LARGEST:
            raise Refused(f"it is larger than {LARGEST >> 20} MB")
        return content

    return read
