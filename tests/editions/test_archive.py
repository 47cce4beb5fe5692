"""The offline archive: one folder, opened by double-click, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from bookkit.editions import archive
from bookkit.editions.source import Commit, git
from bookkit.errors import ToldError


@pytest.fixture
def built(repository: Path) -> Path:
    """A repository with a built book."""
    html = repository / "_build" / "html"
    for name in (
        "index.html",
        "book/index.html",
        "_static/z.css",
        "_static/a.css",
        ".buildinfo",
        "_static/z.css.map",
        "_static/vendor/icons/1/all.js",
        "objects.inv",
    ):
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        (html / name).write_text(name, encoding="utf-8")
    return repository


def test_it_opens_from_one_folder(built: Path) -> None:
    with zipfile.ZipFile(archive.make(built)) as opened:
        names = opened.namelist()
        readme = opened.read(f"{archive.name()}/README.txt").decode()
    assert {name.split("/")[0] for name in names} == {archive.name()}
    assert f"{archive.name()}/index.html" in names
    assert names == sorted(names)
    assert not [name for name in names if re.search(r"buildinfo|objects\.inv|\.map$|vendor", name)]
    assert "Open index.html" in readme
    assert re.search(r"facts as of \d+ \w+ \d{4}\.", readme)
    assert git(built, "rev-parse", "--short=12", "HEAD") in readme


def test_two_archives_are_equal_to_the_byte(built: Path) -> None:
    first = archive.make(built).read_bytes()
    for path in (built / "_build" / "html").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700)
    assert archive.make(built).read_bytes() == first


def test_the_checksum_beside_it_is_its_own(built: Path) -> None:
    made = archive.make(built)
    digest, name = made.with_suffix(".zip.sha256").read_text(encoding="ascii").split()
    assert digest == hashlib.sha256(made.read_bytes()).hexdigest()
    assert name == made.name
    assert sorted(path.name for path in made.parent.iterdir()) == [made.name, f"{made.name}.sha256"]


def test_entries_carry_the_commits_date_and_no_owner(built: Path) -> None:
    git(
        built,
        "commit",
        "--amend",
        "--no-edit",
        "--date=@1700000000",
        environment={"GIT_COMMITTER_DATE": "@1700000000"},
    )
    with zipfile.ZipFile(archive.make(built)) as opened:
        entries = opened.infolist()
    assert {entry.date_time for entry in entries} == {(2023, 11, 14, 22, 13, 20)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_it_says_when_files_were_changed_after_the_commit(built: Path) -> None:
    (built / "book" / "1-first.md").write_text("# Changed\n", encoding="utf-8")
    with zipfile.ZipFile(archive.make(built)) as opened:
        assert "changes that are not committed" in opened.read(f"{archive.name()}/README.txt").decode()


def test_without_a_book_it_says_what_to_do(repository: Path) -> None:
    with pytest.raises(ToldError, match="make book"):
        archive.make(repository)


def test_nothing_that_our_pages_ask_for_is_left_out(project: Path) -> None:
    built = project / "_build" / "html"
    assert (built / "index.html").exists(), "There is no built book. Run `make book` first."
    held = {name for name, _ in archive.contents(project, Commit("0" * 40, 0, clean=True))}
    missing = set()
    for page in [name for name in held if name.endswith(".html") and not name.startswith("_static/")]:
        text = (built / page).read_text(encoding="utf-8")
        for address in re.findall(r'<(?:a|img|link|script)\b[^>]*?\b(?:href|src)="([^"#?]+)', text):
            if not re.match(r"[a-z]+:", address):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))
                missing |= {(page, target)} if target not in held else set()
    assert missing == set()
