"""A file or a folder is written whole or not at all, whatever fails on the way."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bookkit import files
from bookkit.errors import ToldError

FILES = [("b.txt", b"one" * 99), ("a.whl", b"two" * 99)]
WRITERS: dict[str, Callable[[Path, bool], None]] = {
    "bytes": lambda path, private: files.write_bytes(path, b"new", private=private),
    "text": lambda path, private: files.write_text(path, "new", private=private),
    "zip": lambda path, private: files.write_zip(path, FILES, private=private),
}


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_at(step: str, patch: pytest.MonkeyPatch) -> None:
    if step == "open":
        for owner in (os, Path):
            patch.setattr(owner, "open", full)
        patch.setattr(zipfile, "ZipFile", full)
    elif step == "write":
        opened = Path.open

        def stopping(path: Path, *arguments: Any) -> Any:
            opened(path, *arguments).close()
            return opened(Path("/dev/full"), *arguments)  # the system's own full disk

        patch.setattr(Path, "open", stopping)
        patch.setattr(zipfile.ZipFile, "writestr", full)
    else:
        patch.setattr(os, step, full)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_an_old_file_survives_a_full_disk_at_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str, private: bool, step: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        fail_at(step, patch)
        if step == "fsync" and not private:
            return WRITERS[writer](path, private)  # what can be made again does not wait for the disk
        with pytest.raises(ToldError, match=r"file cannot be written: No space left on device\. Cure: make"):
            WRITERS[writer](path, private)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(("private", "file", "folder"), [(False, 0o644, 0o755), (True, 0o600, 0o700)])
def test_who_may_read_it(tmp_path: Path, writer: str, private: bool, file: int, folder: int) -> None:
    path = tmp_path / "made" / "file"
    before = os.umask(0o022)
    try:
        WRITERS[writer](path, private)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == file
    assert stat.S_IMODE(path.parent.stat().st_mode) == folder


def test_a_private_file_is_private_before_it_holds_anything(tmp_path: Path) -> None:
    with files.written_whole(tmp_path / "file", private=True) as fresh:
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o600


def test_what_a_crash_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / ".file.new").write_bytes(b"half of one")
    files.write_bytes(tmp_path / "file", b"new", private=True)
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for private in (False, True):
        with pytest.raises(ToldError, match=r"cannot be written: Not a directory\. Cure: "):
            files.write_bytes(tmp_path / "file" / "below" / "file", b"", private=private)
    with pytest.raises(ToldError, match=r"cannot be written: Not a directory\. Cure: "):
        fill(tmp_path / "file" / "below" / "folder")


def test_an_error_about_another_file_is_not_taken_for_this_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), files.written_whole(tmp_path / "a" / "file"):
        (tmp_path / "b" / "source").read_bytes()


def test_half_characters_become_question_marks(tmp_path: Path) -> None:
    files.write_text(tmp_path / "file", "é\ud800\n")
    assert (tmp_path / "file").read_bytes() == "é?\n".encode()


def test_the_same_files_give_the_same_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write_zip(tmp_path / "one.zip", FILES)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    files.write_zip(tmp_path / "two.zip", iter(FILES))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        page, wheel = archive.infolist()
        assert archive.read(page) == FILES[0][1]
    assert page.date_time == (1980, 1, 1, 0, 0, 0)
    assert page.external_attr >> 16 == 0o100644
    assert (page.compress_type, wheel.compress_type) == (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "old").touch()
    return tmp_path / "folder"


def fill(folder: Path) -> None:
    with files.folder_written_whole(folder) as fresh:
        (fresh / "new").touch()


def test_a_folder_is_replaced_whole(folder: Path) -> None:
    for _ in range(2):
        fill(folder)
        assert names(folder) == ["new"]
        assert names(folder.parent) == ["folder"]


@pytest.mark.parametrize("number", [1, 2])
def test_an_old_folder_survives_a_failure_at_each_step(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    replace, calls = os.replace, []

    def fail(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == number:
            full()
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(ToldError, match="folder cannot be written: No space left"):
        fill(folder)
    assert names(folder) == ["old"]
    assert names(folder.parent) == ["folder"]


def test_an_old_folder_survives_an_error_while_the_new_one_is_filled(folder: Path) -> None:
    with pytest.raises(FileNotFoundError), files.folder_written_whole(folder) as fresh:
        shutil.copy("/nowhere", fresh / "new")
    assert names(folder) == ["old"]
    assert names(folder.parent) == ["folder"]


def test_a_copy_that_fails_names_one_reason(folder: Path, tmp_path: Path) -> None:
    """Past mistake of `shutil.copytree`: it lists an error for each file of a book."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a").touch()
    (source / "b").touch()
    told = pytest.raises(ToldError, match=r"folder cannot be written: .*No space left on device\. Cure:")
    with told, files.folder_written_whole(folder) as fresh:
        shutil.copytree(source, fresh, copy_function=full, dirs_exist_ok=True)
    assert names(folder) == ["old"]
